-- Routing, escalation and review as texts in the store, and the drafts of these and of sales processes.

CREATE TABLE sales_rules (
  rule    text NOT NULL CHECK (rule IN ('routing', 'escalation', 'review')),
  version integer NOT NULL CHECK (version > 0),
  -- SHA-256 of the source.
  hash    text NOT NULL,
  source  text NOT NULL,
  -- An e-mail address, "API token", or "file" for a file in RULES_DIR.
  author  text NOT NULL,
  at      timestamptz NOT NULL,
  note    text,
  PRIMARY KEY (rule, version)
);

-- Never the same twice: a draft that was thrown away has no revision in common with the next one.
CREATE SEQUENCE sales_rule_draft_revisions;

CREATE TABLE sales_rule_drafts (
  -- Folder and name: `pipelines/emea`, `sales/routing`.
  rule       text        PRIMARY KEY,
  text       text        NOT NULL,
  -- Sales rules have none.
  examples   text,
  -- Hash of the active text that it began from; null where there was none.
  based_on   text,
  begun_by   text        NOT NULL,
  begun_at   timestamptz NOT NULL,
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL,
  revision   integer     NOT NULL DEFAULT nextval('sales_rule_draft_revisions')
);
