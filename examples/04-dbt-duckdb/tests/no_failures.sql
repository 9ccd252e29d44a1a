{{ config(severity = 'warn') }}
select target, place, due, sentence
from {{ ref('verdicts') }}
where status = 'fail'
