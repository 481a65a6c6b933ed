-- Campaigns have people too: those that somebody has added, as the target list of a campaign.

ALTER TABLE campaign_influences
  ADD COLUMN person_id text REFERENCES people ON DELETE CASCADE,
  DROP CONSTRAINT campaign_influences_check,
  ADD CONSTRAINT campaign_influences_check CHECK (num_nonnulls(lead_id, opportunity_id, task_id, person_id) = 1),
  ADD UNIQUE (person_id, campaign);
CREATE UNIQUE INDEX campaign_influences_first_of_person ON campaign_influences (person_id) WHERE touch = 'first';

CREATE OR REPLACE FUNCTION note_campaign_influences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(lead_id, opportunity_id, task_id, person_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || campaign, jsonb_build_array(NULL, jsonb_build_object('touch', touch, 'since', since)))
    FROM given
    -- The campaign of a new record is in its own first entry.
    WHERE NOT (touch = 'first' AND pg_trigger_depth() > 1) GROUP BY 2;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(lead_id, opportunity_id, task_id, person_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || campaign, jsonb_build_array(jsonb_build_object('touch', touch, 'since', since), NULL))
    FROM old_rows GROUP BY 2;
  ELSE
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'campaign_influences', coalesce(given.lead_id, given.opportunity_id, given.task_id, given.person_id), acting_at(), acting(),
           jsonb_object_agg('campaign ' || given.campaign,
             jsonb_build_array(jsonb_build_object('touch', old_rows.touch, 'since', old_rows.since),
                               jsonb_build_object('touch', given.touch, 'since', given.since)))
    FROM given JOIN old_rows ON old_rows.campaign = given.campaign AND old_rows.lead_id IS NOT DISTINCT FROM given.lead_id
      AND old_rows.opportunity_id IS NOT DISTINCT FROM given.opportunity_id AND old_rows.task_id IS NOT DISTINCT FROM given.task_id
      AND old_rows.person_id IS NOT DISTINCT FROM given.person_id
    WHERE (old_rows.touch, old_rows.since) <> (given.touch, given.since) GROUP BY 2;
  END IF;
  RETURN NULL;
END $$;
