-- The timeline of every change, the revision that If-Match compares, and the keys of repeated requests.

-- Who changed what and when. Triggers of the database write it, so no writer can forget a change.
CREATE TABLE timeline (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind    text NOT NULL,
  record  text NOT NULL,
  at      timestamptz NOT NULL,
  -- The address of a user, `API token`, `clock` or `scoring`.
  actor   text NOT NULL,
  -- Column → [before, after]; null before for a new record, null after for a deleted one.
  changes jsonb NOT NULL
);
CREATE INDEX timeline_by_record ON timeline (record, id);
-- Changes of sales since a moment: the forecast as it stood then.
CREATE INDEX timeline_of_sales ON timeline (kind, at) WHERE kind IN ('opportunities', 'deals');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline is append-only';
END $$;
CREATE TRIGGER timeline_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON timeline
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A transaction names its actor, and its time by the product's clock, in these settings.
CREATE FUNCTION acting() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('scoville.actor', true), ''), 'scoring') $$;
CREATE FUNCTION acting_at() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('scoville.at', true), '')::timestamptz, now()) $$;

-- Secrets, and values that repeat other values, never enter the timeline.
CREATE FUNCTION timeline_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['revision', 'password_hash', 'setup_hash'] $$;

-- A new time of the next escalation step is nobody's decision: it makes no timeline entry and no new revision.
CREATE FUNCTION timeline_row(given jsonb) RETURNS jsonb IMMUTABLE LANGUAGE sql AS
  $$ SELECT given - timeline_leaves_out() - 'escalates_at' $$;

CREATE FUNCTION note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, given.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(NULL, value))
          FROM jsonb_each(timeline_row(to_jsonb(given))) AS one (name, value) WHERE value <> 'null')
  FROM given;
  RETURN NULL;
END $$;

-- OFFSET 0 keeps the subquery apart, so that each row becomes JSON once and not once a column.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT TG_TABLE_NAME, gone.id, acting_at(), acting(),
         (SELECT jsonb_object_agg(name, jsonb_build_array(value, NULL)) FROM jsonb_each(to_jsonb(gone)) AS one (name, value)
          WHERE value <> 'null' AND name <> ALL (timeline_leaves_out()))
  FROM gone;
  RETURN NULL;
END $$;

-- The number that If-Match compares.
CREATE FUNCTION count_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;

-- Gives a table of records its revision and its timeline.
CREATE PROCEDURE keep_timeline(records regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD COLUMN revision integer NOT NULL DEFAULT 1', records);
  EXECUTE format('CREATE TRIGGER count_revision BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION count_revision()', records);
  EXECUTE format('CREATE TRIGGER note_new AFTER INSERT ON %s REFERENCING NEW TABLE AS given
                  FOR EACH STATEMENT EXECUTE FUNCTION note_new()', records);
  EXECUTE format('CREATE TRIGGER note_change AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
                  FOR EACH STATEMENT EXECUTE FUNCTION note_change()', records);
END $$;

-- The result of a request that may be repeated: the same key and body return the same record.
CREATE TABLE idempotency_keys (
  actor      text NOT NULL,
  key        text NOT NULL,
  -- SHA-256 of the request.
  hash       text NOT NULL,
  record     text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);
