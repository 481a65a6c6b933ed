-- An entry that says a merge holds ids alone. The name is read when it is shown: after an erasure nobody reads it.
CREATE OR REPLACE FUNCTION note_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one merges := coalesce(NEW, OLD);
  kept text := one.into_record;
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT 'merges', record, acting_at(), acting(),
         jsonb_build_object(name, CASE TG_OP WHEN 'INSERT' THEN jsonb_build_array(NULL, value) ELSE jsonb_build_array(value, NULL) END)
  FROM (VALUES (kept, 'merged', jsonb_build_object('merge', one.id, 'id', one.merged)),
               (one.merged, 'mergedInto', jsonb_build_object('merge', one.id, 'id', kept))) AS said (record, name, value);
  RETURN NULL;
END $$;

SELECT set_config('scoville.erasing', 'yes', true);
UPDATE timeline SET changes = changes #- '{merged,0,name}' #- '{merged,1,name}' WHERE kind = 'merges' AND changes ? 'merged';
SELECT set_config('scoville.erasing', '', true);
