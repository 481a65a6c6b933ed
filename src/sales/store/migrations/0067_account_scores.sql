-- The scores of companies: what each person adds, by programme; the company on its ladder; and which companies are to be scored again.

-- A register of each profile: the last of its tier updates. Who adds nothing has no row.
CREATE TABLE account_parts (
  profile   text NOT NULL,
  programme text NOT NULL,
  -- Null for somebody of no company. No reference: a company that was merged is followed when it is scored.
  company   text,
  -- What the person is found by in sales; null without an address.
  email     text,
  identity  jsonb NOT NULL,
  points    double precision NOT NULL CHECK (points > 0),
  reasons   jsonb NOT NULL,
  -- False where a changed programme alone made the points.
  is_own    boolean NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (profile, programme)
);
CREATE INDEX account_parts_by_company ON account_parts (company, programme, points DESC, profile) WHERE company IS NOT NULL;
CREATE INDEX account_parts_by_email ON account_parts (email) WHERE email IS NOT NULL;

CREATE TABLE account_scores (
  company   text NOT NULL,
  programme text NOT NULL,
  -- As scoring wrote it.
  state     jsonb NOT NULL,
  score     double precision NOT NULL,
  tier      integer NOT NULL,
  tier_name text NOT NULL,
  tiers     integer NOT NULL,
  -- Of the programme that made it.
  version   text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (company, programme)
);
CREATE INDEX account_scores_by_version ON account_scores (programme, version);

-- Companies to be scored, written with what changed.
CREATE TABLE account_due (
  company   text NOT NULL,
  programme text NOT NULL,
  is_own    boolean NOT NULL,
  due_at    timestamptz NOT NULL,
  -- Another with every note: who has scored removes what was noted before that, and holds no lock meanwhile.
  noted     bigint NOT NULL,
  PRIMARY KEY (company, programme)
);
CREATE SEQUENCE account_notes;
CREATE INDEX account_due_by_time ON account_due (due_at, company, programme);

CREATE FUNCTION score_account(given text, of_programme text, own boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO account_due AS due (company, programme, is_own, due_at, noted)
  SELECT given, of_programme, own, 'epoch', nextval('account_notes') WHERE given IS NOT NULL
  ON CONFLICT (company, programme) DO UPDATE SET is_own = due.is_own OR excluded.is_own, due_at = excluded.due_at, noted = excluded.noted
$$;

CREATE FUNCTION score_accounts_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM score_account(NEW.company, NEW.programme, NEW.is_own);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM score_account(OLD.company, OLD.programme, true);
  ELSIF NEW.company IS DISTINCT FROM OLD.company THEN
    PERFORM score_account(OLD.company, OLD.programme, true);
    PERFORM score_account(NEW.company, NEW.programme, true);
  ELSE
    PERFORM score_account(NEW.company, NEW.programme, NEW.is_own);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER score_accounts_of_part AFTER INSERT OR UPDATE OR DELETE ON account_parts
  FOR EACH ROW EXECUTE FUNCTION score_accounts_of_part();

-- Any writer who puts a person into another company takes the points along.
CREATE FUNCTION move_account_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account_parts SET company = NEW.company_id
  WHERE (email = NEW.email OR profile = NEW.profile) AND company IS DISTINCT FROM NEW.company_id;
  RETURN NULL;
END $$;
CREATE TRIGGER move_account_parts AFTER UPDATE ON people FOR EACH ROW
  WHEN (OLD.company_id IS DISTINCT FROM NEW.company_id) EXECUTE FUNCTION move_account_parts();
CREATE TRIGGER move_account_parts_of_new AFTER INSERT ON people FOR EACH ROW
  WHEN (NEW.company_id IS NOT NULL) EXECUTE FUNCTION move_account_parts();

-- A company that was merged is scored as the one it became part of.
CREATE FUNCTION follow_merged_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM score_account(OLD.id, programme, true) FROM account_scores WHERE company = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER follow_merged_account AFTER DELETE ON companies FOR EACH ROW EXECUTE FUNCTION follow_merged_account();
