-- A contact task that its lead's stage has ended or put to sleep: the stage, and since when. Null where a person did it. It is
-- open again when the lead leaves the stage. A task that sleeps has no deadline steps.
ALTER TABLE tasks ADD COLUMN stopped_in text, ADD COLUMN stopped_at timestamptz,
  DROP CONSTRAINT tasks_status_check,
  ADD CONSTRAINT tasks_status_check CHECK (status IN ('Open', 'Asleep', 'Complete', 'Cancelled')),
  DROP CONSTRAINT tasks_check,
  ADD CONSTRAINT tasks_done_at CHECK ((status IN ('Open', 'Asleep')) = (completed_at IS NULL)),
  ADD CONSTRAINT tasks_stopped CHECK ((stopped_in IS NULL) = (stopped_at IS NULL)),
  ADD CONSTRAINT tasks_asleep CHECK (status <> 'Asleep' OR stopped_in IS NOT NULL),
  ADD CONSTRAINT tasks_open_not_stopped CHECK (status <> 'Open' OR stopped_in IS NULL);
-- One contact task of a person and campaign at any moment, awake or asleep; and one of an episode.
DROP INDEX tasks_one_open;
CREATE UNIQUE INDEX tasks_one_open ON tasks (person_id, campaign) WHERE status IN ('Open', 'Asleep') AND episode IS NOT NULL;
DROP INDEX tasks_one_an_episode;
CREATE UNIQUE INDEX tasks_one_an_episode ON tasks (profile, programme, episode) WHERE status IN ('Open', 'Asleep');
CREATE INDEX tasks_by_episode ON tasks (profile, programme, episode) WHERE episode IS NOT NULL;
