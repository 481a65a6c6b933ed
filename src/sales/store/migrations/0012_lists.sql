-- Indexes by which lists are read in their order, whatever they are filtered by, and sweeps see only what is left to do.
-- Those WHERE closed_at IS NULL or status = 'Open' hold what is worked on, a small part of all.

-- Leads: by heat (and so of a tier), by the last change, and of a programme.
DROP INDEX leads_by_tier;
CREATE INDEX leads_by_heat ON leads (tier, score, created_at, id);
CREATE INDEX leads_by_change ON leads (updated_at, id);
CREATE INDEX leads_by_programme ON leads (programme, created_at, id);
CREATE INDEX leads_open_by_change ON leads (updated_at, id) WHERE closed_at IS NULL;
CREATE INDEX leads_open_by_heat ON leads (tier, score, created_at, id) WHERE closed_at IS NULL;
-- A rep's, and with no owner the queue's.
DROP INDEX leads_queued, leads_open_by_owner;
CREATE INDEX leads_open_by_owner ON leads (owner, created_at, id) WHERE closed_at IS NULL;
CREATE INDEX leads_open_by_owner_heat ON leads (owner, tier, score, created_at, id) WHERE closed_at IS NULL;

-- Only the unended stages have open leads, which the planner cannot guess.
CREATE STATISTICS leads_standing (mcv) ON status, closed_at FROM leads;

-- Tasks: by deadline, and of a type or lane that is not the usual one.
DROP INDEX tasks_by_deadline;
CREATE INDEX tasks_by_deadline ON tasks (due_at, id);
CREATE INDEX tasks_by_type ON tasks (type, created_at, id) WHERE type <> 'Other';
CREATE INDEX tasks_by_lane ON tasks (lane, created_at, id) WHERE lane IS NOT NULL;
CREATE INDEX tasks_open ON tasks (created_at, id) WHERE status = 'Open';
CREATE INDEX tasks_open_by_deadline ON tasks (due_at, id) WHERE status = 'Open';
CREATE INDEX tasks_open_by_owner ON tasks (owner, created_at, id) WHERE status = 'Open';

DROP INDEX people_by_company;
CREATE INDEX people_by_company ON people (company_id, created_at, id) WHERE company_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS people_by_owner ON people (owner, created_at, id) WHERE owner IS NOT NULL;
-- Most people are prospects, and may be contacted.
CREATE INDEX people_by_kind ON people (kind, created_at, id) WHERE kind <> 'prospect';
CREATE INDEX people_not_to_contact ON people (created_at, id) WHERE do_not_contact;

-- Activities: the latest logged first, of everybody, of a person, of a record.
DROP INDEX activities_by_person;
CREATE INDEX activities_by_creation ON activities (created_at, id);
CREATE INDEX activities_by_person ON activities (person_id, created_at, id);
CREATE INDEX IF NOT EXISTS activities_by_company ON activities (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS activities_by_deal ON activities (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS activities_by_order ON activities (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS activities_by_job ON activities (job_id) WHERE job_id IS NOT NULL;

-- What is sold: the largest, and what closes next; a day after all others stands for none.
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('CREATE INDEX ON %s (amount, created_at, id)', records);
    EXECUTE format($sql$CREATE INDEX ON %s ((coalesce(expected_close, 'infinity'::date)), id)$sql$, records);
    EXECUTE format('CREATE INDEX ON %s (stage, created_at, id)', records);
  END LOOP;
END $$;
