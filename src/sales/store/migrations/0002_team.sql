-- The people who log in: users, teams, territories, sessions, the rota of routing, calendar feeds.

CREATE TABLE users (
  email               text PRIMARY KEY CHECK (email = lower(email)),
  -- Records go by an id; a user's is the address.
  id                  text GENERATED ALWAYS AS (email) STORED,
  -- Null for a user who cannot log in (yet).
  password_hash       text,
  -- The password that set-up gave last: one that the administrator chose since stays until set-up gives another.
  setup_hash          text,
  role                text NOT NULL CHECK (role IN ('admin', 'manager', 'rep', 'marketer', 'operator')),
  name                text,
  team                text,
  -- Lanes of sales processes that the user works in.
  lanes               jsonb NOT NULL DEFAULT '[]',
  -- Languages the user speaks, and where and what the user sells; empty is everything.
  languages           jsonb NOT NULL DEFAULT '[]',
  territories         jsonb NOT NULL DEFAULT '[]',
  products            jsonb NOT NULL DEFAULT '[]',
  accepts_leads         boolean NOT NULL DEFAULT false,
  -- Shares of the round robin, and how many open hot leads at once.
  capacity            integer NOT NULL DEFAULT 1 CHECK (capacity > 0),
  max_open_leads      integer NOT NULL DEFAULT 20 CHECK (max_open_leads >= 0),
  time_zone           text,
  -- As in a programme: days, hours, holidays.
  working_time        jsonb,
  away_from           timestamptz,
  away_until          timestamptz,
  -- Gets the leads of the user's accounts while the user is away.
  deputy              text REFERENCES users,
  -- Since when the user cannot log in and gets no leads, and why.
  deactivated_at      timestamptz,
  deactivated_reason text,
  -- Whether the weekly review comes by mail.
  weekly_review       boolean NOT NULL DEFAULT true,
  CHECK ((away_from IS NULL) = (away_until IS NULL) AND away_from < away_until),
  CHECK (deputy <> email),
  CHECK ((deactivated_at IS NULL) = (deactivated_reason IS NULL)),
  CHECK (capacity <= 100),
  CHECK (max_open_leads <= 10000)
);
CREATE INDEX users_accepting_leads ON users (email) WHERE accepts_leads;
CREATE INDEX users_by_team ON users (team) WHERE team IS NOT NULL;
CREATE INDEX users_by_deputy ON users (deputy) WHERE deputy IS NOT NULL;

CREATE TABLE teams (
  name    text PRIMARY KEY,
  id      text GENERATED ALWAYS AS (name) STORED,
  manager text REFERENCES users
);
ALTER TABLE users ADD FOREIGN KEY (team) REFERENCES teams;

CREATE TABLE territories (
  name      text PRIMARY KEY,
  id        text GENERATED ALWAYS AS (name) STORED,
  -- ISO 3166 codes, upper case.
  countries jsonb NOT NULL
);

CALL keep_timeline('users');
CALL keep_timeline('teams');
CALL keep_timeline('territories');
-- Teams and territories can be deleted; the timeline keeps that change like any other.
CREATE TRIGGER note_end AFTER DELETE ON teams REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION note_end();
CREATE TRIGGER note_end AFTER DELETE ON territories REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION note_end();

CREATE TABLE sessions (
  -- SHA-256 of the cookie's token.
  token_hash text PRIMARY KEY,
  email      text NOT NULL REFERENCES users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_email ON sessions (email);

-- Whose turn it is: the lowest turn is next, and moves on by 1 / capacity.
CREATE TABLE rota (
  email  text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  turn   double precision NOT NULL,
  -- The turn at which the user was last chosen: a user back from leave starts there, and is not flooded.
  chosen double precision NOT NULL
);

-- One calendar a user, found by the hash of its secret address.
CREATE TABLE calendar_feeds (
  email      text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- SHA-256 of the token in the address.
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
