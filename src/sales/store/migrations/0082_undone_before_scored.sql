-- A merge of companies that is undone before the score has followed. Its people may be among those of the other already: it waits for them.
CREATE OR REPLACE FUNCTION move_parts_of_merge() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF TG_OP = 'DELETE' THEN
      PERFORM score_account(one.merged, programme, true) FROM (
        SELECT DISTINCT programme FROM account_parts WHERE company IN (one.merged, one.company_id) ORDER BY 1) AS of;
      UPDATE account_due SET apart_from = one.company_id WHERE company = one.merged;
    END IF;
    IF TG_OP = 'INSERT' AND (one.former ->> 'is_claimed') IS DISTINCT FROM 'true' THEN
      UPDATE companies SET is_claimed = false WHERE id = one.company_id AND is_claimed;
    END IF;
  END IF;
  RETURN NULL;
END $$;
