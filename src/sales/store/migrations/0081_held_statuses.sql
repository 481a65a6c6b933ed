-- Where enough was said of somebody for a day, the last state waits alone, and what profiles have lost is taken back at once.

ALTER TABLE status_changes
  -- The person is held, and the profiles that they are called by no longer have heard so: it waits until the day is over.
  ADD COLUMN ends_said boolean NOT NULL DEFAULT false;

-- Whether so much was said of somebody that further changes wait.
CREATE FUNCTION status_is_held(given text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM statuses_said WHERE person = given AND held_until > status_is_held.at) $$;

-- Of who is held, what waited before goes: a row that another transaction has is left, so nobody waits for it.
CREATE OR REPLACE FUNCTION note_status(given text, began timestamptz, known_before boolean) RETURNS void LANGUAGE sql AS $$
  WITH waited AS (
    DELETE FROM status_changes WHERE id IN (
      SELECT id FROM status_changes WHERE person = given AND status_is_held(given, acting_at())
        AND EXISTS (SELECT FROM people WHERE people.id = given) FOR UPDATE SKIP LOCKED)
    RETURNING was_there)
  INSERT INTO status_changes (person, statuses, is_customer, at, was_there)
  SELECT id, statuses_of(id), kind = 'customer', coalesce(began, acting_at()),
    known_before AND NOT EXISTS (SELECT FROM waited WHERE NOT was_there) FROM people
  WHERE id = given AND (kind = 'customer' OR EXISTS (SELECT FROM leads WHERE person_id = given)
    OR EXISTS (SELECT FROM status_changes WHERE person = given) OR EXISTS (SELECT FROM statuses_said WHERE person = given)) $$;
