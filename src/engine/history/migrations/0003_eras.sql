-- Which installation this is, and its era: Redis holds the same. Each loss of data in Redis begins an era.

CREATE TABLE installation (
  is_only    boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  id         text    NOT NULL,
  partitions integer NOT NULL,
  era        integer NOT NULL CHECK (era > 0),
  -- Hashes of Redis that cannot be derived again (ids of match signatures, the active programmes): key → field → value.
  memory     jsonb   NOT NULL DEFAULT '{}'
);

-- Restores of all profiles, one an era but the first.
CREATE TABLE restores (
  era        integer PRIMARY KEY,
  -- What was found, in words; or who asked for it.
  reason     text        NOT NULL,
  began_at   timestamptz NOT NULL DEFAULT now(),
  -- The last event of before may have this time of Redis, ms: no profile is restored before the history has it.
  opened_ms  bigint      NOT NULL,
  -- Profiles are scheduled in the order of their ids, those of the history and then those of other lists; the last one.
  list       integer     NOT NULL DEFAULT 0,
  position   text        NOT NULL DEFAULT '',
  scheduled  bigint      NOT NULL DEFAULT 0,
  -- All are scheduled.
  walked     boolean     NOT NULL DEFAULT false,
  ended_at   timestamptz
);

-- The era an offset is of, and a digest of its entry, which distinguishes it from another of the same id.
ALTER TABLE history_offsets ADD COLUMN era integer NOT NULL DEFAULT 1, ADD COLUMN digest text NOT NULL DEFAULT '';

-- Identities of both ends: they are restored with the link. Null in rows of before.
ALTER TABLE links ADD COLUMN child_key text, ADD COLUMN parent_key text;
