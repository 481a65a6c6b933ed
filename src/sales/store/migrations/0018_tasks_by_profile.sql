-- Of any status and kind: a tier update asks for the tasks of its profile, and must not read all there are.
DROP INDEX tasks_by_episode;
CREATE INDEX tasks_by_episode ON tasks (profile, programme, episode);
