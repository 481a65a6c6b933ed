-- The profiles that have heard how somebody stands: one that the person is called by no longer hears that it is over.
CREATE TABLE statuses_heard (
  profile text NOT NULL,
  -- Empty where the person was forgotten.
  person  text NOT NULL,
  -- That of the last statement: the next is later.
  at      timestamptz NOT NULL,
  -- Whether the profile has heard that there is nothing to say, or somebody else is called by it.
  ended   boolean NOT NULL,
  PRIMARY KEY (profile, person)
);
CREATE INDEX statuses_heard_by_person ON statuses_heard (person);

ALTER TABLE statuses_said
  -- When it was said. What the history forgets is said again before.
  ADD COLUMN said_at    timestamptz NOT NULL DEFAULT now(),
  -- How many changes were said within a day, and since when that day is; those beyond a limit wait until then.
  ADD COLUMN day_from   timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN day_count  integer NOT NULL DEFAULT 0,
  ADD COLUMN held_until timestamptz;
CREATE INDEX statuses_said_at ON statuses_said (said_at) WHERE statuses <> '{}' OR is_customer;

-- Whether it was asked before, and all is said again as of now.
ALTER TABLE statuses_wanted ADD COLUMN again boolean NOT NULL DEFAULT false;
-- So it is known who is called by which profiles.
UPDATE statuses_wanted SET noted_to = '', since = NULL, again = true WHERE is_wanted;

CREATE FUNCTION note_status_of_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_wanted FROM statuses_wanted) AND EXISTS (SELECT FROM statuses_heard WHERE person = OLD.id AND NOT ended) THEN
    INSERT INTO status_changes (person, statuses, is_customer, at, was_there) VALUES (OLD.id, '{}', false, acting_at(), false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_status_of_gone AFTER DELETE ON people FOR EACH ROW EXECUTE FUNCTION note_status_of_gone();

-- An address that was only claimed was of nobody.
CREATE TRIGGER note_proven_status AFTER UPDATE ON people FOR EACH ROW
  WHEN ((OLD.kind, OLD.email, OLD.profile) IS NOT DISTINCT FROM (NEW.kind, NEW.email, NEW.profile)
    AND OLD.email IS NOT NULL AND OLD.unproven IS DISTINCT FROM NEW.unproven)
  EXECUTE FUNCTION note_status_of_person();

-- Who was merged is met by another profile, or goes over once more.
CREATE TRIGGER note_status_of_changed_merge AFTER UPDATE ON merges FOR EACH ROW
  WHEN ((OLD.person_id, OLD.email, OLD.profile) IS DISTINCT FROM (NEW.person_id, NEW.email, NEW.profile))
  EXECUTE FUNCTION note_status_of_merge();
