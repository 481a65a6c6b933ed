-- Tasks with their escalation, and the activities that were logged.

-- The contact task of an episode, and every task that a stage or a rep asks for.
CREATE TABLE tasks (
  id             text PRIMARY KEY,
  type           text NOT NULL DEFAULT 'Other' CHECK (type IN ('Other', 'Call', 'E-mail', 'Meeting', 'Follow-up', 'Stage')),
  subject        text NOT NULL,
  status         text NOT NULL DEFAULT 'Open' CHECK (status IN ('Open', 'Complete', 'Cancelled')),
  outcome        text CHECK (outcome IN ('Opportunity created', 'No opportunity')),
  due_at         timestamptz NOT NULL,
  person_id      text REFERENCES people,
  company_id     text REFERENCES companies,
  lead_id        text REFERENCES leads,
  campaign_id    text REFERENCES campaigns,
  opportunity_id text REFERENCES opportunities,
  deal_id        text REFERENCES deals,
  order_id       text REFERENCES orders,
  job_id         text REFERENCES jobs,
  -- The quotation to follow up.
  quotation_id   text REFERENCES quotations,
  campaign       text REFERENCES campaigns (name) ON UPDATE CASCADE,
  owner          text,
  -- Why the owner is the owner.
  routing_reason text,
  lane           text,
  -- The stage that opened it; it is closed when the stage is left.
  stage          text,
  profile        text,
  programme      text,
  episode        integer,
  tier           integer NOT NULL DEFAULT 0,
  tier_name      text NOT NULL DEFAULT '',
  tiers          integer NOT NULL DEFAULT 0,
  score          double precision NOT NULL DEFAULT 0,
  -- Re-routing looks at the grade too.
  grade          text,
  reasons        jsonb NOT NULL DEFAULT '[]',
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz,
  completed_at   timestamptz,
  -- Why it was closed without being done.
  closed_reason  text,
  -- Status of the lead before the task was completed, so that completing can be undone.
  lead_status_before text,
  -- When its next escalation step is due; -infinity until it is planned, null when there is none.
  escalates_at   timestamptz,
  CHECK ((status = 'Open') = (completed_at IS NULL)),
  CHECK (status = 'Complete' OR outcome IS NULL),
  CHECK ((status = 'Cancelled') = (closed_reason IS NOT NULL)),
  -- A completed contact task of an episode has an outcome.
  CHECK (episode IS NULL OR status <> 'Complete' OR outcome IS NOT NULL),
  CHECK ((programme IS NULL) = (episode IS NULL) AND (programme IS NULL) = (profile IS NULL)),
  CHECK (episode IS NULL OR (person_id IS NOT NULL AND campaign IS NOT NULL)),
  CHECK (status = 'Open' OR escalates_at IS NULL)
);
CREATE UNIQUE INDEX tasks_one_an_episode ON tasks (profile, programme, episode);
CREATE UNIQUE INDEX tasks_one_open ON tasks (person_id, campaign) WHERE status = 'Open' AND episode IS NOT NULL;
CREATE UNIQUE INDEX tasks_one_follow_up ON tasks (quotation_id) WHERE status = 'Open';
CREATE INDEX tasks_by_creation ON tasks (created_at DESC, id DESC);
CREATE INDEX tasks_by_owner ON tasks (owner, created_at DESC, id DESC);
CREATE INDEX tasks_by_deadline ON tasks (due_at, id);
CREATE INDEX tasks_by_lead ON tasks (lead_id);
CREATE INDEX tasks_by_person ON tasks (person_id);
CREATE INDEX tasks_by_company ON tasks (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX tasks_by_opportunity ON tasks (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX tasks_by_deal ON tasks (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX tasks_by_order ON tasks (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX tasks_by_job ON tasks (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX tasks_by_quotation ON tasks (quotation_id) WHERE quotation_id IS NOT NULL;
-- Of a type or lane that is not the usual one.
CREATE INDEX tasks_by_type ON tasks (type, created_at, id) WHERE type <> 'Other';
CREATE INDEX tasks_by_lane ON tasks (lane, created_at, id) WHERE lane IS NOT NULL;
CREATE INDEX tasks_open ON tasks (created_at, id) WHERE status = 'Open';
CREATE INDEX tasks_open_by_id ON tasks (id) WHERE status = 'Open';
CREATE INDEX tasks_open_by_deadline ON tasks (due_at, id) WHERE status = 'Open';
CREATE INDEX tasks_open_by_owner ON tasks (owner, created_at, id) WHERE status = 'Open';
CREATE INDEX tasks_of_owner_by_deadline ON tasks (owner, due_at, id) WHERE status = 'Open';
CREATE INDEX tasks_of_lane_by_deadline ON tasks (lane, due_at, id) WHERE status = 'Open' AND lane IS NOT NULL;
CREATE INDEX tasks_by_escalation ON tasks (escalates_at) WHERE escalates_at IS NOT NULL;
-- Tasks without a lead that wait to be claimed.
CREATE INDEX tasks_queued ON tasks (created_at DESC, id DESC)
  WHERE owner IS NULL AND status = 'Open' AND lead_id IS NULL AND lane IS NULL;
-- For reports.
CREATE INDEX contact_tasks_by_deadline ON tasks (due_at) WHERE episode IS NOT NULL;

CALL keep_timeline('tasks');
DROP TRIGGER count_revision ON tasks;
CREATE TRIGGER count_revision BEFORE UPDATE ON tasks FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'escalates_at' IS DISTINCT FROM to_jsonb(NEW) - 'escalates_at')
  EXECUTE FUNCTION count_revision();

-- Every opened task, and every moved deadline, is planned again: no escalation can be forgotten.
CREATE FUNCTION plan_escalation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'Open' THEN
    NEW.escalates_at := NULL;
  ELSIF TG_OP = 'INSERT' THEN
    NEW.escalates_at := '-infinity';
  ELSIF NEW.due_at <> OLD.due_at OR OLD.status <> 'Open' THEN
    NEW.escalates_at := '-infinity';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_escalation BEFORE INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION plan_escalation();

-- Steps of the escalation that were taken. The key makes each happen once, under any number of sweepers.
CREATE TABLE escalations (
  task_id  text NOT NULL REFERENCES tasks ON DELETE CASCADE,
  -- The deadline it was taken for: a moved deadline starts the steps again.
  due_at   timestamptz NOT NULL,
  -- By its name in escalation.yaml.
  step     text NOT NULL,
  taken_at timestamptz NOT NULL,
  -- Overtaken by a later one, or not needed since the person had been contacted: nothing was done.
  outcome  text NOT NULL CHECK (outcome IN ('notified', 'reassigned', 'queued', 'overtaken', 'touched')),
  -- The previous owner of the task.
  owner    text,
  PRIMARY KEY (task_id, due_at, step)
);

-- The escalation that open tasks were planned by: another one plans them again.
CREATE TABLE escalation_plan (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- SHA-256 of the file's content.
  hash    text NOT NULL
);

-- Everything that happened with a customer, logged by people or by the clock.
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
-- The latest logged first: of everybody, of a person, of a record.
CREATE INDEX activities_by_creation ON activities (created_at, id);
CREATE INDEX activities_by_time ON activities (happened_at DESC, id DESC);
CREATE INDEX activities_by_person ON activities (person_id, created_at, id);
CREATE INDEX activities_by_company ON activities (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX activities_by_lead ON activities (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX activities_by_opportunity ON activities (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX activities_by_deal ON activities (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX activities_by_order ON activities (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX activities_by_job ON activities (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX activities_by_logger ON activities (logged_by, happened_at);
CALL keep_timeline('activities');
