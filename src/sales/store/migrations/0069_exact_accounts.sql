-- Companies that are scored exactly at the edges: claims of pages, people and companies that are merged or erased, versions and processes of before.

ALTER TABLE account_parts
  -- What only a public key says of somebody: it counts for a company that nobody but pages knows.
  ADD COLUMN is_claimed boolean NOT NULL DEFAULT false,
  -- Its company would be one more than pages may enter in an hour: it is entered later.
  ADD COLUMN waits boolean NOT NULL DEFAULT false,
  -- False where a changed programme alone ends it.
  ADD COLUMN ends_own boolean NOT NULL DEFAULT true;
CREATE INDEX account_parts_waiting ON account_parts (profile) WHERE waits;

-- Profiles that become part of another. Their points go when both have said so, each in a stream of its own.
CREATE TABLE account_leavings (
  profile   text NOT NULL,
  programme text NOT NULL,
  -- Who has said it: the profile (`left`), or the other, whose points are those of both (`joined`).
  said      text NOT NULL CHECK (said IN ('left', 'joined')),
  PRIMARY KEY (profile, programme)
);

-- Profiles whose company may be another one, written with what changed.
CREATE TABLE account_moves (
  profile text PRIMARY KEY,
  -- Another with every note, as in account_due.
  noted   bigint NOT NULL,
  due_at  timestamptz NOT NULL
);
CREATE INDEX account_moves_by_time ON account_moves (due_at, noted);

ALTER TABLE companies
  -- Entered by the word of public keys, and named by nobody else since.
  ADD COLUMN is_claimed boolean NOT NULL DEFAULT false;
ALTER TABLE unproven_leads
  -- Companies that the key has entered in the hour.
  ADD COLUMN companies integer NOT NULL DEFAULT 0;
CREATE OR REPLACE FUNCTION timeline_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['revision', 'password_hash', 'setup_hash', 'unproven', 'is_claimed'] $$;

ALTER TABLE account_due
  -- Open work was erased with the person: the company rises again as it stands.
  ADD COLUMN begins_again boolean NOT NULL DEFAULT false;

-- The latest generation of programmes that scored a company. A process that knows an earlier one scores none.
CREATE TABLE account_fence (generation bigint NOT NULL);
INSERT INTO account_fence VALUES (0);

-- What was kept of two companies before they became one: an undo puts it back.
CREATE TABLE account_merges (
  company   text NOT NULL,
  programme text NOT NULL,
  kept      text NOT NULL,
  merged_row jsonb NOT NULL,
  -- Null where the other had no score.
  kept_row  jsonb,
  at        timestamptz NOT NULL,
  PRIMARY KEY (company, programme)
);

-- Companies that one group names: the two become one, once. What a person takes apart again stays two.
CREATE TABLE company_joins (
  merged    text PRIMARY KEY,
  kept      text NOT NULL,
  noted_at  timestamptz NOT NULL,
  -- Null while it waits.
  joined_at timestamptz
);
CREATE INDEX company_joins_waiting ON company_joins (noted_at, merged) WHERE joined_at IS NULL;

-- The person of a part: by the address before the profile, and by what leads to them since a merge.
CREATE FUNCTION person_of_part(given_email text, given_profile text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT id FROM (
    SELECT id, 1 AS place FROM people WHERE email = given_email
    UNION ALL SELECT person_id, 2 FROM merges WHERE kind = 'people' AND email = given_email
    UNION ALL SELECT id, 3 FROM people WHERE profile = given_profile
    UNION ALL SELECT person_id, 4 FROM merges WHERE kind = 'people' AND profile = given_profile
  ) AS found ORDER BY place, id LIMIT 1 $$;

CREATE FUNCTION move_parts(profiles text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO account_moves AS moves (profile, noted, due_at)
  SELECT given.profile, nextval('account_notes'), 'epoch' FROM (SELECT DISTINCT unnest(profiles) AS profile ORDER BY 1) AS given
  ON CONFLICT (profile) DO UPDATE SET noted = excluded.noted, due_at = excluded.due_at $$;

CREATE FUNCTION move_parts_named(emails text[], profiles text[]) RETURNS void LANGUAGE sql AS $$
  SELECT move_parts(array_agg(profile)) FROM account_parts WHERE email = ANY(emails) OR profile = ANY(profiles)
  HAVING count(*) > 0 $$;

-- Whatever of a person decides on the company of their points: it is found again, by any writer.
DROP TRIGGER move_account_parts ON people;
DROP TRIGGER move_account_parts_of_new ON people;
CREATE OR REPLACE FUNCTION move_account_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person text := coalesce(NEW.id, OLD.id);
BEGIN
  PERFORM move_parts_named(
    ARRAY[NEW.email, OLD.email] || ARRAY(SELECT email FROM merges WHERE person_id = person),
    ARRAY[NEW.profile, OLD.profile] || ARRAY(SELECT profile FROM merges WHERE person_id = person));
  RETURN NULL;
END $$;
CREATE TRIGGER move_account_parts AFTER UPDATE ON people FOR EACH ROW
  WHEN ((OLD.email, OLD.profile, OLD.company_id, OLD.kind, OLD.unproven)
    IS DISTINCT FROM (NEW.email, NEW.profile, NEW.company_id, NEW.kind, NEW.unproven))
  EXECUTE FUNCTION move_account_parts();
CREATE TRIGGER move_account_parts_of_another AFTER INSERT OR DELETE ON people FOR EACH ROW
  EXECUTE FUNCTION move_account_parts();

-- People who were merged count once, and those of the one are of the company of the other. An undo takes them apart.
CREATE FUNCTION move_parts_of_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one merges := coalesce(NEW, OLD);
  emails text[];
  profiles text[];
BEGIN
  IF one.kind = 'people' THEN
    emails := ARRAY[one.email, one.former ->> 'email'] || ARRAY(SELECT email FROM people WHERE id = one.person_id);
    profiles := ARRAY[one.profile, one.former ->> 'profile'] || ARRAY(SELECT profile FROM people WHERE id = one.person_id);
    PERFORM move_parts_named(emails, profiles);
    PERFORM score_account(company, programme, true) FROM (
      SELECT DISTINCT company, programme FROM account_parts WHERE email = ANY(emails) OR profile = ANY(profiles) ORDER BY 1, 2) AS of;
  ELSE
    -- Who is no record of sales is of the company that their group names.
    PERFORM move_parts(array_agg(profile)) FROM account_parts WHERE company IN (one.merged, one.company_id) HAVING count(*) > 0;
    IF TG_OP = 'INSERT' AND (one.former ->> 'is_claimed') IS DISTINCT FROM 'true' THEN
      UPDATE companies SET is_claimed = false WHERE id = one.company_id AND is_claimed;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER move_parts_of_merge AFTER INSERT OR DELETE ON merges FOR EACH ROW EXECUTE FUNCTION move_parts_of_merge();

-- A company that somebody else names too counts the claims of pages no more.
CREATE FUNCTION score_known_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM score_account(NEW.id, programme, true)
  FROM (SELECT DISTINCT programme FROM account_parts WHERE company = NEW.id ORDER BY 1) AS of;
  RETURN NULL;
END $$;
CREATE TRIGGER score_known_account AFTER UPDATE ON companies FOR EACH ROW
  WHEN (OLD.is_claimed AND NOT NEW.is_claimed) EXECUTE FUNCTION score_known_account();

CREATE OR REPLACE FUNCTION score_accounts_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM score_account(NEW.company, NEW.programme, NEW.is_own);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM score_account(OLD.company, OLD.programme, OLD.ends_own);
  ELSIF NEW.company IS DISTINCT FROM OLD.company THEN
    PERFORM score_account(OLD.company, OLD.programme, true);
    PERFORM score_account(NEW.company, NEW.programme, true);
  ELSE
    PERFORM score_account(NEW.company, NEW.programme, NEW.is_own);
  END IF;
  RETURN NULL;
END $$;

-- Open work of a company that is erased with the person to contact: the company is not left on its tier without any.
CREATE FUNCTION begin_account_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_due AS due (company, programme, is_own, due_at, noted, begins_again)
  SELECT company, programme, true, 'epoch', nextval('account_notes'), true FROM account_scores
  WHERE company = kept_record(OLD.profile) AND programme = OLD.programme
  ON CONFLICT (company, programme) DO UPDATE SET is_own = true, due_at = excluded.due_at, noted = excluded.noted, begins_again = true;
  RETURN NULL;
END $$;
CREATE TRIGGER begin_account_again AFTER DELETE ON leads FOR EACH ROW
  WHEN (OLD.closed_at IS NULL AND current_setting('scoville.erasing', true) = 'yes') EXECUTE FUNCTION begin_account_again();
CREATE TRIGGER begin_account_again AFTER DELETE ON tasks FOR EACH ROW
  WHEN (OLD.episode IS NOT NULL AND OLD.status IN ('Open', 'Asleep') AND current_setting('scoville.erasing', true) = 'yes')
  EXECUTE FUNCTION begin_account_again();

-- A merge of companies that is undone: each stands where it stood, unless the one that was kept began an episode of its own since.
CREATE FUNCTION take_accounts_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_scores SELECT (jsonb_populate_record(NULL::account_scores, merged_row)).*
  FROM account_merges WHERE company = NEW.id ON CONFLICT DO NOTHING;
  DELETE FROM account_scores AS one USING account_merges AS merge
  WHERE merge.company = NEW.id AND one.company = merge.kept AND one.programme = merge.programme
    AND one.state #>> '{tierState,begunAs,profile}' = NEW.id;
  INSERT INTO account_scores SELECT (jsonb_populate_record(NULL::account_scores, kept_row)).*
  FROM account_merges WHERE company = NEW.id AND kept_row IS NOT NULL ON CONFLICT DO NOTHING;
  PERFORM score_account(one.company, merge.programme, true)
  FROM account_merges AS merge, LATERAL (VALUES (merge.company), (merge.kept)) AS one (company)
  WHERE merge.company = NEW.id ORDER BY one.company, merge.programme;
  DELETE FROM account_merges WHERE company = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER take_accounts_apart AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION take_accounts_apart();

-- What is there is found again, by the rules of now.
SELECT move_parts(array_agg(profile)) FROM account_parts HAVING count(*) > 0;
