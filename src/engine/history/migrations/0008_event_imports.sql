-- Imports of events from elsewhere. Their rows stand among those of the stream, and are hidden until the import is scored.

CREATE TABLE event_imports (
  id             integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What people call it: the names of its files.
  label          text        NOT NULL,
  -- Digest of its files and options, by which a sender that was interrupted finds it again; null for one request.
  key            text,
  opened_by      text        NOT NULL,
  opened_at      timestamptz NOT NULL,
  -- The latest part, or the end.
  changed_at     timestamptz NOT NULL,
  status         text        NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'scoring', 'done', 'undoing', 'undone')),
  -- Whether readers of the history see its rows.
  is_visible     boolean     NOT NULL DEFAULT false,
  -- Whether they have ever seen them.
  was_visible    boolean     NOT NULL DEFAULT false,
  -- Profiles that did something since then may notify, ms; null for none.
  alert_since_ms bigint,
  lines          bigint      NOT NULL DEFAULT 0,
  events         bigint      NOT NULL DEFAULT 0,
  duplicates     bigint      NOT NULL DEFAULT 0,
  bad            bigint      NOT NULL DEFAULT 0,
  too_old        bigint      NOT NULL DEFAULT 0,
  erased         bigint      NOT NULL DEFAULT 0,
  profiles       bigint      NOT NULL DEFAULT 0,
  -- Of these, how many are marked to be rebuilt, and how many were seen rebuilt; and the last of each.
  marked         bigint      NOT NULL DEFAULT 0,
  marked_to      text        NOT NULL DEFAULT '',
  rebuilt        bigint      NOT NULL DEFAULT 0,
  rebuilt_to     text        NOT NULL DEFAULT '',
  -- The last entry of each partition once all are marked; null before.
  marked_at      text[]
);
-- The same files are imported once.
CREATE UNIQUE INDEX event_imports_by_key ON event_imports (key) WHERE status IN ('open', 'scoring', 'done');

-- Parts that were written, so that one that is sent again is not written again.
CREATE TABLE event_import_parts (
  import integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  part   integer NOT NULL,
  -- A part is written in pieces, a transaction each; -1 says that all of it was read.
  piece  integer NOT NULL,
  counts jsonb   NOT NULL,
  PRIMARY KEY (import, part, piece)
);

-- Lines that were refused, with the reason; the first ones.
CREATE TABLE event_import_faults (
  import  integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  part    integer NOT NULL,
  file    text    NOT NULL,
  line    bigint  NOT NULL,
  code    text    NOT NULL,
  message text    NOT NULL
);
CREATE INDEX event_import_faults_in_order ON event_import_faults (import, part, line);

-- The days of its rows.
CREATE TABLE event_import_days (
  import      integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  day         date    NOT NULL,
  is_prepared boolean NOT NULL DEFAULT false,
  PRIMARY KEY (import, day)
);

-- The profiles of its rows, with the time of their latest event in it, ms.
CREATE TABLE event_import_profiles (
  import    integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  profile   text    NOT NULL,
  latest_ms bigint  NOT NULL,
  PRIMARY KEY (import, profile)
);
CREATE INDEX event_import_profiles_by_profile ON event_import_profiles (profile);

-- The links in it: they go through the stream when it is scored. Of each child the first in the order of the files.
CREATE TABLE event_import_links (
  import     integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  child      text    NOT NULL,
  parent     text    NOT NULL,
  part       integer NOT NULL,
  piece      integer NOT NULL,
  position   integer NOT NULL,
  record     text    NOT NULL,
  PRIMARY KEY (import, child)
);
CREATE INDEX event_import_links_by_child ON event_import_links (child);
CREATE INDEX event_import_links_by_parent ON event_import_links (parent);

-- The import that an event is of; null for what came through the stream.
ALTER TABLE events ADD COLUMN import integer;
