-- The weekly reviews that were sent.

-- The reviews sent, one per user and week. The key sends each once, under any number of sweepers and any delay.
CREATE TABLE weekly_reviews (
  email   text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The Monday of its week, by the user's calendar.
  week    date NOT NULL CHECK (extract(isodow FROM week) = 1),
  at      timestamptz NOT NULL,
  -- False where there was nothing to say.
  is_sent boolean NOT NULL,
  PRIMARY KEY (email, week)
);
