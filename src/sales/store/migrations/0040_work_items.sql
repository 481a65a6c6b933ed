-- The work list: a row for each open lead, with the deadline of its open contact task, and for each open contact task of no lead.
--
-- Open work is a small part of all, so the table and its indexes stay small; a page of any view is the next entries of one index.
-- Triggers keep it in the transaction of each change: it never differs from the two views below.

CREATE TABLE work_items (
  -- Of the lead, or of the task.
  id        text PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('lead', 'task')),
  person_id text NOT NULL,
  owner     text,
  -- Whether anybody may claim it.
  is_queued boolean NOT NULL,
  campaign  text NOT NULL,
  tier      integer NOT NULL,
  score     double precision NOT NULL,
  -- Infinity where nobody has to make contact: the contact task is done, asleep, or there is none.
  due_at    timestamptz NOT NULL
);
-- The highest score first and the nearest deadline first: one direction, so that a row of values marks a place.
CREATE INDEX work_items_by_heat ON work_items ((-score), due_at, id);
CREATE INDEX work_items_by_deadline ON work_items (due_at, id);
CREATE INDEX work_items_of_owner_by_heat ON work_items (owner, (-score), due_at, id) WHERE owner IS NOT NULL;
CREATE INDEX work_items_of_owner_by_deadline ON work_items (owner, due_at, id) WHERE owner IS NOT NULL;
CREATE INDEX work_items_queued_by_heat ON work_items ((-score), due_at, id) WHERE is_queued;
CREATE INDEX work_items_queued_by_deadline ON work_items (due_at, id) WHERE is_queued;
-- Of the people that a search by name finds.
CREATE INDEX work_items_by_person ON work_items (person_id);

CREATE VIEW work_of_leads AS
  SELECT id, 'lead' AS kind, person_id, owner, owner IS NULL AS is_queued, campaign, tier, score,
         coalesce((SELECT min(due_at) FROM tasks
                   WHERE lead_id = leads.id AND status = 'Open' AND episode IS NOT NULL), 'infinity') AS due_at
  FROM leads WHERE closed_at IS NULL;
CREATE VIEW work_of_tasks AS
  SELECT id, 'task' AS kind, person_id, owner, owner IS NULL AND lane IS NULL AS is_queued, campaign, tier, score, due_at
  FROM tasks WHERE status = 'Open' AND episode IS NOT NULL AND lead_id IS NULL;

CREATE FUNCTION list_work_of_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM work_items WHERE id IN (SELECT id FROM gone);
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM work_items USING given WHERE work_items.id = given.id AND given.closed_at IS NOT NULL;
    -- A change of its task that has not ended yet would be missed where the lead comes back.
    PERFORM FROM tasks WHERE episode IS NOT NULL AND lead_id IN (
      SELECT given.id FROM given JOIN old_rows ON old_rows.id = given.id
      WHERE given.closed_at IS NULL AND old_rows.closed_at IS NOT NULL) ORDER BY id FOR SHARE;
  END IF;
  -- The deadline of a lead that is listed already is left to its task: a lead does not know what changes there meanwhile.
  INSERT INTO work_items AS listed (id, kind, person_id, owner, is_queued, campaign, tier, score, due_at)
  SELECT id, kind, person_id, owner, is_queued, campaign, tier, score, due_at
  FROM work_of_leads WHERE id IN (SELECT id FROM given WHERE closed_at IS NULL) ORDER BY id
  ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, owner = excluded.owner, is_queued = excluded.is_queued,
    campaign = excluded.campaign, tier = excluded.tier, score = excluded.score
  WHERE (listed.person_id, listed.owner, listed.is_queued, listed.campaign, listed.tier, listed.score)
    IS DISTINCT FROM
    (excluded.person_id, excluded.owner, excluded.is_queued, excluded.campaign, excluded.tier, excluded.score);
  RETURN NULL;
END $$;

CREATE FUNCTION list_work_of_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed text[];
  of_leads text[];
BEGIN
  -- A contact task belongs to an episode: other tasks are listed nowhere here.
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id), array_agg(lead_id) INTO changed, of_leads FROM given WHERE episode IS NOT NULL;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(id), array_agg(lead_id) INTO changed, of_leads FROM gone WHERE episode IS NOT NULL;
  ELSE
    SELECT array_agg(given.id), array_agg(given.lead_id) || array_agg(old_rows.lead_id) INTO changed, of_leads
    FROM given JOIN old_rows ON old_rows.id = given.id
    WHERE coalesce(given.episode, old_rows.episode) IS NOT NULL
      AND (given.status, given.due_at, given.lead_id, given.person_id, given.owner, given.lane, given.campaign, given.tier, given.score)
        IS DISTINCT FROM (old_rows.status, old_rows.due_at, old_rows.lead_id, old_rows.person_id, old_rows.owner, old_rows.lane,
                          old_rows.campaign, old_rows.tier, old_rows.score);
  END IF;
  IF changed IS NULL THEN
    RETURN NULL;
  END IF;
  DELETE FROM work_items WHERE id = ANY (changed) AND NOT EXISTS (SELECT FROM work_of_tasks WHERE work_of_tasks.id = work_items.id);
  INSERT INTO work_items AS listed (id, kind, person_id, owner, is_queued, campaign, tier, score, due_at)
  SELECT id, kind, person_id, owner, is_queued, campaign, tier, score, due_at
  FROM work_of_tasks WHERE id = ANY (changed) ORDER BY id
  ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, owner = excluded.owner, is_queued = excluded.is_queued,
    campaign = excluded.campaign, tier = excluded.tier, score = excluded.score, due_at = excluded.due_at;
  UPDATE work_items SET due_at = now_due.due_at FROM work_of_leads AS now_due
  WHERE work_items.id = ANY (of_leads) AND now_due.id = work_items.id AND now_due.due_at <> work_items.due_at;
  RETURN NULL;
END $$;

CREATE TRIGGER list_new AFTER INSERT ON leads REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_leads();
CREATE TRIGGER list_change AFTER UPDATE ON leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_leads();
CREATE TRIGGER list_end AFTER DELETE ON leads REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_leads();
CREATE TRIGGER list_new AFTER INSERT ON tasks REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_tasks();
CREATE TRIGGER list_change AFTER UPDATE ON tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_tasks();
CREATE TRIGGER list_end AFTER DELETE ON tasks REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION list_work_of_tasks();

INSERT INTO work_items SELECT * FROM work_of_leads UNION ALL SELECT * FROM work_of_tasks;
