-- The timeline stays append-only for everybody but an erasure, and the sweep that deletes entries past their retention.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' AND current_setting('scoville.erasing', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('scoville.retention', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the timeline is append-only';
END $$;
