-- The weekly reviews that were sent.

-- The reviews that came, one a user and week: whoever sweeps, and however late, each comes once.
CREATE TABLE weekly_reviews (
  email   text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The Monday of its week, by the user's calendar.
  week    date NOT NULL CHECK (extract(isodow FROM week) = 1),
  at      timestamptz NOT NULL,
  -- False where there was nothing to say.
  is_sent boolean NOT NULL,
  PRIMARY KEY (email, week)
);
