-- A record that fails without a lasting reason is tried again some times, and holds up neither its act nor the others.

ALTER TABLE bulk_items
  -- How often it has failed since it was last marked, and from when it is tried again.
  ADD COLUMN tries    integer NOT NULL DEFAULT 0,
  ADD COLUMN retry_at timestamptz;

-- From when an act goes on that only waits for such records.
ALTER TABLE bulk_acts ADD COLUMN resume_at timestamptz;
