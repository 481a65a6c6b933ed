-- Sales processes as data, the records that stand in their stages, and the timeline of every change.

-- Every version of every file in rules/pipelines/.
CREATE TABLE sales_processes (
  process  text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  -- SHA-256 of the source.
  hash    text NOT NULL,
  source  text NOT NULL,
  author  text NOT NULL,
  at      timestamptz NOT NULL,
  note    text,
  PRIMARY KEY (process, version)
);

CREATE TABLE pipelines (
  -- `process/pipeline@version`, as in `emea/lead@1`.
  id       text PRIMARY KEY CHECK (id = process || '/' || pipeline || '@' || version),
  process   text NOT NULL,
  version  integer NOT NULL,
  pipeline text NOT NULL,
  name     text NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('campaign', 'lead', 'opportunity', 'deal', 'order', 'job')),
  FOREIGN KEY (process, version) REFERENCES sales_processes,
  UNIQUE (id, kind)
);

CREATE TABLE stages (
  pipeline    text NOT NULL REFERENCES pipelines,
  stage       text NOT NULL,
  position    integer NOT NULL,
  lane        text,
  -- Per cent; null where the definition says none.
  probability double precision CHECK (probability BETWEEN 0 AND 100),
  ends        text CHECK (ends IN ('won', 'lost', 'done', 'cancelled')),
  is_end      boolean GENERATED ALWAYS AS (ends IS NOT NULL) STORED,
  PRIMARY KEY (pipeline, stage),
  UNIQUE (pipeline, stage, is_end)
);

-- Who changed what, when: written by the database itself, so that no change can be forgotten.
CREATE TABLE timeline (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind    text NOT NULL,
  record  text NOT NULL,
  at      timestamptz NOT NULL,
  -- A user's address, `API token`, `clock` or `scoring`.
  actor   text NOT NULL,
  -- Column → [before, after]; of a new record, before is null.
  changes jsonb NOT NULL
);
CREATE INDEX timeline_by_record ON timeline (record, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER timeline_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON timeline
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A transaction says who acts, and when by the product's clock, in these settings.
CREATE FUNCTION acting() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('scoville.actor', true), ''), 'scoring') $$;
CREATE FUNCTION acting_at() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('scoville.at', true), '')::timestamptz, now()) $$;

CREATE FUNCTION note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, given.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(NULL, value)) FROM jsonb_each(to_jsonb(given)) AS one (name, value)
          WHERE value <> 'null' AND name <> 'revision')
  FROM given;
  RETURN NULL;
END $$;

CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, id, acting_at(), acting(), changes
  FROM (
    SELECT given.id,
           (SELECT jsonb_object_agg(name, jsonb_build_array(to_jsonb(old_rows) -> name, value))
            FROM jsonb_each(to_jsonb(given)) AS one (name, value)
            WHERE name <> 'revision' AND to_jsonb(old_rows) -> name IS DISTINCT FROM value) AS changes
    FROM given JOIN old_rows ON old_rows.id = given.id
  ) AS changed
  WHERE changes IS NOT NULL;
  RETURN NULL;
END $$;

-- The number that If-Match compares.
CREATE FUNCTION count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;

-- Gives a table of records its revision and its timeline.
CREATE PROCEDURE keep_timeline(records regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN revision integer NOT NULL DEFAULT 1', records);
  EXECUTE format('CREATE TRIGGER count_revision BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION count_revision()', records);
  EXECUTE format('CREATE TRIGGER note_new AFTER INSERT ON %s REFERENCING NEW TABLE AS given
                  FOR EACH STATEMENT EXECUTE FUNCTION note_new()', records);
  EXECUTE format('CREATE TRIGGER note_change AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
                  FOR EACH STATEMENT EXECUTE FUNCTION note_change()', records);
END $$;

-- Gives a table of records its place in a pipeline. The name of the stage column differs: a lead's is its status.
CREATE PROCEDURE stand_in_pipeline(records regclass, kind text, stage text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($sql$
    ALTER TABLE %1$s
      ADD COLUMN pipeline text,
      ADD COLUMN kind text NOT NULL GENERATED ALWAYS AS (%2$L) STORED,
      ADD COLUMN entered_at timestamptz,
      ADD COLUMN came_from text,
      -- What the definition's fields and activities hold.
      ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
      -- When each chase of the stage last ran, by its place.
      ADD COLUMN reminded_at jsonb NOT NULL DEFAULT '{}',
      -- Counters this record has been counted for.
      ADD COLUMN counted jsonb NOT NULL DEFAULT '[]',
      -- When the clock has something to do for it.
      ADD COLUMN next_action_at timestamptz,
      ADD COLUMN ended text,
      ADD COLUMN end_reason text,
      ADD COLUMN is_closed boolean GENERATED ALWAYS AS (closed_at IS NOT NULL) STORED,
      ADD FOREIGN KEY (pipeline, kind) REFERENCES pipelines (id, kind),
      ADD FOREIGN KEY (pipeline, %3$I, is_closed) REFERENCES stages (pipeline, stage, is_end),
      ADD CHECK ((pipeline IS NULL) = (%3$I IS NULL) AND (pipeline IS NULL) = (entered_at IS NULL)),
      ADD CHECK ((ended IS NOT NULL) = (closed_at IS NOT NULL)),
      ADD CHECK (end_reason IS NULL OR ended IS NOT NULL),
      ADD CHECK (next_action_at IS NULL OR closed_at IS NULL)
  $sql$, records, kind, stage);
  EXECUTE format('CREATE INDEX ON %s (next_action_at) WHERE next_action_at IS NOT NULL', records);
  EXECUTE format('CREATE INDEX ON %s (pipeline, %I)', records, stage);
END $$;

CREATE TABLE companies (
  id         text PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  -- Lower case, as in addresses of its people.
  domain     text UNIQUE CHECK (domain = lower(domain)),
  owner      text,
  country    text,
  phone      text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE products (
  name       text PRIMARY KEY,
  unit_price numeric(14, 2) CHECK (unit_price >= 0)
);

-- The campaign of a programme, or one that marketing planned; its pipeline is optional.
CREATE TABLE campaigns (
  id         text PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  owner      text,
  budget     numeric(14, 2) CHECK (budget >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at  timestamptz,
  stage      text
);
CALL stand_in_pipeline('campaigns', 'campaign', 'stage');
INSERT INTO campaigns (id, name, created_at, updated_at)
SELECT 'cm_' || md5(campaign), campaign, min(created_at), min(created_at)
FROM (SELECT campaign, created_at FROM leads UNION ALL SELECT campaign, created_at FROM tasks) AS known GROUP BY campaign;

ALTER TABLE people
  -- Of an identity, in lower case; of somebody sales entered, whatever is known.
  DROP CONSTRAINT people_check,
  ADD CHECK (coalesce(email, profile, name, phone) IS NOT NULL),
  ADD COLUMN company_id text REFERENCES companies,
  ADD COLUMN country text,
  ADD COLUMN language text;
CREATE INDEX people_by_company ON people (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX people_by_creation ON people (created_at DESC, id DESC);

-- Leads: the status is the stage of their pipeline. Those that sales enters by hand have no profile and no programme.
ALTER TABLE leads
  DROP CONSTRAINT leads_status_check,
  DROP CONSTRAINT leads_check,
  ALTER COLUMN profile DROP NOT NULL,
  ALTER COLUMN programme DROP NOT NULL,
  ALTER COLUMN programme_version DROP NOT NULL,
  ALTER COLUMN episode DROP NOT NULL,
  ADD CHECK ((programme IS NULL) = (episode IS NULL) AND (programme IS NULL) = (profile IS NULL)),
  ADD FOREIGN KEY (campaign) REFERENCES campaigns (name) ON UPDATE CASCADE,
  -- Good or junk, said by a rep in one tap; junk has its reason.
  ADD COLUMN quality text CHECK (quality IN ('good', 'junk')),
  ADD COLUMN quality_reason text,
  ADD COLUMN quality_at timestamptz,
  ADD COLUMN quality_by text,
  ADD CHECK ((quality IS NULL) = (quality_at IS NULL)),
  ADD CHECK (quality_reason IS NULL OR quality = 'junk'),
  -- Why the owner is the owner.
  ADD COLUMN routing_reason text,
  -- The first call, mail or meeting after it was opened.
  ADD COLUMN first_touch_at timestamptz;
CALL stand_in_pipeline('leads', 'lead', 'status');

-- Leads from before pipelines were data: they go on in a pipeline of the same eight statuses.
INSERT INTO sales_processes (process, version, hash, source, author, at, note)
SELECT 'emea', 1, md5('before pipelines were data'), $source$process: emea
name: EMEA
timeZone: Europe/London
lanes: [Account owners]
pipelines:
  - pipeline: lead
    name: Leads
    of: lead
    stages:
      - { stage: Sent to sales, next: any stage }
      - { stage: In progress, next: any stage }
      - { stage: More info needed, next: any stage }
      - { stage: Qualifying, next: any stage }
      - { stage: On hold, next: any stage }
      - { stage: Marketing follow-up, next: any stage }
      - { stage: Closed lost, ends: lost, next: any stage }
      - { stage: Converted, ends: won, next: any stage }
$source$, 'set-up', now(), 'the statuses from before pipelines were data'
WHERE EXISTS (SELECT FROM leads);
INSERT INTO pipelines (id, process, version, pipeline, name, kind)
SELECT 'emea/lead@1', process, version, 'lead', 'Leads', 'lead' FROM sales_processes;
INSERT INTO stages (pipeline, stage, position, ends)
SELECT id, stage, position, ends
FROM pipelines, (VALUES ('Sent to sales', 1, NULL), ('In progress', 2, NULL), ('More info needed', 3, NULL),
  ('Qualifying', 4, NULL), ('On hold', 5, NULL), ('Marketing follow-up', 6, NULL), ('Closed lost', 7, 'lost'),
  ('Converted', 8, 'won')) AS known (stage, position, ends);
UPDATE leads SET pipeline = 'emea/lead@1', entered_at = updated_at,
  ended = CASE status WHEN 'Closed lost' THEN 'lost' WHEN 'Converted' THEN 'won' END;
ALTER TABLE leads ALTER COLUMN pipeline SET NOT NULL;

CREATE INDEX leads_by_status ON leads (status, created_at DESC, id DESC);
CREATE INDEX leads_by_owner ON leads (owner, created_at DESC, id DESC);
CREATE INDEX leads_by_campaign ON leads (campaign, created_at DESC, id DESC);
CREATE INDEX leads_by_tier ON leads (tier, created_at DESC, id DESC);
CREATE INDEX leads_open ON leads (created_at DESC, id DESC) WHERE closed_at IS NULL;
CREATE INDEX leads_by_person ON leads (person_id);

-- What is sold: an opportunity becomes a deal or an order, an order a job; each names what it came from.
CREATE TABLE opportunities (
  id             text PRIMARY KEY,
  name           text NOT NULL,
  person_id      text REFERENCES people,
  company_id     text REFERENCES companies,
  lead_id        text REFERENCES leads,
  campaign       text REFERENCES campaigns (name) ON UPDATE CASCADE,
  owner          text,
  amount         numeric(14, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  currency       text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
  expected_close date,
  stage          text NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  closed_at      timestamptz,
  CHECK (coalesce(person_id, company_id) IS NOT NULL)
);
CREATE TABLE deals (LIKE opportunities INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));
ALTER TABLE deals ADD COLUMN opportunity_id text REFERENCES opportunities;
CREATE TABLE orders (LIKE deals INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));
ALTER TABLE orders ADD COLUMN deal_id text REFERENCES deals;
CREATE TABLE jobs (LIKE orders INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));

DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['deals', 'orders', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (person_id) REFERENCES people,
      ADD FOREIGN KEY (company_id) REFERENCES companies, ADD FOREIGN KEY (lead_id) REFERENCES leads,
      ADD FOREIGN KEY (campaign) REFERENCES campaigns (name) ON UPDATE CASCADE', records);
  END LOOP;
END $$;
ALTER TABLE orders ADD FOREIGN KEY (opportunity_id) REFERENCES opportunities;
ALTER TABLE jobs ADD FOREIGN KEY (opportunity_id) REFERENCES opportunities, ADD FOREIGN KEY (deal_id) REFERENCES deals,
  ADD COLUMN order_id text REFERENCES orders;

CALL stand_in_pipeline('opportunities', 'opportunity', 'stage');
CALL stand_in_pipeline('deals', 'deal', 'stage');
CALL stand_in_pipeline('orders', 'order', 'stage');
CALL stand_in_pipeline('jobs', 'job', 'stage');
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN pipeline SET NOT NULL', records);
    EXECUTE format('CREATE INDEX ON %s (created_at DESC, id DESC)', records);
    EXECUTE format('CREATE INDEX ON %s (owner, created_at DESC, id DESC)', records);
    EXECUTE format('CREATE INDEX ON %s (person_id)', records);
  END LOOP;
END $$;

CREATE TABLE items (
  opportunity_id text REFERENCES opportunities ON DELETE CASCADE,
  order_id       text REFERENCES orders ON DELETE CASCADE,
  place          integer NOT NULL CHECK (place > 0),
  product        text NOT NULL REFERENCES products ON UPDATE CASCADE,
  quantity       numeric(14, 3) NOT NULL CHECK (quantity > 0),
  unit_price     numeric(14, 2) NOT NULL CHECK (unit_price >= 0),
  CHECK ((opportunity_id IS NULL) <> (order_id IS NULL)),
  UNIQUE (opportunity_id, place),
  UNIQUE (order_id, place)
);
CREATE INDEX items_by_product ON items (product);

CREATE TABLE quotations (
  id             text PRIMARY KEY,
  number         text NOT NULL UNIQUE,
  opportunity_id text NOT NULL REFERENCES opportunities,
  amount         numeric(14, 2) NOT NULL CHECK (amount >= 0),
  currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status         text NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'declined')),
  sent_at        timestamptz,
  -- The day the customer is to be asked about it.
  follow_up_on       date,
  answered_at    timestamptz,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CHECK (status = 'draft' OR sent_at IS NOT NULL),
  CHECK ((status IN ('accepted', 'declined')) = (answered_at IS NOT NULL))
);
CREATE UNIQUE INDEX quotations_one_accepted ON quotations (opportunity_id) WHERE status = 'accepted';
CREATE INDEX quotations_by_opportunity ON quotations (opportunity_id);

-- Tasks: besides the contact task of an episode, whatever a stage or a rep asks for.
ALTER TABLE tasks
  DROP CONSTRAINT tasks_type_check,
  DROP CONSTRAINT tasks_status_check,
  DROP CONSTRAINT tasks_check,
  ALTER COLUMN person_id DROP NOT NULL,
  ALTER COLUMN campaign DROP NOT NULL,
  ALTER COLUMN profile DROP NOT NULL,
  ALTER COLUMN programme DROP NOT NULL,
  ALTER COLUMN episode DROP NOT NULL,
  ALTER COLUMN tier SET DEFAULT 0,
  ALTER COLUMN tier_name SET DEFAULT '',
  ALTER COLUMN tiers SET DEFAULT 0,
  ALTER COLUMN score SET DEFAULT 0,
  ALTER COLUMN reasons SET DEFAULT '[]',
  ADD COLUMN company_id text REFERENCES companies,
  ADD COLUMN campaign_id text REFERENCES campaigns,
  ADD COLUMN opportunity_id text REFERENCES opportunities,
  ADD COLUMN deal_id text REFERENCES deals,
  ADD COLUMN order_id text REFERENCES orders,
  ADD COLUMN job_id text REFERENCES jobs,
  ADD COLUMN lane text,
  -- The stage that opened it; it is closed when the stage is left.
  ADD COLUMN stage text,
  -- Why it was closed without being done.
  ADD COLUMN closed_reason text,
  -- How many steps of escalation have been taken.
  ADD COLUMN escalated integer NOT NULL DEFAULT 0,
  ADD COLUMN updated_at timestamptz,
  ADD CHECK (type IN ('Other', 'Call', 'E-mail', 'Meeting', 'Follow-up', 'Stage')),
  ADD CHECK (status IN ('Open', 'Complete', 'Cancelled')),
  ADD CHECK ((status = 'Open') = (completed_at IS NULL)),
  ADD CHECK (status = 'Complete' OR outcome IS NULL),
  ADD CHECK ((status = 'Cancelled') = (closed_reason IS NOT NULL)),
  -- The contact task of an episode says what came of it.
  ADD CHECK (episode IS NULL OR status <> 'Complete' OR outcome IS NOT NULL),
  ADD CHECK ((programme IS NULL) = (episode IS NULL) AND (programme IS NULL) = (profile IS NULL)),
  ADD CHECK (episode IS NULL OR (person_id IS NOT NULL AND campaign IS NOT NULL)),
  ADD FOREIGN KEY (campaign) REFERENCES campaigns (name) ON UPDATE CASCADE;
DROP INDEX tasks_one_open;
CREATE UNIQUE INDEX tasks_one_open ON tasks (person_id, campaign) WHERE status = 'Open' AND episode IS NOT NULL;
CREATE INDEX tasks_by_creation ON tasks (created_at DESC, id DESC);
CREATE INDEX tasks_by_owner ON tasks (owner, created_at DESC, id DESC);
CREATE INDEX tasks_by_person ON tasks (person_id);
CREATE INDEX tasks_by_opportunity ON tasks (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX tasks_by_deal ON tasks (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX tasks_by_order ON tasks (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX tasks_by_job ON tasks (job_id) WHERE job_id IS NOT NULL;

-- Everything that happened with a customer, written down by people or by the clock.
CREATE TABLE activities (
  id             text PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('call', 'voicemail', 'mail', 'meeting', 'note')),
  -- Ours to them, or theirs to us; null for a note.
  direction      text CHECK (direction IN ('out', 'in')),
  person_id      text REFERENCES people,
  company_id     text REFERENCES companies,
  lead_id        text REFERENCES leads,
  campaign_id    text REFERENCES campaigns,
  opportunity_id text REFERENCES opportunities,
  deal_id        text REFERENCES deals,
  order_id       text REFERENCES orders,
  job_id         text REFERENCES jobs,
  happened_at    timestamptz NOT NULL,
  logged_at      timestamptz NOT NULL,
  logged_by      text NOT NULL,
  -- The address a mail went from or came to.
  from_address   text,
  body           text NOT NULL DEFAULT '',
  outcome        text,
  next_step      text,
  responsible    text,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CHECK (kind <> 'mail' OR direction IS DISTINCT FROM 'out' OR from_address IS NOT NULL),
  CHECK (coalesce(person_id, company_id, lead_id, campaign_id, opportunity_id, deal_id, order_id, job_id) IS NOT NULL)
);
CREATE INDEX activities_by_person ON activities (person_id, happened_at DESC);
CREATE INDEX activities_by_time ON activities (happened_at DESC, id DESC);
CREATE INDEX activities_by_lead ON activities (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX activities_by_opportunity ON activities (opportunity_id) WHERE opportunity_id IS NOT NULL;

-- What goes out: mails, Slack messages, webhooks. Rows are facts; senders work them off.
CREATE TABLE deliveries (
  id           text PRIMARY KEY,
  channel      text NOT NULL CHECK (channel IN ('mail', 'slack', 'webhook')),
  -- The address or URL it goes to.
  target       text NOT NULL,
  -- Whom it is about or goes to: who does not wish to be contacted gets nothing more.
  person_id    text REFERENCES people,
  -- The record it is about.
  record       text,
  body         jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  tries        integer NOT NULL DEFAULT 0,
  -- When it is tried next; null once it is delivered, given up or cancelled.
  next_at      timestamptz,
  delivered_at timestamptz,
  -- What the last try came to, or why it was cancelled.
  last_error   text,
  CHECK (delivered_at IS NULL OR next_at IS NULL)
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_by_creation ON deliveries (created_at DESC, id DESC);
CREATE INDEX deliveries_of_person ON deliveries (person_id) WHERE next_at IS NOT NULL;

-- What was made for a request that may come again: the same key and body answer the same record.
CREATE TABLE idempotency_keys (
  actor      text NOT NULL,
  key        text NOT NULL,
  -- SHA-256 of what was asked.
  hash       text NOT NULL,
  record     text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

-- The people who log in, and what work may come to them.
CREATE TABLE teams (
  name    text PRIMARY KEY,
  manager text REFERENCES users
);
ALTER TABLE users
  DROP CONSTRAINT users_role_check,
  ADD CHECK (role IN ('admin', 'manager', 'rep', 'marketer', 'operator')),
  -- Null for somebody who cannot log in (yet).
  ALTER COLUMN password_hash DROP NOT NULL,
  ADD COLUMN name text,
  ADD COLUMN team text REFERENCES teams,
  -- Lanes of sales processes the user works in.
  ADD COLUMN lanes jsonb NOT NULL DEFAULT '[]',
  -- What the user speaks, where and what the user sells; empty is everything.
  ADD COLUMN languages jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN territories jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN products jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN takes_leads boolean NOT NULL DEFAULT false,
  -- Shares of the round robin, and how many open hot leads at once.
  ADD COLUMN capacity integer NOT NULL DEFAULT 1 CHECK (capacity > 0),
  ADD COLUMN open_leads_max integer NOT NULL DEFAULT 20 CHECK (open_leads_max >= 0),
  ADD COLUMN time_zone text,
  -- As in a programme: days, hours, holidays.
  ADD COLUMN working_time jsonb,
  ADD COLUMN away_from timestamptz,
  ADD COLUMN away_until timestamptz,
  ADD CHECK ((away_from IS NULL) = (away_until IS NULL) AND away_from < away_until);
CREATE TABLE territories (
  name      text PRIMARY KEY,
  -- ISO 3166 codes, upper case.
  countries jsonb NOT NULL
);

DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['people', 'companies', 'campaigns', 'leads', 'tasks', 'activities', 'opportunities',
                                 'deals', 'orders', 'jobs', 'quotations'] LOOP
    EXECUTE format('CALL keep_timeline(%L)', records);
  END LOOP;
END $$;
