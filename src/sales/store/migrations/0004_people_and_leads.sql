-- Companies, people, campaigns and leads, with the tier updates that were applied to them.
--
-- Indexes serve the orders of lists under every filter, and the sweeps, which see only pending rows. Those WHERE closed_at IS NULL
-- or status = 'Open' hold open records, a small part of all.

CREATE TABLE companies (
  id             text PRIMARY KEY,
  name           text NOT NULL UNIQUE,
  -- Lower case, as in addresses of its people.
  domain         text UNIQUE CHECK (domain = lower(domain)),
  owner          text,
  country        text,
  phone          text,
  do_not_contact boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL
);
CREATE INDEX companies_by_name ON companies (lower(name) text_pattern_ops);
CREATE INDEX companies_by_creation ON companies (created_at DESC, id DESC);

CREATE TABLE people (
  id                  text PRIMARY KEY,
  -- Lower case; null while no address is known.
  email               text UNIQUE CHECK (email = lower(email)),
  -- The profile the person was first met as; null for people entered by sales.
  profile             text UNIQUE,
  name                text,
  company             text,
  company_id          text REFERENCES companies,
  title               text,
  phone               text,
  country             text,
  language            text,
  kind                text NOT NULL DEFAULT 'prospect' CHECK (kind IN ('prospect', 'contact', 'customer')),
  owner               text,
  do_not_contact      boolean NOT NULL DEFAULT false,
  -- Whether the mark came from the company, and is removed with it.
  marked_with_company boolean NOT NULL DEFAULT false,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  CHECK (coalesce(email, profile, name, phone) IS NOT NULL),
  CHECK (do_not_contact OR NOT marked_with_company)
);
-- By the start of a name or an address, and by the domain of the address.
CREATE INDEX people_by_name ON people (lower(name) text_pattern_ops);
CREATE INDEX people_by_address ON people (email text_pattern_ops);
CREATE INDEX people_by_domain ON people (split_part(email, '@', 2));
CREATE INDEX people_by_creation ON people (created_at DESC, id DESC);
CREATE INDEX people_by_company ON people (company_id, created_at, id) WHERE company_id IS NOT NULL;
CREATE INDEX people_by_owner ON people (owner, created_at, id) WHERE owner IS NOT NULL;
-- Most people are prospects, and may be contacted.
CREATE INDEX people_by_kind ON people (kind, created_at, id) WHERE kind <> 'prospect';
CREATE INDEX people_not_to_contact ON people (created_at, id) WHERE do_not_contact;

-- The campaign of a programme, or one that marketing planned; its pipeline is optional.
CREATE TABLE campaigns (
  id         text PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  owner      text,
  budget     numeric(14, 2) CHECK (budget >= 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  closed_at  timestamptz,
  stage      text
);
CALL keep_stage('campaigns', 'campaign', 'stage');

-- The status of a lead is the stage of its pipeline. A lead that sales entered by hand has no profile and no programme.
CREATE TABLE leads (
  id                text PRIMARY KEY,
  person_id         text NOT NULL REFERENCES people,
  campaign          text NOT NULL REFERENCES campaigns (name) ON UPDATE CASCADE,
  status            text NOT NULL,
  owner             text,
  -- Why the owner is the owner.
  routing_reason    text,
  profile           text,
  programme         text,
  programme_version text,
  episode           integer CHECK (episode > 0),
  -- Tier and score follow the profile; 0 when it has cooled off the ladder since.
  tier              integer NOT NULL CHECK (tier >= 0),
  tier_name         text NOT NULL,
  tiers             integer NOT NULL,
  score             double precision NOT NULL,
  -- Re-routing looks at the grade too.
  grade             text,
  reasons           jsonb NOT NULL,
  -- Lead quality, in one tap of a rep; junk has its reason.
  quality           text CHECK (quality IN ('good', 'junk')),
  quality_reason    text,
  quality_at        timestamptz,
  quality_by        text,
  created_at        timestamptz NOT NULL,
  heated_at         timestamptz,
  -- The first call, mail or meeting after the lead was opened.
  first_touch_at    timestamptz,
  updated_at        timestamptz NOT NULL,
  closed_at         timestamptz,
  CHECK ((programme IS NULL) = (episode IS NULL) AND (programme IS NULL) = (profile IS NULL)),
  CHECK ((quality IS NULL) = (quality_at IS NULL)),
  CHECK (quality_reason IS NULL OR quality = 'junk')
);
CALL keep_stage('leads', 'lead', 'status');
ALTER TABLE leads ALTER COLUMN pipeline SET NOT NULL;
CREATE UNIQUE INDEX leads_one_open ON leads (person_id, campaign) WHERE closed_at IS NULL;
CREATE INDEX leads_by_creation ON leads (created_at DESC, id DESC);
CREATE INDEX leads_by_profile ON leads (profile);
CREATE INDEX leads_by_person ON leads (person_id);
CREATE INDEX leads_by_status ON leads (status, created_at DESC, id DESC);
CREATE INDEX leads_by_owner ON leads (owner, created_at DESC, id DESC);
CREATE INDEX leads_by_campaign ON leads (campaign, created_at DESC, id DESC);
CREATE INDEX leads_by_programme ON leads (programme, created_at, id);
-- By heat (and so of a tier), and by the last change.
CREATE INDEX leads_by_heat ON leads (tier, score, created_at, id);
CREATE INDEX leads_by_change ON leads (updated_at, id);
CREATE INDEX leads_open ON leads (created_at DESC, id DESC) WHERE closed_at IS NULL;
CREATE INDEX leads_open_by_change ON leads (updated_at, id) WHERE closed_at IS NULL;
CREATE INDEX leads_open_by_heat ON leads (tier, score, created_at, id) WHERE closed_at IS NULL;
-- By owner; without one, the queue.
CREATE INDEX leads_open_by_owner ON leads (owner, created_at, id) WHERE closed_at IS NULL;
CREATE INDEX leads_open_by_owner_heat ON leads (owner, tier, score, created_at, id) WHERE closed_at IS NULL;
-- For reports.
CREATE INDEX leads_judged ON leads (created_at) WHERE quality IS NOT NULL;
CREATE INDEX leads_untouched ON leads (owner, created_at) WHERE closed_at IS NULL AND first_touch_at IS NULL;
-- The planner cannot guess that no end stage has open leads.
CREATE STATISTICS leads_by_stage (mcv) ON status, closed_at FROM leads;

CALL keep_timeline('companies');
CALL keep_timeline('people');
CALL keep_timeline('campaigns');
CALL keep_timeline('leads');

-- The last tier update of each partition that was applied.
CREATE TABLE stream_offsets (
  partition integer PRIMARY KEY,
  entry     text NOT NULL
);

-- Tier updates that could not be read, with the reason.
CREATE TABLE dead_letters (
  partition integer NOT NULL,
  entry     text NOT NULL,
  reason    text NOT NULL,
  record    jsonb,
  PRIMARY KEY (partition, entry)
);
