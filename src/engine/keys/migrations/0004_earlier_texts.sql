-- Every text that a key had before and that still counts, with its time: a second rotation ends none early.
-- A list of {"sha256": hex, "untilMs": epoch milliseconds}, the latest first.
ALTER TABLE ingest_keys ADD COLUMN earlier jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(earlier) = 'array');
UPDATE ingest_keys
   SET earlier = jsonb_build_array(jsonb_build_object(
         'sha256', previous_sha256, 'untilMs', floor(extract(epoch FROM previous_until) * 1000)))
 WHERE previous_sha256 IS NOT NULL AND previous_until IS NOT NULL;
ALTER TABLE ingest_keys DROP COLUMN previous_sha256, DROP COLUMN previous_until;
