-- Who gets the work, and deadlines that cannot get lost.

-- A lead or task that is routed anew is routed by its grade too.
ALTER TABLE leads ADD COLUMN grade text;
ALTER TABLE tasks ADD COLUMN grade text;

-- Steps of the escalation that were taken. The key makes each happen once, whoever sweeps.
CREATE TABLE escalations (
  task_id  text NOT NULL REFERENCES tasks ON DELETE CASCADE,
  -- The deadline it was taken for: one that is moved starts anew.
  due_at   timestamptz NOT NULL,
  -- By its name in rules/desk/escalation.yaml.
  step     text NOT NULL,
  taken_at timestamptz NOT NULL,
  -- Overtaken by a later one, or not needed since the person had been contacted: nothing was done.
  outcome  text NOT NULL CHECK (outcome IN ('told', 'reassigned', 'queued', 'overtaken', 'touched')),
  -- Who had the task until then.
  owner    text,
  PRIMARY KEY (task_id, due_at, step)
);
INSERT INTO escalations (task_id, due_at, step, taken_at, outcome, owner)
SELECT id, due_at, 'due soon', due_soon_told_at, 'told', owner FROM tasks WHERE due_soon_told_at IS NOT NULL
UNION ALL
SELECT id, due_at, 'overdue', overdue_told_at, 'told', owner FROM tasks WHERE overdue_told_at IS NOT NULL;

-- The escalation that open tasks were planned by: another one plans them anew.
CREATE TABLE escalation_plan (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- SHA-256 of what the file says.
  hash    text NOT NULL
);

ALTER TABLE tasks
  DROP COLUMN due_soon_told_at,
  DROP COLUMN overdue_told_at,
  DROP COLUMN escalated,
  -- When its next step is due; -infinity until somebody has worked that out, null when there is none.
  ADD COLUMN escalates_at timestamptz;

-- When to look is nobody's decision: no entry of the timeline, and no new revision. What is left out elsewhere stays so.
CREATE FUNCTION timeline_row(given jsonb) RETURNS jsonb IMMUTABLE LANGUAGE sql AS
  $$ SELECT given - timeline_leaves_out() - 'escalates_at' $$;

CREATE OR REPLACE FUNCTION note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, given.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(NULL, value))
          FROM jsonb_each(timeline_row(to_jsonb(given))) AS one (name, value) WHERE value <> 'null')
  FROM given;
  RETURN NULL;
END $$;

-- As before, but each row is made JSON once and not once a column.
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(before -> name, value))
          FROM jsonb_each(after) AS one (name, value) WHERE before -> name IS DISTINCT FROM value)
  FROM (
    SELECT given.id, timeline_row(to_jsonb(old_rows)) AS before, timeline_row(to_jsonb(given)) AS after
    FROM given JOIN old_rows ON old_rows.id = given.id OFFSET 0
  ) AS changed
  WHERE before <> after;
  RETURN NULL;
END $$;

DROP TRIGGER count_revision ON tasks;
CREATE TRIGGER count_revision BEFORE UPDATE ON tasks FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'escalates_at' IS DISTINCT FROM to_jsonb(NEW) - 'escalates_at')
  EXECUTE FUNCTION count_revision();

-- Whoever opens a task or moves its deadline: it is looked at, and cannot be forgotten.
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
UPDATE tasks SET escalates_at = '-infinity' WHERE status = 'Open';
ALTER TABLE tasks ADD CHECK (status = 'Open' OR escalates_at IS NULL);

CREATE INDEX tasks_by_escalation ON tasks (escalates_at) WHERE escalates_at IS NOT NULL;
CREATE INDEX tasks_open_by_id ON tasks (id) WHERE status = 'Open';
-- Tasks without a lead that wait for somebody to claim them.
CREATE INDEX tasks_queued ON tasks (created_at DESC, id DESC)
  WHERE owner IS NULL AND status = 'Open' AND lead_id IS NULL AND lane IS NULL;
