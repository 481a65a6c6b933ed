-- An undo of a bulk act is open for a day from its end, takes back only what the act wrote, and the filter is looked at per record.

ALTER TABLE bulk_acts
  -- Until when the undo may be asked for; null until the act has ended.
  ADD COLUMN undo_until timestamptz,
  -- The filter as its list reads it; null where the records were named.
  ADD COLUMN fits       jsonb;
UPDATE bulk_acts SET undo_until = ended_at + interval '24 hours' WHERE status IN ('done', 'cancelled');

-- When the act gave its campaign a part in the record; null where it had one.
ALTER TABLE bulk_items ADD COLUMN joined_at timestamptz;
