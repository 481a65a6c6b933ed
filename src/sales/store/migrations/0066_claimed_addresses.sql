-- What public keys alone say of people: an address that finds nobody, and which parts nobody else has said.

ALTER TABLE people
  -- Of somebody without an address: the one that a public key alone says is theirs. Anybody may have said it, so several may have one.
  ADD COLUMN claimed_email text CHECK (claimed_email = lower(claimed_email)),
  -- The columns that nobody but a public key has said: a page fills gaps while nobody else has said anything.
  ADD COLUMN unproven text[];
-- People of before may have an address by the word of a page. No store knows: it stays theirs.
CREATE INDEX people_by_claim ON people (claimed_email text_pattern_ops) WHERE claimed_email IS NOT NULL;

-- Any writer who says nothing of this has said the new values: people, imports, programs, processes of before.
CREATE FUNCTION keep_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Where it was taken over it stays beneath: an undo finds the claim as it was.
  IF NEW.email <> NEW.claimed_email THEN
    NEW.claimed_email := NULL;
  END IF;
  IF NEW.unproven IS NOT DISTINCT FROM OLD.unproven THEN
    NEW.unproven := ARRAY(SELECT part FROM unnest(OLD.unproven) WITH ORDINALITY AS one (part, place)
      WHERE to_jsonb(NEW) -> part IS NOT DISTINCT FROM to_jsonb(OLD) -> part ORDER BY place);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_keep_claims BEFORE UPDATE ON people FOR EACH ROW
  WHEN (OLD.unproven IS NOT NULL OR NEW.claimed_email IS NOT NULL) EXECUTE FUNCTION keep_claims();

-- It goes with the values, which the timeline has.
CREATE OR REPLACE FUNCTION timeline_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['revision', 'password_hash', 'setup_hash', 'unproven'] $$;

-- Somebody who claims an address may be the one who has it.
CREATE OR REPLACE FUNCTION keys_of_person(person people) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT left(key, 200) FROM (
    SELECT '1m' || mailbox_key(coalesce(person.email, person.claimed_email)) AS key
    UNION SELECT '2p' || phone_key(person.phone)
    UNION SELECT '3x' || person.external_id
    UNION SELECT '4n' || name_sound(person.name) || ' of ' || person.company_id
    UNION SELECT '5n' || name_sound(person.name) || ' of ' || company_key(person.company)
    UNION SELECT '6n' || name_sound(person.name) || ' at ' || split_part(person.email, '@', 2)
  ) AS keys WHERE key IS NOT NULL $$;
DROP TRIGGER keep_duplicate_keys_again ON people;
CREATE TRIGGER keep_duplicate_keys_again AFTER UPDATE ON people FOR EACH ROW
  WHEN ((OLD.email, OLD.claimed_email, OLD.phone, OLD.name, OLD.company, OLD.company_id, OLD.external_id)
    IS DISTINCT FROM (NEW.email, NEW.claimed_email, NEW.phone, NEW.name, NEW.company, NEW.company_id, NEW.external_id))
  EXECUTE FUNCTION keep_duplicate_keys();

-- Claimants whose address was proven while somebody has it: the two become one, once. What a person takes apart again stays two.
CREATE TABLE claim_joins (
  claimant  text PRIMARY KEY,
  owner     text NOT NULL,
  noted_at  timestamptz NOT NULL,
  -- Null while it waits.
  joined_at timestamptz
);
CREATE INDEX claim_joins_waiting ON claim_joins (noted_at, claimant) WHERE joined_at IS NULL;
