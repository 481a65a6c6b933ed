-- Since when a tier update that could not be read is kept: it goes after its days.
ALTER TABLE dead_letters ADD COLUMN buried_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX dead_letters_by_time ON dead_letters (buried_at, partition, entry);
