-- Log-ins that their users can list and end, and tries of passwords counted over all processes.

ALTER TABLE sessions
  -- Names the session where its token may not be shown.
  ADD COLUMN id         text NOT NULL DEFAULT 'ss_' || gen_random_uuid() UNIQUE,
  ADD COLUMN started_at timestamptz NOT NULL DEFAULT now(),
  -- Where the log-in came from; null where that is not known.
  ADD COLUMN address    text,
  ADD COLUMN user_agent text;

-- What is lost in a crash is counted again from 0: no log is written for it.
CREATE UNLOGGED TABLE log_in_tries (
  -- SHA-256 of what is counted, such as an address and an account.
  name_hash text PRIMARY KEY,
  tries     integer NOT NULL,
  -- When the count begins again.
  ends_at   timestamptz NOT NULL
);
CREATE INDEX log_in_tries_by_end ON log_in_tries (ends_at);
