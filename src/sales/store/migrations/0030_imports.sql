-- CSV in: files that were sent, imports with their progress, bad rows, and what an undo puts back.

-- Pieces of a file. They go once the import has ended; a piece of no import, after a process that was killed, goes by its age.
CREATE TABLE import_pieces (
  upload      text NOT NULL,
  place       integer NOT NULL CHECK (place >= 0),
  bytes       bytea NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (upload, place)
);
CREATE INDEX import_pieces_by_age ON import_pieces (received_at) WHERE place = 0;

CREATE TABLE imports (
  id            text PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('people', 'companies', 'customers', 'owners', 'products', 'opportunities', 'do-not-contact')),
  status        text NOT NULL CHECK (status IN ('waiting', 'checking', 'checked', 'applying', 'done', 'undoing', 'undone', 'cancelled', 'failed')),
  is_dry_run    boolean NOT NULL,
  -- How the file is read, as `ReadOptions`; and what was corrected by hand.
  options       jsonb NOT NULL,
  corrections   jsonb NOT NULL DEFAULT '{}',
  file_name     text,
  -- Null once the file is gone.
  upload        text,
  bytes         bigint NOT NULL,
  created_by    text NOT NULL,
  -- Whether the importer may make admins and managers.
  is_admin      boolean NOT NULL,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  error         text,
  -- Rows of the present phase that are done, and all rows once they were counted.
  done_rows     integer NOT NULL DEFAULT 0,
  all_rows      integer,
  new_rows      integer NOT NULL DEFAULT 0,
  changed_rows  integer NOT NULL DEFAULT 0,
  same_rows     integer NOT NULL DEFAULT 0,
  bad_rows      integer NOT NULL DEFAULT 0,
  kept_values   integer NOT NULL DEFAULT 0,
  -- What it is once an undo has ended: `undone`, `cancelled` or `failed`.
  undone_as     text CHECK (undone_as IN ('undone', 'cancelled', 'failed')),
  -- The process that works on it, and until when the others leave it alone.
  lease         text,
  leased_until  timestamptz,
  CHECK ((status = 'undoing') <= (undone_as IS NOT NULL)),
  CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX imports_by_creation ON imports (created_at DESC, id DESC);
CREATE INDEX imports_open ON imports (created_at, id) WHERE status IN ('waiting', 'checking', 'applying', 'undoing');

-- Bad rows: the cells as they came, and what is wrong with them.
CREATE TABLE import_rejects (
  import_id text NOT NULL REFERENCES imports ON DELETE CASCADE,
  -- The line of the file on which the row begins.
  line      integer NOT NULL,
  cells     jsonb NOT NULL,
  -- [{column, value, reason}]
  problems  jsonb NOT NULL,
  PRIMARY KEY (import_id, line)
);

-- What an import has written, in its order; an undo takes the latest first.
CREATE TABLE import_changes (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  import_id text NOT NULL REFERENCES imports ON DELETE CASCADE,
  -- The table of the record.
  kind      text NOT NULL,
  record    text NOT NULL,
  -- Column → [before, after]; null for a new record.
  changes   jsonb,
  -- Of a new record: the hash of its row as it was made.
  made      text
);
CREATE INDEX import_changes_by_import ON import_changes (import_id, id);
CREATE INDEX import_changes_by_record ON import_changes (record);

-- What an undo has left as it is, because somebody changed or used it since.
CREATE TABLE import_kept (
  id         text PRIMARY KEY,
  import_id  text NOT NULL REFERENCES imports ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  record     text NOT NULL,
  -- Null where the whole record was kept.
  field      text,
  reason     text NOT NULL
);
CREATE INDEX import_kept_by_import ON import_kept (import_id, created_at DESC, id DESC);
CREATE INDEX import_kept_by_record ON import_kept (record);

-- Rows find people without an address by name and by phone, and opportunities by name.
CREATE INDEX people_by_exact_name ON people (name) WHERE email IS NULL;
CREATE INDEX people_by_phone ON people ((regexp_replace(phone, '\D', '', 'g'))) WHERE phone IS NOT NULL;
CREATE INDEX opportunities_by_name ON opportunities (name);
