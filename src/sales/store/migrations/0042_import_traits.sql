-- What scoring knew before an import said something of a person: an undo says it again. The row stays until the import can no longer be undone.
ALTER TABLE import_traits
  -- Null until it was asked.
  ADD COLUMN former     jsonb,
  -- Null while it waits to be sent.
  ADD COLUMN passed_at  timestamptz,
  -- Whether it is sent to be as before.
  ADD COLUMN takes_back boolean NOT NULL DEFAULT false;
CREATE INDEX import_traits_waiting ON import_traits (id) WHERE passed_at IS NULL;
CREATE INDEX import_traits_by_email ON import_traits (email) WHERE former IS NOT NULL;
CREATE INDEX import_traits_by_import ON import_traits (import_id);
