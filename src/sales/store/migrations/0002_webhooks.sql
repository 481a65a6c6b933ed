-- Crossings to be posted to addresses that programmes name. Rows are facts; the sender works them off.
CREATE TABLE webhook_deliveries (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url          text NOT NULL,
  body         jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  tries        integer NOT NULL DEFAULT 0,
  -- When it is tried next; null once it is delivered or given up.
  next_at      timestamptz,
  delivered_at timestamptz,
  -- What the last try came to, where it failed.
  last_error   text,
  CHECK (delivered_at IS NULL OR next_at IS NULL)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE next_at IS NOT NULL;
