-- Who has left, the secret addresses of calendars, and the password that set-up gave; deletions in the timeline.

ALTER TABLE users
  -- The password set-up gave last: one that the administrator has chosen since stays until set-up gives another.
  ADD COLUMN setup_hash text,
  -- Since when the user cannot log in and gets no leads, and why.
  ADD COLUMN deactivated_at timestamptz,
  ADD COLUMN deactivated_because text,
  ADD CHECK ((deactivated_at IS NULL) = (deactivated_because IS NULL)),
  ADD CHECK (capacity <= 100),
  ADD CHECK (open_leads_max <= 10000);
CREATE INDEX users_by_team ON users (team) WHERE team IS NOT NULL;
CREATE INDEX users_by_deputy ON users (deputy) WHERE deputy IS NOT NULL;

-- One calendar a user, found by the hash of its secret address.
CREATE TABLE calendar_feeds (
  email      text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- SHA-256 of the token in the address.
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
CREATE INDEX tasks_of_owner_by_deadline ON tasks (owner, due_at, id) WHERE status = 'Open';
CREATE INDEX tasks_of_lane_by_deadline ON tasks (lane, due_at, id) WHERE status = 'Open' AND lane IS NOT NULL;

CREATE OR REPLACE FUNCTION timeline_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['revision', 'password_hash', 'setup_hash'] $$;

-- Teams and territories can be deleted, which is a change like any other.
CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, gone.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(value, NULL)) FROM jsonb_each(to_jsonb(gone)) AS one (name, value)
          WHERE value <> 'null' AND name <> ALL (timeline_leaves_out()))
  FROM gone;
  RETURN NULL;
END $$;
CREATE TRIGGER note_end AFTER DELETE ON teams REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION note_end();
CREATE TRIGGER note_end AFTER DELETE ON territories REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION note_end();
