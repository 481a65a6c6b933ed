-- What people do over the API besides work on records: keys, users, programmes, erasures and the like. Append-only.

CREATE TABLE acts (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     timestamptz NOT NULL,
  -- The address of a user, or `API token`.
  actor  text NOT NULL,
  kind   text NOT NULL,
  method text NOT NULL,
  -- The pattern of the path: `/keys/:id/rotate`.
  route  text NOT NULL,
  -- What the path names; null where it names nothing yet.
  target text,
  -- Names of what was given. Values stay out: they may be secrets, or of people.
  fields text[] NOT NULL
);
CREATE INDEX acts_by_time ON acts (at, id);
CREATE INDEX acts_by_actor ON acts (actor, at, id);

-- An act is written before it is done. Without an outcome, its process ended meanwhile.
CREATE TABLE act_outcomes (
  act    bigint PRIMARY KEY REFERENCES acts ON DELETE CASCADE,
  status integer NOT NULL,
  -- What was made.
  target text
);

CREATE TRIGGER acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER act_outcomes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON act_outcomes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The changes that people made, without those of the product itself.
CREATE INDEX timeline_of_people ON timeline (at, id) WHERE actor NOT IN ('clock', 'scoring');
CREATE INDEX timeline_of_actor ON timeline (actor, at, id) WHERE actor NOT IN ('clock', 'scoring');

-- Both in one list: changes of records, and acts.
CREATE VIEW trail AS
  SELECT at, id, 'change' AS source, actor, kind, record AS target, changes,
         NULL::text AS method, NULL::text AS route, NULL::integer AS status, '{}'::text[] AS fields
  FROM timeline WHERE actor NOT IN ('clock', 'scoring')
  UNION ALL
  SELECT acts.at, acts.id, 'act', actor, kind, coalesce(act_outcomes.target, acts.target), NULL::jsonb,
         method, route, status, fields
  FROM acts LEFT JOIN act_outcomes ON act_outcomes.act = acts.id;
