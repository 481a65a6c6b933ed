-- Browsers and places that have logged in as a user: they have budgets of wrong passwords of their own.

CREATE TABLE known_log_ins (
  email   text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- SHA-256 of the token that the browser keeps, or of the address.
  mark    text NOT NULL,
  -- Of the last log-in.
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (email, mark)
);
CREATE INDEX known_log_ins_by_mark ON known_log_ins (mark);
