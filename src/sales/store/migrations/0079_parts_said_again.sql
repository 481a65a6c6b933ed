-- A company is scored again only where something of a person is another than before: a server may say their group with each event.

DROP TRIGGER score_accounts_of_part ON account_parts;
CREATE TRIGGER score_accounts_of_part AFTER INSERT OR DELETE ON account_parts
  FOR EACH ROW EXECUTE FUNCTION score_accounts_of_part();
-- The time of an update, and of what it says of the group, decides on no score.
CREATE TRIGGER score_accounts_of_changed_part AFTER UPDATE ON account_parts FOR EACH ROW
  WHEN ((OLD.company, OLD.email, OLD.points, OLD.reasons, OLD.is_own, OLD.is_claimed, OLD.waits, OLD.generation, OLD.identity #- '{group,atMs}')
    IS DISTINCT FROM
    (NEW.company, NEW.email, NEW.points, NEW.reasons, NEW.is_own, NEW.is_claimed, NEW.waits, NEW.generation, NEW.identity #- '{group,atMs}'))
  EXECUTE FUNCTION score_accounts_of_part();
