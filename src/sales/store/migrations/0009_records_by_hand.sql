-- Records people keep by hand: people and companies, products and items, quotations and their chase, campaign influence;
-- and "do not contact" kept by the database itself.

-- People by the start of a name or an address, by the domain of their address.
CREATE INDEX people_by_name ON people (lower(name) text_pattern_ops);
CREATE INDEX people_by_address ON people (email text_pattern_ops);
CREATE INDEX people_by_domain ON people (split_part(email, '@', 2));
CREATE INDEX companies_by_name ON companies (lower(name) text_pattern_ops);
CREATE INDEX companies_by_creation ON companies (created_at DESC, id DESC);

ALTER TABLE companies ADD COLUMN do_not_contact boolean NOT NULL DEFAULT false;
ALTER TABLE people
  -- Whether the mark came with the company's, and goes with it.
  ADD COLUMN marked_with_company boolean NOT NULL DEFAULT false,
  ADD CHECK (do_not_contact OR NOT marked_with_company);

-- Who joins a company that wishes no contact wishes none either.
CREATE FUNCTION mark_with_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'INSERT' OR OLD.company_id IS DISTINCT FROM NEW.company_id)
     AND EXISTS (SELECT FROM companies WHERE id = NEW.company_id AND do_not_contact) THEN
    NEW.marked_with_company := NEW.marked_with_company OR TG_OP = 'INSERT' OR NOT OLD.do_not_contact;
    NEW.do_not_contact := true;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_with_company BEFORE INSERT OR UPDATE OF company_id ON people
  FOR EACH ROW WHEN (NEW.company_id IS NOT NULL) EXECUTE FUNCTION mark_with_company();

-- Tasks.
ALTER TABLE tasks
  -- The quotation that is to be chased.
  ADD COLUMN quotation_id text REFERENCES quotations;
CREATE INDEX tasks_by_quotation ON tasks (quotation_id) WHERE quotation_id IS NOT NULL;
CREATE UNIQUE INDEX tasks_one_follow_up ON tasks (quotation_id) WHERE status = 'Open';
CREATE INDEX tasks_by_company ON tasks (company_id) WHERE company_id IS NOT NULL;
UPDATE tasks SET person_id = coalesce(
    (SELECT person_id FROM leads WHERE id = lead_id), (SELECT person_id FROM opportunities WHERE id = opportunity_id),
    (SELECT person_id FROM deals WHERE id = deal_id), (SELECT person_id FROM orders WHERE id = order_id),
    (SELECT person_id FROM jobs WHERE id = job_id))
WHERE person_id IS NULL;

-- The last word on "do not contact", whoever writes: a task or an alert about who wishes none is not written at all, and a
-- delivery is cancelled as it is written, so that its log says why. Whoever marks holds the lock 4400005 alone, whoever writes shares it: so a mark made at the same time is either
-- seen here or sees what was written. (Holding the person's row instead would meet, the other way round, those who apply
-- standing records: people, then leads, then tasks.)
CREATE FUNCTION wishes_no_contact(person text, company text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4400005);
  RETURN EXISTS (SELECT FROM people WHERE id = person AND do_not_contact)
    OR (person IS NULL AND EXISTS (SELECT FROM companies WHERE id = company AND do_not_contact));
END $$;

CREATE FUNCTION drop_task_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A task about a record is about its person.
  IF NEW.person_id IS NULL THEN
    NEW.person_id := coalesce(
      (SELECT person_id FROM leads WHERE id = NEW.lead_id), (SELECT person_id FROM opportunities WHERE id = NEW.opportunity_id),
      (SELECT person_id FROM deals WHERE id = NEW.deal_id), (SELECT person_id FROM orders WHERE id = NEW.order_id),
      (SELECT person_id FROM jobs WHERE id = NEW.job_id));
  END IF;
  IF NEW.status = 'Open' AND wishes_no_contact(NEW.person_id, NEW.company_id) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION drop_task_without_contact();

CREATE FUNCTION cancel_delivery_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF wishes_no_contact(NEW.person_id, NULL) THEN
    NEW.next_at := NULL;
    NEW.state := 'cancelled';
    NEW.cancelled_because := 'the person does not wish to be contacted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cancel_without_contact BEFORE INSERT ON deliveries
  FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.next_at IS NOT NULL) EXECUTE FUNCTION cancel_delivery_without_contact();

-- Alerts are written under a lock that all share, so nobody is waited for here.
CREATE FUNCTION drop_alert_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM people WHERE id = NEW.person_id AND do_not_contact)
     OR (NEW.person_id IS NULL
         AND EXISTS (SELECT FROM companies WHERE id = NEW.data -> 'task' ->> 'company' AND do_not_contact)) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON alerts
  FOR EACH ROW EXECUTE FUNCTION drop_alert_without_contact();

-- What was told before the mark and not chosen yet is not chosen any more.
CREATE FUNCTION drop_notice_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM alerts JOIN people ON people.id = alerts.person_id WHERE alerts.id = NEW.alert AND do_not_contact) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON notices
  FOR EACH ROW EXECUTE FUNCTION drop_notice_without_contact();

-- Products: the price list.
ALTER TABLE products
  -- Records go by an id of letters; a product's follows from its name.
  ADD COLUMN id text GENERATED ALWAYS AS ('pd_' || md5(name)) STORED,
  ADD COLUMN currency text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE products ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN updated_at DROP DEFAULT;
CREATE INDEX products_by_creation ON products (created_at DESC, id DESC);
CALL keep_timeline('products');

ALTER TABLE opportunities
  -- False while the amount follows the items.
  ADD COLUMN amount_by_hand boolean NOT NULL DEFAULT true;
ALTER TABLE orders ADD COLUMN amount_by_hand boolean NOT NULL DEFAULT true;
-- Amounts from before are as people said them; of what begins now, one that nobody says follows the items.
ALTER TABLE opportunities ALTER COLUMN amount_by_hand SET DEFAULT false;
ALTER TABLE orders ALTER COLUMN amount_by_hand SET DEFAULT false;
UPDATE opportunities SET amount_by_hand = false WHERE amount = 0;
UPDATE orders SET amount_by_hand = false WHERE amount = 0;

-- Items in the timeline of their record: place → [before, after].
CREATE FUNCTION note_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(opportunity_id, order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || place, jsonb_build_array(NULL, to_jsonb(given) - item_leaves_out()))
    FROM given GROUP BY 2;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(opportunity_id, order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || place, jsonb_build_array(to_jsonb(old_rows) - item_leaves_out(), NULL))
    FROM old_rows GROUP BY 2;
  ELSE
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(given.opportunity_id, given.order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || given.place,
             jsonb_build_array(to_jsonb(old_rows) - item_leaves_out(), to_jsonb(given) - item_leaves_out()))
    FROM given JOIN old_rows ON old_rows.place = given.place
      AND old_rows.opportunity_id IS NOT DISTINCT FROM given.opportunity_id AND old_rows.order_id IS NOT DISTINCT FROM given.order_id
    WHERE to_jsonb(old_rows) <> to_jsonb(given) GROUP BY 2;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION item_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['opportunity_id', 'order_id', 'place'] $$;
CREATE TRIGGER note_new AFTER INSERT ON items REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();
CREATE TRIGGER note_change AFTER UPDATE ON items REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();
CREATE TRIGGER note_gone AFTER DELETE ON items REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();

-- Quotations: numbers drawn from a series a year, and the day they are chased.
CREATE TABLE quotation_series (
  year integer PRIMARY KEY,
  -- The last number drawn. It rises in the transaction that makes the quotation, so none is left out.
  last integer NOT NULL CHECK (last > 0)
);
ALTER TABLE quotations
  -- When the day of the chase begins where the process sells.
  ADD COLUMN follow_up_at timestamptz,
  ADD COLUMN decline_reason text,
  ADD CHECK (follow_up_at IS NULL OR follow_up_on IS NOT NULL),
  ADD CHECK (decline_reason IS NULL OR status = 'declined');
CREATE INDEX quotations_by_creation ON quotations (created_at DESC, id DESC);
CREATE INDEX quotations_to_follow_up ON quotations (follow_up_at) WHERE status = 'sent';

-- Which campaigns had a part in a lead, an opportunity or a task: the first touch, and those that came later.
CREATE TABLE campaign_influences (
  campaign       text NOT NULL REFERENCES campaigns (name) ON UPDATE CASCADE,
  lead_id        text REFERENCES leads ON DELETE CASCADE,
  opportunity_id text REFERENCES opportunities ON DELETE CASCADE,
  -- Of a task that belongs to neither; another task is influenced as its lead or opportunity is.
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

INSERT INTO campaign_influences (campaign, lead_id, since, touch) SELECT campaign, id, created_at, 'first' FROM leads;
INSERT INTO campaign_influences (campaign, opportunity_id, since, touch)
SELECT campaign, id, created_at, 'first' FROM opportunities WHERE campaign IS NOT NULL;
INSERT INTO campaign_influences (campaign, task_id, since, touch)
SELECT campaign, id, created_at, 'first' FROM tasks WHERE campaign IS NOT NULL AND lead_id IS NULL AND opportunity_id IS NULL;

-- A record is born influenced by its campaign; its own first entry in the timeline names it. A campaign that reaches a person
-- who has an opportunity open has a part in that one too.
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
    -- With what a record is born is in its own first entry.
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
