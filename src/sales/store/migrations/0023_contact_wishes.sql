-- A task that a wish for no contact has closed: its status before, and since when. It is open again when the wish is withdrawn.
ALTER TABLE tasks ADD COLUMN suppressed_from text CHECK (suppressed_from IN ('Open', 'Asleep')), ADD COLUMN suppressed_at timestamptz,
  ADD CONSTRAINT tasks_suppressed CHECK ((suppressed_from IS NULL) = (suppressed_at IS NULL)),
  ADD CONSTRAINT tasks_suppressed_closed CHECK (suppressed_from IS NULL OR status = 'Cancelled');

-- Where a record stood before a wish for no contact ended it; null where none did, and once somebody has moved it since.
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['leads', 'opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %s ADD COLUMN suppressed jsonb, ADD CHECK (suppressed IS NULL OR closed_at IS NOT NULL)', records);
  END LOOP;
END $$;

-- Rises of people who wish no contact, one a tier, while the tier lasts: they open work when the wish is withdrawn.
CREATE TABLE suppressed_crossings (
  profile   text    NOT NULL,
  programme text    NOT NULL,
  tier      integer NOT NULL CHECK (tier > 0),
  person_id text    NOT NULL REFERENCES people,
  record    jsonb   NOT NULL,
  PRIMARY KEY (profile, programme, tier)
);
CREATE INDEX suppressed_crossings_by_person ON suppressed_crossings (person_id);
