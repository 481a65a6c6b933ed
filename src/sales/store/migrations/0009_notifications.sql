-- Notifications: channels, the alerts they have chosen, and how far the dispatcher has read.

CREATE TABLE channels (
  id              text PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('mail', 'slack', 'webhook')),
  -- Null for the installation's.
  owner           text REFERENCES users ON DELETE CASCADE,
  name            text NOT NULL,
  -- Alert types, and patterns such as `lead.*`.
  types           jsonb NOT NULL,
  scope           text NOT NULL CHECK (scope IN ('mine', 'my team', 'queue', 'all')),
  -- Each narrows the choice; empty is no narrowing.
  programmes      jsonb NOT NULL DEFAULT '[]',
  campaigns       jsonb NOT NULL DEFAULT '[]',
  rules           jsonb NOT NULL DEFAULT '[]',
  min_tier       integer NOT NULL DEFAULT 0 CHECK (min_tier >= 0),
  quiet_hours     jsonb,
  -- Messages within 60 minutes; null for no limit.
  max_per_hour integer CHECK (max_per_hour > 0),
  is_muted        boolean NOT NULL DEFAULT false,
  -- The mail channel that every user has; it is muted, never deleted, so that it is not made again.
  is_default      boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  CHECK (owner IS NOT NULL OR (scope IN ('queue', 'all') AND NOT is_default)),
  -- A program sleeps at no time and reads one alert after another.
  CHECK (kind <> 'webhook' OR (quiet_hours IS NULL AND max_per_hour IS NULL))
);
CREATE UNIQUE INDEX channels_one_default ON channels (owner) WHERE is_default;
CREATE INDEX channels_by_owner ON channels (owner);
CREATE INDEX channels_by_creation ON channels (created_at DESC, id DESC);
-- Channels matched with every batch of alerts; those with the scope `mine` are found by their owner.
CREATE INDEX channels_of_many ON channels (id) WHERE scope <> 'mine' AND NOT is_muted;

-- The target of each channel, an address or a URL. URLs of Slack are secrets: in a table of their own they reach no timeline.
CREATE TABLE channel_targets (
  channel text PRIMARY KEY REFERENCES channels ON DELETE CASCADE,
  target  text NOT NULL
);

-- An alert that a channel has chosen: it waits, or went into a message, or was dropped for a reason.
CREATE TABLE notices (
  channel    text NOT NULL REFERENCES channels ON DELETE CASCADE,
  alert      bigint NOT NULL REFERENCES alerts,
  -- A channel sends one alert of this key: type, lead or task, episode and tier; null where it sends each.
  once       text,
  chosen_at  timestamptz NOT NULL,
  due_at     timestamptz NOT NULL,
  -- The row of `deliveries` it went into.
  delivery   text,
  dropped    text,
  closed_at timestamptz,
  PRIMARY KEY (channel, alert),
  CHECK (delivery IS NULL OR dropped IS NULL),
  CHECK ((closed_at IS NOT NULL) = (coalesce(delivery, dropped) IS NOT NULL))
);
CREATE UNIQUE INDEX notices_once ON notices (channel, once) WHERE once IS NOT NULL;
CREATE INDEX notices_due ON notices (channel, due_at) WHERE closed_at IS NULL;
CREATE INDEX notices_sent ON notices (channel, closed_at) WHERE delivery IS NOT NULL;
CREATE INDEX notices_by_alert ON notices (alert);

-- The last alert that channels matched chosen from. Alerts from before the channels.
CREATE TABLE dispatcher_offset (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  alert   bigint NOT NULL
);
INSERT INTO dispatcher_offset (alert) VALUES (0);

CALL keep_timeline('channels');
