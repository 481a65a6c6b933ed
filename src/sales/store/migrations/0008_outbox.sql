-- Alerts and deliveries as rows, written in the transaction of the change behind them.

-- Alerts. Rows are immutable; the live stream reads them in the order of their ids.
CREATE TABLE alerts (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type           text NOT NULL,
  at             timestamptz NOT NULL,
  -- When the event behind it was accepted, ms since the epoch; null when no event is.
  accepted_at_ms bigint,
  data           jsonb NOT NULL,
  -- The person it is about: nothing goes out about a person marked "do not contact".
  person_id      text REFERENCES people,
  -- Owner of the lead or task; null while it waits in the queue.
  owner          text,
  -- Users and lanes it is addressed to besides the owner.
  recipients           jsonb NOT NULL DEFAULT '[]',
  -- `profile programme episode` of the crossing behind it; null where none is.
  episode        text
);

-- An address that takes webhooks.
CREATE TABLE endpoints (
  id              text PRIMARY KEY,
  url             text NOT NULL UNIQUE,
  format          text NOT NULL DEFAULT 'standard' CHECK (format IN ('standard', 'cloudevents')),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  -- Since when every attempt has failed; null while the endpoint accepts deliveries.
  failing_since   timestamptz,
  disabled_at     timestamptz,
  disabled_reason text,
  CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);
CALL keep_timeline('endpoints');

-- The secrets that sign webhooks; in a table of their own, so that no secret reaches a timeline.
CREATE TABLE endpoint_secrets (
  -- `whsec_` and 32 random bytes in base64.
  secret      text PRIMARY KEY CHECK (secret LIKE 'whsec_%'),
  endpoint_id text NOT NULL REFERENCES endpoints ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  -- Null for the present secret; a replaced one signs beside it until then.
  valid_until timestamptz
);
CREATE UNIQUE INDEX endpoint_secrets_one_present ON endpoint_secrets (endpoint_id) WHERE valid_until IS NULL;
CREATE INDEX endpoint_secrets_by_endpoint ON endpoint_secrets (endpoint_id);

-- Targets that get nothing for a while: they asked for a pause, or reached their limit.
CREATE TABLE destinations (
  destination text PRIMARY KEY,
  free_at     timestamptz NOT NULL
);

-- Deliveries: mails, Slack messages, webhooks. Senders process the rows under leases.
CREATE TABLE deliveries (
  id           text PRIMARY KEY,
  channel      text NOT NULL CHECK (channel IN ('mail', 'slack', 'webhook')),
  -- The address or URL it goes to.
  target       text NOT NULL,
  -- The person it is about or goes to: a person marked "do not contact" gets nothing more.
  person_id    text REFERENCES people,
  -- The record it is about.
  record       text,
  body         jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  tries        integer NOT NULL DEFAULT 0,
  -- The next attempt; null once it is delivered, failed or cancelled.
  next_at      timestamptz,
  delivered_at timestamptz,
  -- Failed: no more attempts, `last_error` says why. Cancelled has its reason.
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
  -- The error of the last attempt.
  last_error   text,
  cancelled_reason text,
  -- The channel of ours that chose it; null for what sales processes and programmes send.
  channel_id   text,
  -- True for a mail of ours to the person it is about: once delivered, it is an activity.
  is_contact   boolean NOT NULL DEFAULT false,
  endpoint_id  text REFERENCES endpoints,
  -- The id by which a receiver recognises a repetition: the same in every attempt and replay.
  webhook_id   text,
  -- The delivery that this one is a replay of.
  repeats      text REFERENCES deliveries,
  -- The queue it waits in.
  destination  text NOT NULL GENERATED ALWAYS AS (CASE channel WHEN 'mail' THEN 'mail' ELSE target END) STORED,
  -- The sender that holds the lease, and its end.
  lease        text,
  leased_until timestamptz,
  CHECK ((state = 'waiting') = (next_at IS NOT NULL)),
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_reason IS NOT NULL)),
  CHECK (state <> 'failed' OR last_error IS NOT NULL),
  CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CHECK ((channel = 'webhook') = (endpoint_id IS NOT NULL)),
  CHECK ((channel = 'webhook') = (webhook_id IS NOT NULL)),
  CHECK (NOT is_contact OR (channel = 'mail' AND person_id IS NOT NULL))
);
CREATE INDEX deliveries_due ON deliveries (channel, destination, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_creation ON deliveries (created_at DESC, id DESC);
CREATE INDEX deliveries_of_person ON deliveries (person_id) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_state ON deliveries (state, created_at DESC, id DESC);
CREATE INDEX deliveries_by_channel ON deliveries (channel, created_at DESC, id DESC);
CREATE INDEX deliveries_about_person ON deliveries (person_id, created_at DESC, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX deliveries_about_record ON deliveries (record, created_at DESC, id DESC) WHERE record IS NOT NULL;

-- The delivery log: the outcome of each attempt.
CREATE TABLE delivery_attempts (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id text NOT NULL REFERENCES deliveries ON DELETE CASCADE,
  -- When the attempt began.
  at          timestamptz NOT NULL,
  -- Retried: another attempt follows. Failed: it was the last.
  outcome     text NOT NULL CHECK (outcome IN ('delivered', 'retried', 'failed')),
  -- Of HTTP or SMTP; null where no answer came.
  status      integer,
  error       text,
  duration_ms integer NOT NULL CHECK (duration_ms >= 0),
  CHECK ((outcome = 'delivered') = (error IS NULL))
);
CREATE INDEX delivery_attempts_by_delivery ON delivery_attempts (delivery_id, id);
