-- Who gets the work, and deadlines that cannot get lost.

-- A lead or task that is routed anew is routed by its grade too.
ALTER TABLE leads ADD COLUMN grade text;
ALTER TABLE tasks ADD COLUMN grade text;
