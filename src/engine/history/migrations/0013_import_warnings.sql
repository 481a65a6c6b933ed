-- What is taken of imported events otherwise than they say.

ALTER TABLE event_imports ADD COLUMN warnings bigint NOT NULL DEFAULT 0;

-- The first of them, by their lines.
CREATE TABLE event_import_warnings (
  import  integer NOT NULL REFERENCES event_imports ON DELETE CASCADE,
  part    integer NOT NULL,
  file    text    NOT NULL,
  line    bigint  NOT NULL,
  code    text    NOT NULL,
  message text    NOT NULL
);
CREATE INDEX event_import_warnings_in_order ON event_import_warnings (import, part, line);
