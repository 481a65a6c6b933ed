-- What sales knows of people, as programmes ask for it: said to scoring while an active programme asks.

-- Whether one does, by the latest generation of programmes that a process knows.
CREATE TABLE statuses_wanted (
  is_wanted  boolean NOT NULL,
  generation bigint NOT NULL,
  -- Who was there before is noted up to this person; null where all are.
  noted_to   text,
  -- The transaction that began it: those from before do not note what they change.
  since      xid8
);
INSERT INTO statuses_wanted (is_wanted, generation) VALUES (false, 0);

-- What waits to be said, the oldest first. Written with what changed, so that no writer can forget it; no row is locked for it.
CREATE TABLE status_changes (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person      text NOT NULL,
  statuses    text[] NOT NULL,
  is_customer boolean NOT NULL,
  -- Since when it is so.
  at          timestamptz NOT NULL,
  -- Whether it was so before a programme asked.
  was_there   boolean NOT NULL
);
CREATE INDEX status_changes_by_person ON status_changes (person);

-- What was said last of a person. One process at a time writes it.
CREATE TABLE statuses_said (
  person      text PRIMARY KEY,
  statuses    text[] NOT NULL,
  is_customer boolean NOT NULL,
  at          timestamptz NOT NULL
);

-- The statuses of somebody's open leads; without one, that of the lead that was closed last.
CREATE FUNCTION statuses_of(given text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT array_agg(DISTINCT status ORDER BY status) FROM leads WHERE person_id = given AND closed_at IS NULL),
    (SELECT ARRAY[status] FROM leads WHERE person_id = given ORDER BY closed_at DESC, id DESC LIMIT 1),
    '{}') $$;

-- Notes how somebody stands. Of who never had a lead and is no customer there is nothing to say.
CREATE FUNCTION note_status(given text, began timestamptz, known_before boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO status_changes (person, statuses, is_customer, at, was_there)
  SELECT id, statuses_of(id), kind = 'customer', coalesce(began, acting_at()), known_before FROM people
  WHERE id = given AND (kind = 'customer' OR EXISTS (SELECT FROM leads WHERE person_id = given)
    OR EXISTS (SELECT FROM status_changes WHERE person = given) OR EXISTS (SELECT FROM statuses_said WHERE person = given)) $$;

CREATE FUNCTION note_status_of_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_wanted FROM statuses_wanted) THEN
    IF TG_OP <> 'DELETE' THEN
      PERFORM note_status(NEW.person_id, NEW.updated_at, false);
    END IF;
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.person_id <> OLD.person_id) THEN
      PERFORM note_status(OLD.person_id, NULL, false);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_status AFTER INSERT OR DELETE ON leads FOR EACH ROW EXECUTE FUNCTION note_status_of_lead();
CREATE TRIGGER note_changed_status AFTER UPDATE ON leads FOR EACH ROW
  WHEN ((OLD.status, OLD.closed_at, OLD.person_id) IS DISTINCT FROM (NEW.status, NEW.closed_at, NEW.person_id))
  EXECUTE FUNCTION note_status_of_lead();

-- Also where somebody is found by another address or profile from now on: that one has to hear of it.
CREATE FUNCTION note_status_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_wanted FROM statuses_wanted) THEN
    PERFORM note_status(NEW.id, NEW.updated_at, false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_status AFTER INSERT ON people FOR EACH ROW WHEN (NEW.kind = 'customer')
  EXECUTE FUNCTION note_status_of_person();
CREATE TRIGGER note_changed_status AFTER UPDATE ON people FOR EACH ROW
  WHEN ((OLD.kind, OLD.email, OLD.profile) IS DISTINCT FROM (NEW.kind, NEW.email, NEW.profile))
  EXECUTE FUNCTION note_status_of_person();

CREATE FUNCTION note_status_of_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one merges := coalesce(NEW, OLD);
BEGIN
  IF one.kind = 'people' AND (SELECT is_wanted FROM statuses_wanted) THEN
    PERFORM note_status(one.person_id, NULL, false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_status_of_merge AFTER INSERT OR DELETE ON merges FOR EACH ROW EXECUTE FUNCTION note_status_of_merge();

-- Since when somebody stands as they do: their leads, and their kind by their timeline.
CREATE FUNCTION status_since(given text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(greatest(
    (SELECT max(coalesce(closed_at, entered_at)) FROM leads WHERE person_id = given),
    (SELECT max(at) FROM timeline WHERE record = given AND kind = 'people' AND changes -> 'kind' ? 'customer')),
    (SELECT created_at FROM people WHERE id = given)) $$;
