-- Marks of profiles that left a company end with their time.
ALTER TABLE account_leavings ADD COLUMN at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX account_leavings_by_time ON account_leavings (at);
