-- The spine: people, campaigns, leads, contact tasks, alerts, offsets, users and sessions.

CREATE TABLE people (
  id             text PRIMARY KEY,
  -- Lower case; null while only a user id is known.
  email          text UNIQUE CHECK (email = lower(email)),
  -- The profile the person was first met as; null for people entered by sales.
  profile        text UNIQUE,
  name           text,
  company        text,
  title          text,
  phone          text,
  kind           text NOT NULL DEFAULT 'prospect' CHECK (kind IN ('prospect', 'contact', 'customer')),
  owner          text,
  do_not_contact boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CHECK (email IS NOT NULL OR profile IS NOT NULL)
);

CREATE TABLE leads (
  id                text PRIMARY KEY,
  person_id         text NOT NULL REFERENCES people,
  campaign          text NOT NULL,
  status            text NOT NULL CHECK (status IN ('Sent to sales', 'In progress', 'More info needed', 'Qualifying',
                                                    'On hold', 'Marketing follow-up', 'Closed lost', 'Converted')),
  owner             text,
  profile           text NOT NULL,
  programme         text NOT NULL,
  programme_version text NOT NULL,
  episode           integer NOT NULL CHECK (episode > 0),
  -- Tier and score follow the profile; 0 when it has cooled off the ladder since.
  tier              integer NOT NULL CHECK (tier >= 0),
  tier_name         text NOT NULL,
  tiers             integer NOT NULL,
  score             double precision NOT NULL,
  reasons           jsonb NOT NULL,
  created_at        timestamptz NOT NULL,
  heated_at         timestamptz,
  updated_at        timestamptz NOT NULL,
  closed_at         timestamptz,
  CHECK ((closed_at IS NOT NULL) = (status IN ('Closed lost', 'Converted')))
);
CREATE UNIQUE INDEX leads_one_open ON leads (person_id, campaign) WHERE closed_at IS NULL;
CREATE INDEX leads_by_creation ON leads (created_at DESC, id DESC);
CREATE INDEX leads_by_profile ON leads (profile);

CREATE TABLE tasks (
  id           text PRIMARY KEY,
  type         text NOT NULL DEFAULT 'Other' CHECK (type IN ('Other')),
  subject      text NOT NULL,
  status       text NOT NULL DEFAULT 'Open' CHECK (status IN ('Open', 'Complete')),
  outcome      text CHECK (outcome IN ('Opportunity created', 'No opportunity')),
  due_at       timestamptz NOT NULL,
  lead_id      text REFERENCES leads,
  person_id    text NOT NULL REFERENCES people,
  campaign     text NOT NULL,
  owner        text,
  profile      text NOT NULL,
  programme    text NOT NULL,
  episode      integer NOT NULL,
  tier         integer NOT NULL,
  tier_name    text NOT NULL,
  tiers        integer NOT NULL,
  score        double precision NOT NULL,
  reasons      jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  completed_at timestamptz,
  -- Status of the lead before the task was completed, so that completing can be undone.
  lead_status_before text,
  due_soon_told_at timestamptz,
  overdue_told_at  timestamptz,
  CHECK ((status = 'Complete') = (outcome IS NOT NULL AND completed_at IS NOT NULL))
);
CREATE UNIQUE INDEX tasks_one_an_episode ON tasks (profile, programme, episode);
CREATE UNIQUE INDEX tasks_one_open ON tasks (person_id, campaign) WHERE status = 'Open';
CREATE INDEX tasks_by_deadline ON tasks (due_at) WHERE status = 'Open';
CREATE INDEX tasks_by_lead ON tasks (lead_id);

-- What people are told. Rows are facts; the live stream reads them in the order of their ids.
CREATE TABLE alerts (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type           text NOT NULL,
  at             timestamptz NOT NULL,
  -- When the event behind it was accepted, ms since the epoch; null when no event is.
  accepted_at_ms bigint,
  data           jsonb NOT NULL
);

-- The last entry of each partition's crossings that was applied.
CREATE TABLE stream_offsets (
  partition integer PRIMARY KEY,
  entry     text NOT NULL
);

-- Standing records that could not be read, with the reason.
CREATE TABLE dead_letters (
  partition integer NOT NULL,
  entry     text NOT NULL,
  reason    text NOT NULL,
  record    jsonb,
  PRIMARY KEY (partition, entry)
);

CREATE TABLE users (
  email         text PRIMARY KEY CHECK (email = lower(email)),
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('admin'))
);

CREATE TABLE sessions (
  -- SHA-256 of the cookie's token.
  token_hash text PRIMARY KEY,
  email      text NOT NULL REFERENCES users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
