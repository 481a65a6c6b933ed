-- Whether user ids that come with a public key need their signatures.
ALTER TABLE ingest_keys ADD COLUMN signed text NOT NULL DEFAULT 'optional' CHECK (signed IN ('optional', 'required'));
ALTER TABLE ingest_keys ADD CHECK (kind = 'public' OR signed = 'optional');
