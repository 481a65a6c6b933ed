-- Leads that would rest on public keys alone, beyond what these may open in an hour: held until somebody releases or drops them. The id is
-- that which the lead will have. A dropped one keeps its id alone, so that its episode opens nothing.
CREATE TABLE quarantine (
  id text PRIMARY KEY,
  held_at timestamptz NOT NULL,
  -- The tier update, as the lead would be opened from it.
  record jsonb,
  dropped_at timestamptz,
  CHECK ((record IS NULL) = (dropped_at IS NOT NULL))
);
CREATE INDEX quarantine_held ON quarantine (held_at, id) WHERE dropped_at IS NULL;
-- How many leads and contact tasks were opened for people named by public keys alone, by hour.
CREATE TABLE unproven_leads (hour timestamptz PRIMARY KEY, opened integer NOT NULL);
