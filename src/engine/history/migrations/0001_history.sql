-- The history: every accepted event and every ledger entry, a table a day, and how far each stream was copied.
-- Tables of days (events_20261123) are made when first needed and dropped whole when too old.

CREATE TABLE events (
  -- The UTC day of acceptance.
  day            date     NOT NULL,
  -- The partition of the profile, so that a replay can be done in passes.
  bucket         smallint NOT NULL,
  -- The profile it is addressed to; of a link, the child.
  profile        text     NOT NULL,
  kind           text     NOT NULL CHECK (kind IN ('event', 'link')),
  -- The 48-bit hash of the message id; a link has none.
  hash           bigint,
  at_ms          bigint   NOT NULL,
  accepted_at_ms bigint   NOT NULL,
  -- Its position: partition, entry of its stream, index in the entry.
  partition      smallint NOT NULL,
  entry          text     NOT NULL,
  position         integer  NOT NULL,
  -- Its JSON in the stream. Text, not jsonb: it is returned unchanged, and jsonb refuses U+0000.
  body           text     NOT NULL
) PARTITION BY RANGE (day);

CREATE INDEX events_profile ON events (profile);

CREATE TABLE ledger (
  -- The UTC day of noted_at_ms.
  day         date             NOT NULL,
  profile     text             NOT NULL,
  programme   text             NOT NULL,
  version     text             NOT NULL,
  noted_at_ms bigint           NOT NULL,
  kind        text             NOT NULL,
  rule        text             NOT NULL,
  event       text,
  at_ms       bigint,
  points      double precision NOT NULL,
  reason      text             NOT NULL,
  -- Index in the entry of its stream: the order within one commit.
  position      integer          NOT NULL
) PARTITION BY RANGE (day);

CREATE INDEX ledger_profile ON ledger (profile, programme, noted_at_ms);

-- The last entry copied of each stream, moved in the transaction that copies.
CREATE TABLE history_offsets (
  stream    text    NOT NULL CHECK (stream IN ('events', 'ledger')),
  partition integer NOT NULL,
  entry     text    NOT NULL,
  PRIMARY KEY (stream, partition)
);
