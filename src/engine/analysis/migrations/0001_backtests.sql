-- Backtests that people started, with their results: a history, and addresses that can be shared.

CREATE TABLE backtests (
  id           text        PRIMARY KEY,
  programme    text        NOT NULL,
  -- Hash of the draft, and of the active text that it was compared with; null where none was active.
  draft        text        NOT NULL,
  active       text,
  author       text        NOT NULL,
  started_at   timestamptz NOT NULL,
  -- The period whose crossings are counted.
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

CREATE INDEX backtests_by_programme ON backtests (programme, started_at DESC);
