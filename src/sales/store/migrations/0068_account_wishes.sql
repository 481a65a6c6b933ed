-- A company whose rise waited for somebody to contact is scored when a wish not to be contacted ends; and one whose wish begins.
CREATE FUNCTION score_accounts_of_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'companies' THEN
    PERFORM score_account(company, programme, true) FROM account_scores WHERE company = NEW.id ORDER BY company, programme;
  ELSE
    PERFORM score_account(company, programme, true) FROM account_parts
    WHERE email = NEW.email OR profile = NEW.profile ORDER BY company, programme;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER score_accounts_of_wish AFTER UPDATE ON people FOR EACH ROW
  WHEN (OLD.do_not_contact IS DISTINCT FROM NEW.do_not_contact) EXECUTE FUNCTION score_accounts_of_wish();
CREATE TRIGGER score_accounts_of_wish AFTER UPDATE ON companies FOR EACH ROW
  WHEN (OLD.do_not_contact IS DISTINCT FROM NEW.do_not_contact) EXECUTE FUNCTION score_accounts_of_wish();

-- The relay finds the company of a group by its name.
CREATE INDEX companies_by_exact_name ON companies (name);
