-- Sales processes as data: every version of every file in rules/pipelines/, its pipelines and their stages.

CREATE TABLE sales_processes (
  process text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  -- SHA-256 of the source.
  hash    text NOT NULL,
  source  text NOT NULL,
  author  text NOT NULL,
  at      timestamptz NOT NULL,
  note    text,
  PRIMARY KEY (process, version)
);

CREATE TABLE pipelines (
  -- `process/pipeline@version`, as in `emea/lead@1`.
  id       text PRIMARY KEY CHECK (id = process || '/' || pipeline || '@' || version),
  process  text NOT NULL,
  version  integer NOT NULL,
  pipeline text NOT NULL,
  name     text NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('campaign', 'lead', 'opportunity', 'deal', 'order', 'job')),
  FOREIGN KEY (process, version) REFERENCES sales_processes,
  UNIQUE (id, kind)
);

CREATE TABLE stages (
  pipeline    text NOT NULL REFERENCES pipelines,
  stage       text NOT NULL,
  position    integer NOT NULL,
  lane        text,
  -- Per cent; null where the definition says none.
  probability double precision CHECK (probability BETWEEN 0 AND 100),
  ends        text CHECK (ends IN ('won', 'lost', 'done', 'cancelled')),
  is_end      boolean GENERATED ALWAYS AS (ends IS NOT NULL) STORED,
  PRIMARY KEY (pipeline, stage),
  UNIQUE (pipeline, stage, is_end)
);

-- Gives a table of records its position in a pipeline. The name of the stage column differs: a lead's is `status`.
-- The foreign keys keep every record in a stage of its pipeline, and closed records in an end stage.
CREATE PROCEDURE keep_stage(records regclass, kind text, stage text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($sql$
    ALTER TABLE %1$s
      ADD COLUMN pipeline text,
      ADD COLUMN kind text NOT NULL GENERATED ALWAYS AS (%2$L) STORED,
      ADD COLUMN entered_at timestamptz,
      ADD COLUMN came_from text,
      -- The values of the definition's fields and activities.
      ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
      -- When each follow-up reminder of the stage last ran, by its index.
      ADD COLUMN reminded_at jsonb NOT NULL DEFAULT '{}',
      -- Counters that have counted this record.
      ADD COLUMN counted jsonb NOT NULL DEFAULT '[]',
      -- When the clock acts on it next.
      ADD COLUMN next_action_at timestamptz,
      ADD COLUMN ended text,
      ADD COLUMN end_reason text,
      ADD COLUMN is_closed boolean GENERATED ALWAYS AS (closed_at IS NOT NULL) STORED,
      ADD FOREIGN KEY (pipeline, kind) REFERENCES pipelines (id, kind),
      ADD FOREIGN KEY (pipeline, %3$I, is_closed) REFERENCES stages (pipeline, stage, is_end),
      ADD CHECK ((pipeline IS NULL) = (%3$I IS NULL) AND (pipeline IS NULL) = (entered_at IS NULL)),
      ADD CHECK ((ended IS NOT NULL) = (closed_at IS NOT NULL)),
      ADD CHECK (end_reason IS NULL OR ended IS NOT NULL),
      ADD CHECK (next_action_at IS NULL OR closed_at IS NULL)
  $sql$, records, kind, stage);
  EXECUTE format('CREATE INDEX ON %s (next_action_at) WHERE next_action_at IS NOT NULL', records);
  EXECUTE format('CREATE INDEX ON %s (pipeline, %I)', records, stage);
END $$;
