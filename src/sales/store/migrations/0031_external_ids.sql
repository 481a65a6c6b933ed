-- Ids that records have in other systems, unique by kind and source; and the indexes of lists that are filtered by related records.

DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['people', 'companies', 'campaigns', 'leads', 'opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format($sql$
      ALTER TABLE %1$I
        ADD COLUMN external_id text,
        -- The system it is of; null where only one is connected.
        ADD COLUMN external_source text,
        ADD CONSTRAINT %1$s_external_id_needed CHECK (external_source IS NULL OR external_id IS NOT NULL)
    $sql$, records);
    EXECUTE format($sql$
      CREATE UNIQUE INDEX %1$s_by_external_id ON %1$I (external_id, (coalesce(external_source, ''))) WHERE external_id IS NOT NULL
    $sql$, records);
    EXECUTE format($sql$
      CREATE INDEX %1$s_by_external_source ON %1$I (external_source, created_at, id) WHERE external_source IS NOT NULL
    $sql$, records);
  END LOOP;
  FOREACH records IN ARRAY ARRAY['opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('CREATE INDEX ON %s (company_id) WHERE company_id IS NOT NULL', records);
    EXECUTE format('CREATE INDEX ON %s (campaign, created_at, id) WHERE campaign IS NOT NULL', records);
  END LOOP;
  FOREACH records IN ARRAY ARRAY['deals', 'orders', 'jobs'] LOOP
    EXECUTE format('CREATE INDEX ON %s (lead_id) WHERE lead_id IS NOT NULL', records);
    EXECUTE format('CREATE INDEX ON %s (opportunity_id) WHERE opportunity_id IS NOT NULL', records);
  END LOOP;
END $$;
CREATE INDEX orders_by_deal ON orders (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX jobs_by_deal ON jobs (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX jobs_by_order ON jobs (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX tasks_by_campaign ON tasks (campaign, created_at, id) WHERE campaign IS NOT NULL;
CREATE INDEX activities_by_campaign ON activities (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX deliveries_to_endpoint ON deliveries (endpoint_id, created_at, id) WHERE endpoint_id IS NOT NULL;
CREATE INDEX deliveries_of_channel ON deliveries (channel_id, created_at, id) WHERE channel_id IS NOT NULL;
