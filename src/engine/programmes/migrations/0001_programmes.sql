-- Every version of every programme that was ever activated, with its text.
CREATE TABLE programme_versions (
  programme   text NOT NULL,
  -- Counts from 1 within a programme.
  number      integer NOT NULL CHECK (number > 0),
  -- First 8 hex digits of the SHA-256 of the text: scores name it as their version.
  version     text NOT NULL,
  text        text NOT NULL,
  -- An e-mail address, or "file" for a file in RULES_DIR.
  author      text NOT NULL,
  note        text NOT NULL DEFAULT '',
  activated_at timestamptz NOT NULL,
  PRIMARY KEY (programme, number)
);
