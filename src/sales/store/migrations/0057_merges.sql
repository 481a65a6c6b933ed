-- People and companies that were merged into another, what names them since, what an undo puts back; and the keys that find duplicates.

-- A merged record leaves its table: no list, search, report or reference can show it. It is kept here as it was.
CREATE TABLE merges (
  id              text PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('people', 'companies')),
  -- The id of the record that is gone: it still answers, as the record it became part of.
  merged          text NOT NULL UNIQUE,
  -- The record it was merged into.
  into_record     text NOT NULL,
  -- The record that answers for it today: another one where that was merged too.
  person_id       text REFERENCES people ON DELETE CASCADE,
  company_id      text REFERENCES companies ON DELETE CASCADE,
  -- What the two records were found by and the one that is left does not say: it finds that one.
  email           text,
  profile         text,
  external_id     text,
  external_source text,
  name            text,
  domain          text,
  -- The merged record as it was.
  former          jsonb NOT NULL,
  -- How many rows went over, by table.
  moved           jsonb NOT NULL,
  at              timestamptz NOT NULL,
  actor           text NOT NULL,
  CHECK (num_nonnulls(person_id, company_id) = 1 AND (kind = 'people') = (person_id IS NOT NULL))
);
CREATE INDEX merges_by_person ON merges (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX merges_by_company ON merges (company_id) WHERE company_id IS NOT NULL;
CREATE INDEX merges_by_time ON merges (kind, at DESC, id DESC);
CREATE INDEX merges_by_email ON merges (email) WHERE email IS NOT NULL;
CREATE INDEX merges_by_profile ON merges (profile) WHERE profile IS NOT NULL;
CREATE INDEX merges_by_external_id ON merges (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX merges_by_name ON merges (name) WHERE name IS NOT NULL;
CREATE INDEX merges_by_domain ON merges (domain) WHERE domain IS NOT NULL;

-- What a merge changed in other rows: column → [before, after]. An undo puts it back where it is still so.
CREATE TABLE merge_rows (
  merge   text NOT NULL REFERENCES merges ON DELETE CASCADE,
  kind    text NOT NULL,
  record  text NOT NULL,
  changes jsonb NOT NULL,
  PRIMARY KEY (merge, kind, record)
);
CREATE INDEX merge_rows_by_record ON merge_rows (record);

-- The record that answers for an id: itself, or the one it was merged into.
CREATE FUNCTION kept_record(given text) RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce((SELECT coalesce(person_id, company_id) FROM merges WHERE merged = given), given) $$;

-- Companies by every domain that is theirs.
CREATE VIEW company_domains AS
  SELECT domain, id AS company_id FROM companies WHERE domain IS NOT NULL
  UNION ALL SELECT domain, company_id FROM merges WHERE domain IS NOT NULL;

-- Both timelines say the merge, and its undo: `merged` → [null, the record], `mergedInto` likewise.
CREATE FUNCTION note_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one merges := coalesce(NEW, OLD);
  kept text := one.into_record;
  shown jsonb := jsonb_build_object('merge', one.id, 'id', one.merged, 'name', coalesce(one.former ->> 'name', one.former ->> 'email', one.former ->> 'phone'));
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  SELECT 'merges', record, acting_at(), acting(),
         jsonb_build_object(name, CASE TG_OP WHEN 'INSERT' THEN jsonb_build_array(NULL, value) ELSE jsonb_build_array(value, NULL) END)
  FROM (VALUES (kept, 'merged', shown), (one.merged, 'mergedInto', jsonb_build_object('merge', one.id, 'id', kept))) AS said (record, name, value);
  RETURN NULL;
END $$;
CREATE TRIGGER note_merge AFTER INSERT OR DELETE ON merges FOR EACH ROW EXECUTE FUNCTION note_merge();

-- A name of a merged record stays its: nobody else gets its address, profile, id, name or domain meanwhile.
CREATE FUNCTION refuse_merged_names() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  given jsonb := to_jsonb(NEW);
  taken record;
BEGIN
  SELECT one.key, one.value INTO taken FROM (
    SELECT 'id' AS key, merged AS value FROM merges WHERE merged = NEW.id
    UNION ALL SELECT 'email', email FROM merges WHERE kind = TG_TABLE_NAME AND email = given ->> 'email' AND coalesce(person_id, company_id) <> NEW.id
    UNION ALL SELECT 'profile', profile FROM merges WHERE kind = TG_TABLE_NAME AND profile = given ->> 'profile' AND coalesce(person_id, company_id) <> NEW.id
    UNION ALL SELECT 'externalId', external_id FROM merges WHERE kind = TG_TABLE_NAME AND external_id = given ->> 'external_id'
      AND coalesce(external_source, '') = coalesce(given ->> 'external_source', '') AND coalesce(person_id, company_id) <> NEW.id
    UNION ALL SELECT 'name', name FROM merges WHERE kind = TG_TABLE_NAME AND name = given ->> 'name' AND coalesce(person_id, company_id) <> NEW.id
    UNION ALL SELECT 'domain', domain FROM merges WHERE kind = TG_TABLE_NAME AND domain = given ->> 'domain' AND coalesce(person_id, company_id) <> NEW.id
  ) AS one LIMIT 1;
  IF FOUND THEN
    RAISE unique_violation USING MESSAGE = 'it is of a merged record', CONSTRAINT = 'merged_names',
      DETAIL = format('Key (%s)=(%s) is of a merged record.', taken.key, taken.value);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_merged_names BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names_again BEFORE UPDATE OF email, profile, external_id, external_source ON people FOR EACH ROW
  WHEN ((OLD.email, OLD.profile, OLD.external_id, OLD.external_source) IS DISTINCT FROM (NEW.email, NEW.profile, NEW.external_id, NEW.external_source))
  EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names BEFORE INSERT ON companies FOR EACH ROW EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names_again BEFORE UPDATE OF name, domain, external_id, external_source ON companies FOR EACH ROW
  WHEN ((OLD.name, OLD.domain, OLD.external_id, OLD.external_source) IS DISTINCT FROM (NEW.name, NEW.domain, NEW.external_id, NEW.external_source))
  EXECUTE FUNCTION refuse_merged_names();

-- A new row that names a merged record is about the one it became part of, by any writer. (The first trigger by its name.)
CREATE FUNCTION follow_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.person_id := kept_record(NEW.person_id);
  NEW.company_id := kept_record(NEW.company_id);
  RETURN NEW;
END $$;
CREATE FUNCTION follow_merge_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.person_id := kept_record(NEW.person_id);
  RETURN NEW;
END $$;
CREATE FUNCTION follow_merge_of_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.company_id := kept_record(NEW.company_id);
  RETURN NEW;
END $$;
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['tasks', 'opportunities', 'deals', 'orders', 'jobs', 'activities', 'attachments'] LOOP
    EXECUTE format('CREATE TRIGGER a_follow_merge BEFORE INSERT OR UPDATE OF person_id, company_id ON %s FOR EACH ROW
                    EXECUTE FUNCTION follow_merge()', records);
  END LOOP;
  FOREACH records IN ARRAY ARRAY['leads', 'alerts', 'deliveries'] LOOP
    EXECUTE format('CREATE TRIGGER a_follow_merge BEFORE INSERT OR UPDATE OF person_id ON %s FOR EACH ROW
                    EXECUTE FUNCTION follow_merge_of_person()', records);
  END LOOP;
END $$;
CREATE TRIGGER a_follow_merge BEFORE INSERT OR UPDATE OF company_id ON people FOR EACH ROW
  WHEN (NEW.company_id IS NOT NULL) EXECUTE FUNCTION follow_merge_of_company();

-- Keys under which two records may be one. The first two letters say which reason it is; a stronger one comes first.
CREATE TABLE duplicate_keys (
  kind   text NOT NULL,
  key    text NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (kind, key, record)
);
CREATE INDEX duplicate_keys_by_record ON duplicate_keys (record);

-- Pairs that somebody has said are two.
CREATE TABLE distinct_records (
  kind  text NOT NULL CHECK (kind IN ('people', 'companies')),
  low   text NOT NULL,
  high  text NOT NULL,
  at    timestamptz NOT NULL,
  actor text NOT NULL,
  PRIMARY KEY (kind, low, high),
  CHECK (low < high)
);
CREATE INDEX distinct_records_by_high ON distinct_records (high);

-- Lower case, without accents: "Łukasz Müller" and "lukasz muller" are one.
CREATE FUNCTION folded(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT replace(replace(replace(translate(regexp_replace(lower(normalize(given, NFKD)), '[\u0300-\u036f]', '', 'g'), 'łøđıð', 'lodid'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') $$;

-- The words of a person's name without titles and initials, in one order; null for a name of one word, which many have.
CREATE FUNCTION name_words(given text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN count(*) > 1 THEN array_agg(word ORDER BY word) END
  FROM regexp_split_to_table(regexp_replace(folded(given), '[''’`]', '', 'g'), '[^[:alnum:]]+') AS word
  WHERE length(word) > 1 AND word NOT IN ('dr', 'prof', 'mr', 'mrs', 'ms', 'miss', 'sir', 'herr', 'frau', 'ing', 'dipl', 'phd', 'mba', 'jr', 'sr') $$;

-- A word as it sounds, roughly: its first letter and the consonants after it. Meyer, Maier and Mayr are one.
CREATE FUNCTION sound_of(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(said, 1) || regexp_replace(regexp_replace(substr(said, 2), '[aeiouyh]', '', 'g'), '(.)\1+', '\1', 'g')
  FROM (SELECT translate(replace(replace(replace(word, 'ph', 'f'), 'ck', 'k'), 'th', 't'), 'czwqj', 'ksvky') AS said) AS one $$;
CREATE FUNCTION name_sound(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(sound_of(word), ' ' ORDER BY sound_of(word)) FROM unnest(name_words(given)) AS word $$;

-- The digits of a phone number that are the same with and without the code of its country; null for an extension.
CREATE FUNCTION phone_key(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(digits) >= 7 THEN right(digits, 9) END FROM (SELECT regexp_replace(given, '\D', '', 'g') AS digits) AS one $$;

-- An address without the tag after "+"; Gmail ignores dots and has two names.
CREATE FUNCTION mailbox_key(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(mailbox, '.', '') || '@gmail.com' ELSE mailbox || '@' || domain END
  FROM (SELECT regexp_replace(split_part(given, '@', 1), '(?!^)\+.*$', '') AS mailbox, split_part(given, '@', 2) AS domain) AS one $$;

-- The name of a company without legal forms and case.
CREATE FUNCTION company_key(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(
    string_agg(word, ' ' ORDER BY place) FILTER (WHERE word NOT IN (
      'the', 'and', 'und', 'et', 'y', 'e', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ohg', 'ug', 'gbr', 'ev', 'eg', 'se', 'ltd', 'limited', 'llc', 'llp', 'lp',
      'plc', 'inc', 'incorporated', 'corp', 'corporation', 'co', 'company', 'sa', 'sas', 'sarl', 'srl', 'spa', 'sl', 'slu', 'bv', 'nv', 'ab', 'as',
      'aps', 'oy', 'oyj', 'kk', 'pty', 'pte', 'pvt', 'sro', 'doo', 'zoo', 'sp', 'kft', 'lda', 'ltda')),
    string_agg(word, ' ' ORDER BY place))
  FROM regexp_split_to_table(regexp_replace(folded(given), '[.''’`]', '', 'g'), '[^[:alnum:]]+') WITH ORDINALITY AS one (word, place)
  WHERE word <> '' $$;

-- The name that a domain is registered by: "acme" of acme.com, www.acme.de and acme.co.uk.
CREATE FUNCTION domain_key(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT substring(regexp_replace(given, '\.(?:(?:co|com|org|net|ac|gov|or|ne)\.[a-z]{2}|[^.]+)$', '') FROM '[^.]+$') $$;

CREATE FUNCTION keys_of_person(person people) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT left(key, 200) FROM (
    SELECT '1m' || mailbox_key(person.email) AS key
    UNION SELECT '2p' || phone_key(person.phone)
    UNION SELECT '3x' || person.external_id
    UNION SELECT '4n' || name_sound(person.name) || ' of ' || person.company_id
    UNION SELECT '5n' || name_sound(person.name) || ' of ' || company_key(person.company)
    UNION SELECT '6n' || name_sound(person.name) || ' at ' || split_part(person.email, '@', 2)
  ) AS keys WHERE key IS NOT NULL $$;
CREATE FUNCTION keys_of_company(company companies) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT left(key, 200) FROM (
    SELECT '1c' || company_key(company.name) AS key
    UNION SELECT '2d' || domain_key(company.domain)
    UNION SELECT '3p' || phone_key(company.phone)
    UNION SELECT '4x' || company.external_id
  ) AS keys WHERE key IS NOT NULL $$;

CREATE FUNCTION keep_duplicate_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM duplicate_keys WHERE record = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF TG_TABLE_NAME = 'people' THEN
      INSERT INTO duplicate_keys SELECT 'people', key, NEW.id FROM keys_of_person(NEW) AS key ON CONFLICT DO NOTHING;
    ELSE
      INSERT INTO duplicate_keys SELECT 'companies', key, NEW.id FROM keys_of_company(NEW) AS key ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_duplicate_keys AFTER INSERT OR DELETE ON people FOR EACH ROW EXECUTE FUNCTION keep_duplicate_keys();
CREATE TRIGGER keep_duplicate_keys_again AFTER UPDATE ON people FOR EACH ROW
  WHEN ((OLD.email, OLD.phone, OLD.name, OLD.company, OLD.company_id, OLD.external_id)
    IS DISTINCT FROM (NEW.email, NEW.phone, NEW.name, NEW.company, NEW.company_id, NEW.external_id))
  EXECUTE FUNCTION keep_duplicate_keys();
CREATE TRIGGER keep_duplicate_keys AFTER INSERT OR DELETE ON companies FOR EACH ROW EXECUTE FUNCTION keep_duplicate_keys();
CREATE TRIGGER keep_duplicate_keys_again AFTER UPDATE ON companies FOR EACH ROW
  WHEN ((OLD.name, OLD.domain, OLD.phone, OLD.external_id) IS DISTINCT FROM (NEW.name, NEW.domain, NEW.phone, NEW.external_id))
  EXECUTE FUNCTION keep_duplicate_keys();

INSERT INTO duplicate_keys SELECT 'people', key, people.id FROM people, keys_of_person(people) AS key;
INSERT INTO duplicate_keys SELECT 'companies', key, companies.id FROM companies, keys_of_company(companies) AS key;
