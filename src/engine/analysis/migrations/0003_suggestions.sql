-- Suggestions of points that people asked for, with their results: sums over many leads, and no person.

CREATE TABLE suggestions (
  id           text        PRIMARY KEY,
  programme    text        NOT NULL,
  -- Hash of the text whose points were looked at.
  base         text        NOT NULL,
  author       text        NOT NULL,
  started_at   timestamptz NOT NULL,
  -- The period in which the leads were opened.
  since        timestamptz NOT NULL,
  until        timestamptz NOT NULL,
  status       text        NOT NULL CHECK (status IN ('running', 'done', 'cancelled', 'failed')),
  events_read  bigint      NOT NULL DEFAULT 0,
  events_total bigint      NOT NULL DEFAULT 0,
  -- When its process last wrote here: one that ended without a word writes no more.
  alive_at     timestamptz NOT NULL DEFAULT now(),
  result       jsonb,
  -- Why it failed.
  error        text
);

CREATE INDEX suggestions_by_programme ON suggestions (programme, started_at DESC);
CREATE INDEX suggestions_by_time ON suggestions (started_at);
