select lead, status, count(*) as verdicts
from {{ ref('verdicts') }}
group by lead, status
order by lead, status
