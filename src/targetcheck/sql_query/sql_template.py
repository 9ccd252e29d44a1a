"""The query itself, the same for every database but for the words in braces.

Layer: sql_query. A row whose data leave the plain case (two different reports for one period, a
total with overlapping periods, a value that is not exact) has no status and says which in
`reason`; the reference kernel decides it.
"""

QUERY = """\
WITH terms AS (
  SELECT
    {typed}
  FROM (VALUES
    {terms}
  ) AS t({columns})
),
places AS (
  SELECT CAST(place_set AS {text}) AS place_set, CAST(place AS {text}) AS place
  FROM (VALUES
    {places}
  ) AS l(place_set, place)
),
promises AS (
  SELECT t.question || '@' || l.place AS question, l.place,
    COALESCE(t.elsewhere, l.place) AS located_at, {own}
  FROM terms AS t JOIN places AS l ON l.place_set = t.place_set
),
indicators AS (
  SELECT CAST(indicator AS {text}) AS indicator,
    CAST(low_per AS {factor}) AS low_per, CAST(low_amount AS {amount}) AS low_amount,
    CAST(high_per AS {factor}) AS high_per, CAST(high_amount AS {amount}) AS high_amount,
    CAST(whole AS {factor}) AS whole
  FROM (VALUES
    {indicators}
  ) AS i(indicator, low_per, low_amount, high_per, high_amount, whole)
),
read AS (
  SELECT r.place, r.indicator, r.period_start, r.period_end, {value} AS value,
    CASE WHEN {exact} AND {value} = r.value THEN 1 ELSE 0 END AS exact
  FROM {table} AS r
  WHERE r.value IS NOT NULL
),
reports AS (
  SELECT r.place, r.indicator, r.period_start, r.period_end, r.value, r.exact
  FROM read AS r JOIN indicators AS i ON i.indicator = r.indicator
  WHERE r.exact = 0 OR (
    (i.low_per IS NULL OR r.value * i.low_per >= i.low_amount)
    AND (i.high_per IS NULL OR r.value * i.high_per <= i.high_amount)
    AND (i.whole IS NULL OR r.value * i.whole = FLOOR(r.value * i.whole))
  )
),
ends AS (
  SELECT p.question, p.part, r.period_start, MIN(r.exact) AS exact,
    MIN(r.value) AS value, MAX(r.value) AS other,
    ROW_NUMBER() OVER (PARTITION BY p.question, p.part ORDER BY r.period_start) AS place_in_line
  FROM promises AS p JOIN reports AS r
    ON r.indicator = p.indicator AND r.place = p.located_at AND r.period_end = p.due
    AND (p.period_start IS NULL OR r.period_start = p.period_start)
  WHERE p.first_day IS NULL
  GROUP BY p.question, p.part, r.period_start
),
pieces AS (
  SELECT p.question, p.part, r.period_start, r.period_end, r.value, r.exact,
    MAX(r.period_end) OVER (
      PARTITION BY p.question, p.part ORDER BY r.period_start, r.period_end
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached
  FROM promises AS p JOIN reports AS r
    ON r.indicator = p.indicator AND r.place = p.located_at
    AND r.period_end >= p.first_day AND r.period_end <= p.due
),
sums AS (
  SELECT question, part, {total} AS value, MIN(exact) AS exact,
    MIN(period_start) AS begins, MAX(period_end) AS ends, SUM({piece_days} + 1) AS days,
    MAX(CASE WHEN reached >= period_start THEN 1 ELSE 0 END) AS overlaps
  FROM pieces
  GROUP BY question, part
),
bases AS (
  SELECT p.question, p.part, r.period_start, MIN(r.exact) AS exact,
    MIN(r.value) AS value, MAX(r.value) AS other,
    ROW_NUMBER() OVER (
      PARTITION BY p.question, p.part
      ORDER BY MIN(CASE WHEN r.period_start = p.base_first THEN 0 ELSE 1 END), r.period_start
    ) AS place_in_line
  FROM promises AS p JOIN reports AS r
    ON r.indicator = p.indicator AND r.place = p.located_at AND r.period_end = p.base_end
    AND (p.base_start IS NULL OR r.period_start = p.base_first OR r.period_start = p.base_start)
  GROUP BY p.question, p.part, r.period_start
),
known AS (
  SELECT p.*,
    CASE WHEN p.first_day IS NULL THEN e.value
      WHEN s.ends = p.due AND s.begins = p.first_day AND s.overlaps = 0
        AND s.days = {span_days} + 1 THEN s.value
    END AS value,
    b.value AS base,
    CASE
      WHEN b.exact = 0 OR e.exact = 0 OR s.exact = 0
        OR (s.question IS NOT NULL AND s.value IS NULL) THEN 'not_exact'
      WHEN b.value <> b.other OR e.value <> e.other THEN 'reports_differ'
      WHEN s.overlaps = 1 OR s.begins < p.first_day THEN 'periods_overlap'
    END AS beyond,
    CASE
      WHEN p.base_end IS NOT NULL AND b.value IS NULL THEN 'no_baseline'
      WHEN p.first_day IS NULL AND e.value IS NULL THEN 'overdue_report'
      WHEN p.first_day IS NOT NULL AND s.question IS NULL THEN 'overdue_report'
      WHEN s.begins <> p.first_day OR s.days <> {span_days} + 1 THEN 'incomplete'
      WHEN s.ends < p.due THEN 'overdue_report'
      WHEN p.positive = 1 AND b.value <= 0 THEN 'no_baseline'
    END AS missing
  FROM promises AS p
  LEFT JOIN ends AS e
    ON e.question = p.question AND e.part = p.part AND e.place_in_line = 1
  LEFT JOIN sums AS s ON s.question = p.question AND s.part = p.part
  LEFT JOIN bases AS b
    ON b.question = p.question AND b.part = p.part AND b.place_in_line = 1
),
compared AS (
  SELECT k.*,
    CASE
      WHEN low_per IS NULL THEN 1
      WHEN how = 'plus' AND (value - base) * low_per > low_amount THEN 1
      WHEN how = 'plus' AND (value - base) * low_per = low_amount THEN 1 - low_open
      WHEN how = 'times' AND value * low_per > base * low_times THEN 1
      WHEN how = 'times' AND value * low_per = base * low_times THEN 1 - low_open
      WHEN how = 'fixed' AND value * low_per > low_amount THEN 1
      WHEN how = 'fixed' AND value * low_per = low_amount THEN 1 - low_open
      ELSE 0
    END AS low_met,
    CASE
      WHEN high_per IS NULL THEN 1
      WHEN how = 'plus' AND (value - base) * high_per < high_amount THEN 1
      WHEN how = 'plus' AND (value - base) * high_per = high_amount THEN 1 - high_open
      WHEN how = 'times' AND value * high_per < base * high_times THEN 1
      WHEN how = 'times' AND value * high_per = base * high_times THEN 1 - high_open
      WHEN how = 'fixed' AND value * high_per < high_amount THEN 1
      WHEN how = 'fixed' AND value * high_per = high_amount THEN 1 - high_open
      ELSE 0
    END AS high_met
  FROM known AS k
),
parts AS (
  SELECT c.*,
    CASE
      WHEN beyond IS NOT NULL THEN 'beyond'
      WHEN missing IS NOT NULL THEN 'undetermined'
      WHEN low_met = 1 AND high_met = 1 THEN 'pass'
      ELSE 'fail'
    END AS answer
  FROM compared AS c
),
answers AS (
  SELECT question, MIN(target) AS target, MIN(place) AS place, MIN(due) AS due,
    MIN(strength) AS strength, MIN(clause) AS clause, MIN(fold) AS fold,
    MAX(CASE WHEN answer = 'pass' THEN 1 ELSE 0 END) AS passes,
    MAX(CASE WHEN answer = 'fail' THEN 1 ELSE 0 END) AS fails,
    MIN(CASE WHEN answer = 'beyond' THEN part || beyond END) AS beyond,
    MIN(CASE WHEN answer = 'undetermined' THEN part || missing END) AS missing,
    CASE WHEN COUNT(*) = 1 THEN MIN(value) END AS value
  FROM parts
  WHERE question IS NOT NULL
  GROUP BY question
),
decided AS (
  SELECT a.*,
    CASE
      WHEN fold = 'any' AND passes = 1 THEN 'pass'
      WHEN fold = 'all' AND fails = 1 THEN 'fail'
      WHEN beyond IS NOT NULL THEN NULL
      WHEN missing IS NOT NULL THEN 'undetermined'
      WHEN fails = 1 THEN 'fail'
      ELSE 'pass'
    END AS answer
  FROM answers AS a
)
SELECT target, place, due, strength,
  CASE WHEN answer = 'fail' AND strength <> 'binding' THEN 'missed' ELSE answer END AS status,
  CASE
    WHEN answer = 'pass' THEN 'met'
    WHEN answer = 'fail' THEN 'not_met'
    WHEN answer = 'undetermined' THEN SUBSTR(missing, 5)
    ELSE SUBSTR(beyond, 5)
  END AS reason,
  value, clause
FROM decided
"""
