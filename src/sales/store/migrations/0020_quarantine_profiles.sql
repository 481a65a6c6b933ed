-- Whose lead is held or was dropped: an erasure takes the mark of a dropped one too, so that the person begins from nothing. What was
-- dropped before has no name.
ALTER TABLE quarantine ADD COLUMN profile text;
UPDATE quarantine SET profile = record ->> 'profile';
CREATE INDEX quarantine_by_profile ON quarantine (profile);
