-- Keys of forms: each opens records of one pipeline, and fills some of its fields. Doors for events do not know them.
ALTER TABLE ingest_keys ADD COLUMN form jsonb;
ALTER TABLE ingest_keys DROP CONSTRAINT ingest_keys_kind_check, DROP CONSTRAINT ingest_keys_check, DROP CONSTRAINT ingest_keys_check1,
  ADD CONSTRAINT ingest_keys_kind CHECK (kind IN ('public', 'secret', 'form')),
  ADD CONSTRAINT ingest_keys_text CHECK ((kind = 'secret') = (key IS NULL)),
  ADD CONSTRAINT ingest_keys_origins CHECK (kind <> 'secret' OR origins = '{}'),
  ADD CONSTRAINT ingest_keys_form CHECK ((kind = 'form') = (form IS NOT NULL));
