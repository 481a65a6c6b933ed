-- Tasks that are put aside until a time, and lists of tasks in the order in which they were done.

-- Until when lists leave it out. Its deadline runs on: a snooze of a contact task ends before it.
ALTER TABLE tasks ADD COLUMN snoozed_until timestamptz,
  ADD CONSTRAINT tasks_snoozed_open CHECK (snoozed_until IS NULL OR status = 'Open');
CREATE INDEX tasks_snoozed ON tasks (snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX tasks_by_completion ON tasks (completed_at, id) WHERE completed_at IS NOT NULL;
CREATE INDEX tasks_of_owner_by_completion ON tasks (owner, completed_at, id) WHERE completed_at IS NOT NULL;

-- What ends a task ends its snooze, and so does a new owner: nobody gets what is hidden from them. A snooze never outlasts an
-- earlier deadline.
CREATE FUNCTION end_snooze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'Open' OR NEW.owner IS DISTINCT FROM OLD.owner THEN
    NEW.snoozed_until := NULL;
  ELSIF NEW.due_at < OLD.due_at AND NEW.due_at < NEW.snoozed_until THEN
    NEW.snoozed_until := NEW.due_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER end_snooze BEFORE UPDATE ON tasks FOR EACH ROW WHEN (NEW.snoozed_until IS NOT NULL) EXECUTE FUNCTION end_snooze();
