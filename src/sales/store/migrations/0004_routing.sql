-- Who gets a lead, and why; users, teams and territories as records with a timeline.

ALTER TABLE users
  -- Records go by an id; a user's is the address.
  ADD COLUMN id text GENERATED ALWAYS AS (email) STORED,
  -- Who gets the leads of the user's accounts while the user is away.
  ADD COLUMN deputy text REFERENCES users,
  ADD CHECK (deputy <> email);
ALTER TABLE teams ADD COLUMN id text GENERATED ALWAYS AS (name) STORED;
ALTER TABLE territories ADD COLUMN id text GENERATED ALWAYS AS (name) STORED;
CREATE INDEX users_taking_leads ON users (email) WHERE takes_leads;
CREATE INDEX sessions_by_email ON sessions (email);

-- Whose turn it is: the lowest turn is next, and moves on by 1 / capacity.
CREATE TABLE rota (
  email  text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  turn   double precision NOT NULL,
  -- The turn at which the user was last chosen: who comes back from leave starts there, and is not flooded.
  chosen double precision NOT NULL
);

ALTER TABLE tasks
  ADD COLUMN routing_reason text;

-- Of leads waiting in the queue, and of how many hot ones somebody has.
CREATE INDEX leads_queued ON leads (created_at DESC, id DESC) WHERE owner IS NULL AND closed_at IS NULL;
CREATE INDEX leads_open_by_owner ON leads (owner, tier) WHERE closed_at IS NULL;

-- What is secret, and what says the same twice, has no place in the timeline.
CREATE FUNCTION timeline_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['revision', 'password_hash'] $$;

CREATE OR REPLACE FUNCTION note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, given.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(NULL, value)) FROM jsonb_each(to_jsonb(given)) AS one (name, value)
          WHERE value <> 'null' AND name <> ALL (timeline_leaves_out()))
  FROM given;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, id, acting_at(), acting(), changes
  FROM (
    SELECT given.id,
           (SELECT jsonb_object_agg(name, jsonb_build_array(to_jsonb(old_rows) -> name, value))
            FROM jsonb_each(to_jsonb(given)) AS one (name, value)
            WHERE name <> ALL (timeline_leaves_out()) AND to_jsonb(old_rows) -> name IS DISTINCT FROM value) AS changes
    FROM given JOIN old_rows ON old_rows.id = given.id
  ) AS changed
  WHERE changes IS NOT NULL;
  RETURN NULL;
END $$;

DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['users', 'teams', 'territories'] LOOP
    EXECUTE format('CALL keep_timeline(%L)', records);
  END LOOP;
END $$;
