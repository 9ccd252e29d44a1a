select place, indicator, period, value, unit, department as source
from {{ ref('sent') }}
where value is not null
