-- Who was taken out of their company by a person is put into one by another group alone: what was said before counts no more for that.
CREATE FUNCTION note_taken_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_groups (subject, said) VALUES (NEW.id, '{"company": null, "isTakenOut": true}')
  ON CONFLICT (subject) DO UPDATE SET said = (account_groups.said - 'in') || '{"isTakenOut": true}';
  RETURN NULL;
END $$;
CREATE TRIGGER note_taken_out AFTER UPDATE ON people FOR EACH ROW
  WHEN (OLD.company_id IS NOT NULL AND NEW.company_id IS NULL) EXECUTE FUNCTION note_taken_out();
