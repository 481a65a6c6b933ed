-- What scoring has heard, and what companies were said, is deleted some time after its people are gone: walked from the oldest.
CREATE INDEX statuses_heard_by_age ON statuses_heard (at, profile, person);
CREATE INDEX statuses_said_by_age ON statuses_said (said_at, person);
-- When it was said last.
ALTER TABLE account_groups ADD COLUMN at timestamptz NOT NULL DEFAULT now();
CREATE INDEX account_groups_by_age ON account_groups (at, subject);
