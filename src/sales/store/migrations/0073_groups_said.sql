-- What was said of somebody's company last outlives their points: another group moves them when they score again.
CREATE TABLE account_groups (
  -- A person of sales, or a profile without one.
  subject text PRIMARY KEY,
  -- The name of the company, and its group.
  said    jsonb NOT NULL,
  -- Said by an update of a person's own ladder, and by none of a company that is scored since.
  is_first boolean NOT NULL DEFAULT false
);
INSERT INTO account_groups (subject, said)
SELECT DISTINCT ON (profile) profile, jsonb_build_object('company', identity -> 'company', 'group', identity -> 'group')
FROM account_parts ORDER BY profile, at DESC;
