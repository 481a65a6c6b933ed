-- Events that were copied before claims were noted: the days that are still to be searched for claims. No row: there are none, or no more.
CREATE TABLE earlier_claims (
  is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- The next UTC day, and the last: that after this migration. Until then programs of before may still copy.
  next_day date    NOT NULL,
  last_day date    NOT NULL
);
INSERT INTO earlier_claims (next_day, last_day)
SELECT first_day, greatest(first_day, (now() AT TIME ZONE 'UTC')::date + 1)
FROM (
  SELECT to_date(right(min(relname), 8), 'YYYYMMDD') AS first_day
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  WHERE inhparent = 'events'::regclass AND relname ~ '^events_[0-9]{8}$'
) AS days
WHERE first_day IS NOT NULL;
