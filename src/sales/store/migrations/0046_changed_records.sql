-- Rings where a table of records in stages changes: boards that are looked at read it again. A table is named once a transaction.
CREATE FUNCTION ring_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('scoville_records', TG_TABLE_NAME);
  RETURN NULL;
END $$;
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['leads', 'campaigns', 'opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('CREATE TRIGGER ring_records AFTER INSERT OR UPDATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION ring_records()', records);
  END LOOP;
END $$;
