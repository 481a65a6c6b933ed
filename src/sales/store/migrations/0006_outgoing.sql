-- What goes out, in one table: worked off under leases, every try in a log; the addresses webhooks are posted to.

-- An address that takes webhooks.
CREATE TABLE endpoints (
  id              text PRIMARY KEY,
  url             text NOT NULL UNIQUE,
  format          text NOT NULL DEFAULT 'standard' CHECK (format IN ('standard', 'cloudevents')),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  -- Since when every try has failed; null while it takes what it is sent.
  failing_since   timestamptz,
  disabled_at     timestamptz,
  disabled_reason text,
  CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);
CALL keep_timeline('endpoints');

-- What webhooks are signed with; in a table of their own, so that no secret reaches a timeline.
CREATE TABLE endpoint_secrets (
  -- `whsec_` and 32 random bytes in base64.
  secret      text PRIMARY KEY CHECK (secret LIKE 'whsec_%'),
  endpoint_id text NOT NULL REFERENCES endpoints ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  -- Null for the present one; one that was replaced signs beside it until then.
  valid_until timestamptz
);
CREATE UNIQUE INDEX endpoint_secrets_one_present ON endpoint_secrets (endpoint_id) WHERE valid_until IS NULL;
CREATE INDEX endpoint_secrets_by_endpoint ON endpoint_secrets (endpoint_id);

-- What takes nothing for a while, because it asked for less or may be sent only so much.
CREATE TABLE destinations (
  destination text PRIMARY KEY,
  free_at     timestamptz NOT NULL
);

ALTER TABLE deliveries
  -- Failed is given up; `last_error` says why. Cancelled has its reason.
  ADD COLUMN state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
  ADD COLUMN cancelled_because text,
  -- The channel of ours that chose it; null for what sales processes and programmes send.
  ADD COLUMN channel_id text,
  -- True for a mail of ours to the person it is about: once delivered, it is an activity.
  ADD COLUMN is_contact boolean NOT NULL DEFAULT false,
  ADD COLUMN endpoint_id text REFERENCES endpoints,
  -- By which a receiver knows a repetition: the same in every try and replay.
  ADD COLUMN webhook_id text,
  -- The delivery that this one is a replay of.
  ADD COLUMN repeats text REFERENCES deliveries,
  -- What it stands in line for.
  ADD COLUMN destination text NOT NULL GENERATED ALWAYS AS (CASE channel WHEN 'mail' THEN 'mail' ELSE target END) STORED,
  -- Whose try counts, and until when nobody else tries it.
  ADD COLUMN lease text,
  ADD COLUMN leased_until timestamptz;

UPDATE deliveries SET
  state = CASE WHEN delivered_at IS NOT NULL THEN 'delivered' WHEN next_at IS NULL THEN 'cancelled' ELSE 'waiting' END,
  cancelled_because = CASE WHEN delivered_at IS NULL AND next_at IS NULL THEN coalesce(last_error, 'it was stopped') END,
  last_error = NULL;

INSERT INTO endpoints (id, url, created_at, updated_at)
SELECT 'ep_' || gen_random_uuid(), url, min(created_at), min(created_at) FROM webhook_deliveries GROUP BY url;
INSERT INTO endpoint_secrets (secret, endpoint_id, created_at)
SELECT 'whsec_' || encode(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'), 'base64'),
       id, created_at
FROM endpoints;
INSERT INTO deliveries (id, channel, target, endpoint_id, webhook_id, body, created_at, tries, next_at, delivered_at, last_error, state)
SELECT 'dv_' || gen_random_uuid(), 'webhook', old.url, endpoints.id, 'crossing_' || old.id, old.body, old.created_at, old.tries,
       old.next_at, old.delivered_at, old.last_error,
       CASE WHEN old.delivered_at IS NOT NULL THEN 'delivered' WHEN old.next_at IS NULL THEN 'failed' ELSE 'waiting' END
FROM webhook_deliveries AS old JOIN endpoints ON endpoints.url = old.url;
DROP TABLE webhook_deliveries;

ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_check,
  ADD CHECK ((state = 'waiting') = (next_at IS NOT NULL)),
  ADD CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
  ADD CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL)),
  ADD CHECK (state <> 'failed' OR last_error IS NOT NULL),
  ADD CHECK ((lease IS NULL) = (leased_until IS NULL)),
  ADD CHECK ((channel = 'webhook') = (endpoint_id IS NOT NULL)),
  ADD CHECK ((channel = 'webhook') = (webhook_id IS NOT NULL)),
  ADD CHECK (NOT is_contact OR (channel = 'mail' AND person_id IS NOT NULL));
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (channel, destination, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_state ON deliveries (state, created_at DESC, id DESC);
CREATE INDEX deliveries_by_channel ON deliveries (channel, created_at DESC, id DESC);
CREATE INDEX deliveries_about_person ON deliveries (person_id, created_at DESC, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX deliveries_about_record ON deliveries (record, created_at DESC, id DESC) WHERE record IS NOT NULL;

-- The delivery log: what each try came to.
CREATE TABLE delivery_attempts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id text NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  -- When the try began.
  at          timestamptz NOT NULL,
  -- Retried: it is tried again later. Failed: it was the last.
  outcome     text NOT NULL CHECK (outcome IN ('delivered', 'retried', 'failed')),
  -- Of HTTP or SMTP; null where no answer came.
  status      integer,
  error       text,
  duration_ms integer NOT NULL CHECK (duration_ms >= 0),
  CHECK ((outcome = 'delivered') = (error IS NULL))
);
CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, id);
