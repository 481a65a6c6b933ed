-- Names of merged records: one owner also in a race, one company a domain, one order of ids by every collation.

-- Looked at after the unique index, which waits for a merge that lets a name go: what that merge has kept is seen by then.
DROP TRIGGER refuse_merged_names ON people;
DROP TRIGGER refuse_merged_names_again ON people;
DROP TRIGGER refuse_merged_names ON companies;
DROP TRIGGER refuse_merged_names_again ON companies;
CREATE TRIGGER refuse_merged_names AFTER INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names_again AFTER UPDATE OF email, profile, external_id, external_source ON people FOR EACH ROW
  WHEN ((OLD.email, OLD.profile, OLD.external_id, OLD.external_source) IS DISTINCT FROM (NEW.email, NEW.profile, NEW.external_id, NEW.external_source))
  EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names AFTER INSERT ON companies FOR EACH ROW EXECUTE FUNCTION refuse_merged_names();
CREATE TRIGGER refuse_merged_names_again AFTER UPDATE OF name, domain, external_id, external_source ON companies FOR EACH ROW
  WHEN ((OLD.name, OLD.domain, OLD.external_id, OLD.external_source) IS DISTINCT FROM (NEW.name, NEW.domain, NEW.external_id, NEW.external_source))
  EXECUTE FUNCTION refuse_merged_names();

-- Companies by every domain that is theirs. A domain is one company's: the record that is left may say a former one itself.
CREATE OR REPLACE VIEW company_domains AS
  SELECT domain, id AS company_id FROM companies WHERE domain IS NOT NULL
  UNION ALL SELECT * FROM (
    SELECT DISTINCT ON (domain) domain, company_id FROM merges
    WHERE domain IS NOT NULL AND NOT EXISTS (SELECT FROM companies WHERE companies.domain = merges.domain) ORDER BY domain, at DESC
  ) AS former;

-- Pairs and pages are in the order of bytes, as the program sorts them.
ALTER TABLE duplicate_keys ALTER COLUMN key TYPE text COLLATE "C", ALTER COLUMN record TYPE text COLLATE "C";
ALTER TABLE distinct_records ALTER COLUMN low TYPE text COLLATE "C", ALTER COLUMN high TYPE text COLLATE "C";
