-- Rings where records go too: the undo of an import takes cards away.
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['leads', 'campaigns', 'opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('CREATE TRIGGER ring_removed_records AFTER DELETE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION ring_records()', records);
  END LOOP;
END $$;
