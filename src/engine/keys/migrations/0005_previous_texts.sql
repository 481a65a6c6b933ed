-- A start that upgrades leaves processes of before running, and they read and write the one previous text of a key. Its columns are there
-- again, and a trigger keeps both forms. A later migration drops the columns and the trigger, once no such process can run.
-- All migrations of a room are one transaction: no process ever sees the table without them.
ALTER TABLE ingest_keys ADD COLUMN previous_sha256 text, ADD COLUMN previous_until timestamptz;

CREATE FUNCTION keep_earlier_texts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  latest jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.earlier IS NOT DISTINCT FROM OLD.earlier
    AND (NEW.previous_sha256, NEW.previous_until) IS DISTINCT FROM (OLD.previous_sha256, OLD.previous_until)
    AND NEW.previous_sha256 IS NOT NULL AND NEW.previous_until IS NOT NULL THEN
    -- A process of before has rotated it. Texts before that one count until their own times.
    NEW.earlier := jsonb_build_array(jsonb_build_object(
      'sha256', NEW.previous_sha256, 'untilMs', floor(extract(epoch FROM NEW.previous_until) * 1000))) || OLD.earlier;
  END IF;
  latest := NEW.earlier -> 0;
  NEW.previous_sha256 := latest ->> 'sha256';
  NEW.previous_until := to_timestamp((latest ->> 'untilMs')::double precision / 1000);
  RETURN NEW;
END $$;
CREATE TRIGGER keep_earlier_texts BEFORE INSERT OR UPDATE ON ingest_keys FOR EACH ROW EXECUTE FUNCTION keep_earlier_texts();

UPDATE ingest_keys SET earlier = earlier WHERE earlier <> '[]';
