-- Keys with which clients send events. Those of the settings (WRITE_KEY, SECRET_KEY) are not among them.
CREATE TABLE ingest_keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('public', 'secret')),
  -- A public key, which stands in every page; of a secret one only the hash is known.
  key text,
  -- Hex SHA-256 of the key.
  sha256 text NOT NULL UNIQUE,
  -- That of the key before the last rotation, and until when it counts.
  previous_sha256 text,
  previous_until timestamptz,
  -- The last characters, by which people recognise a key.
  hint text NOT NULL,
  -- Pages that may send with it; empty is any. Of a public key only.
  origins text[] NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  rotated_at timestamptz,
  revoked_by text,
  revoked_at timestamptz,
  CHECK ((kind = 'public') = (key IS NOT NULL)),
  CHECK (kind = 'public' OR origins = '{}')
);
