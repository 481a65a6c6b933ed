-- Tier updates of people who wish no contact, in the order in which they came: all of them are applied when the wish is withdrawn.
CREATE TABLE suppressed_updates (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Who wishes no contact, and who the update is about: the same, or somebody met under the same profile.
  person_id  text    NOT NULL REFERENCES people,
  subject_id text    NOT NULL REFERENCES people,
  profile    text    NOT NULL,
  -- The name of its episode, and whether the profile has left the ladder since: then it opens nothing.
  episode    text    NOT NULL,
  has_ended  boolean NOT NULL DEFAULT false,
  record     jsonb   NOT NULL,
  -- What was shown of the subject before, where the update has changed it.
  former     jsonb
);
CREATE INDEX suppressed_updates_by_person ON suppressed_updates (person_id, id);
CREATE INDEX suppressed_updates_by_subject ON suppressed_updates (subject_id);
CREATE INDEX suppressed_updates_by_profile ON suppressed_updates (profile);
CREATE INDEX suppressed_updates_by_episode ON suppressed_updates (episode);

INSERT INTO suppressed_updates (person_id, subject_id, profile, episode, record)
SELECT person_id, person_id, profile,
  concat_ws(' ', coalesce(record #>> '{begunAs,profile}', profile), programme, coalesce(record #>> '{begunAs,episode}', record ->> 'episode')),
  record
FROM suppressed_crossings ORDER BY person_id, programme, tier;
DROP TABLE suppressed_crossings;
