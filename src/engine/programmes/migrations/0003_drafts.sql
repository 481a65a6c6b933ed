-- Drafts: what somebody writes before it is published, one a programme.

-- Never the same twice: a draft that was thrown away has no revision in common with the next one.
CREATE SEQUENCE programme_draft_revisions;

CREATE TABLE programme_drafts (
  programme  text        PRIMARY KEY,
  text       text        NOT NULL,
  -- The text of its examples file; null for none.
  examples   text,
  -- Hash of the active text that it began from; null where the programme was not active.
  based_on   text,
  -- E-mail addresses, or "API token".
  begun_by   text        NOT NULL,
  begun_at   timestamptz NOT NULL,
  changed_by text        NOT NULL,
  changed_at timestamptz NOT NULL,
  revision   integer     NOT NULL DEFAULT nextval('programme_draft_revisions')
);
