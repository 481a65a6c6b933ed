-- Campaign influence: the campaigns of a lead, an opportunity or a task, as first touch or later.

CREATE TABLE campaign_influences (
  campaign       text NOT NULL REFERENCES campaigns (name) ON UPDATE CASCADE,
  lead_id        text REFERENCES leads ON DELETE CASCADE,
  opportunity_id text REFERENCES opportunities ON DELETE CASCADE,
  -- Of a task without lead and opportunity; any other task has the campaigns of its lead or opportunity.
  task_id        text REFERENCES tasks ON DELETE CASCADE,
  since          timestamptz NOT NULL,
  touch          text NOT NULL CHECK (touch IN ('first', 'later')),
  CHECK (num_nonnulls(lead_id, opportunity_id, task_id) = 1),
  UNIQUE (lead_id, campaign),
  UNIQUE (opportunity_id, campaign),
  UNIQUE (task_id, campaign)
);
CREATE UNIQUE INDEX campaign_influences_first_of_lead ON campaign_influences (lead_id) WHERE touch = 'first';
CREATE UNIQUE INDEX campaign_influences_first_of_opportunity ON campaign_influences (opportunity_id) WHERE touch = 'first';
CREATE UNIQUE INDEX campaign_influences_first_of_task ON campaign_influences (task_id) WHERE touch = 'first';
CREATE INDEX campaign_influences_by_campaign ON campaign_influences (campaign, since);

-- A new record has its campaign as first touch; its first entry in the timeline names it. A campaign that reaches a person
-- also influences their open opportunity.
CREATE FUNCTION influence_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_influences (campaign, lead_id, since, touch) SELECT campaign, id, created_at, 'first' FROM given;
  INSERT INTO campaign_influences (campaign, opportunity_id, since, touch)
  SELECT given.campaign, opportunities.id, min(given.created_at), 'later'
  FROM given JOIN opportunities USING (person_id) WHERE opportunities.closed_at IS NULL GROUP BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER influence AFTER INSERT ON leads REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION influence_lead();

CREATE FUNCTION influence_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_influences (campaign, task_id, since, touch)
  SELECT campaign, id, created_at, 'first' FROM given WHERE campaign IS NOT NULL AND lead_id IS NULL AND opportunity_id IS NULL;
  INSERT INTO campaign_influences (campaign, opportunity_id, since, touch)
  SELECT given.campaign, opportunities.id, min(given.created_at), 'later'
  FROM given JOIN opportunities USING (person_id)
  WHERE given.episode IS NOT NULL AND given.lead_id IS NULL AND opportunities.closed_at IS NULL GROUP BY 1, 2
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER influence AFTER INSERT ON tasks REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION influence_task();

CREATE FUNCTION influence_opportunity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_influences (campaign, opportunity_id, since, touch)
  SELECT campaign_influences.campaign, given.id, campaign_influences.since, campaign_influences.touch FROM given JOIN campaign_influences ON campaign_influences.lead_id = given.lead_id;
  INSERT INTO campaign_influences (campaign, opportunity_id, since, touch)
  SELECT campaign, id, created_at,
         CASE WHEN EXISTS (SELECT FROM campaign_influences WHERE opportunity_id = given.id AND touch = 'first') THEN 'later' ELSE 'first' END
  FROM given WHERE campaign IS NOT NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER influence AFTER INSERT ON opportunities REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION influence_opportunity();

-- Changes are in the record's timeline: campaign → [before, after].
CREATE FUNCTION note_campaign_influences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(lead_id, opportunity_id, task_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || campaign, jsonb_build_array(NULL, jsonb_build_object('touch', touch, 'since', since)))
    FROM given
    -- The campaign of a new record is in its own first entry.
    WHERE NOT (touch = 'first' AND pg_trigger_depth() > 1) GROUP BY 2;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(lead_id, opportunity_id, task_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || campaign, jsonb_build_array(jsonb_build_object('touch', touch, 'since', since), NULL))
    FROM old_rows GROUP BY 2;
  ELSE
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(given.lead_id, given.opportunity_id, given.task_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || given.campaign,
             jsonb_build_array(jsonb_build_object('touch', old_rows.touch, 'since', old_rows.since),
                               jsonb_build_object('touch', given.touch, 'since', given.since)))
    FROM given JOIN old_rows ON old_rows.campaign = given.campaign AND old_rows.lead_id IS NOT DISTINCT FROM given.lead_id
      AND old_rows.opportunity_id IS NOT DISTINCT FROM given.opportunity_id AND old_rows.task_id IS NOT DISTINCT FROM given.task_id
    WHERE (old_rows.touch, old_rows.since) <> (given.touch, given.since) GROUP BY 2;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_new AFTER INSERT ON campaign_influences REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_campaign_influences();
CREATE TRIGGER note_change AFTER UPDATE ON campaign_influences REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_campaign_influences();
CREATE TRIGGER note_gone AFTER DELETE ON campaign_influences REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_campaign_influences();
