-- Who works in a lane without naming it: every user of these roles, by the latest version of the process.
CREATE TABLE lane_members (
  process text NOT NULL,
  lane    text NOT NULL,
  role    text NOT NULL,
  PRIMARY KEY (process, lane, role)
);

-- Returns the lanes that a user hears of: those they name, and those whose members have their role.
CREATE FUNCTION lanes_of(named jsonb, of_role text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT named || coalesce(
    (SELECT jsonb_agg(DISTINCT lane) FROM lane_members WHERE role = of_role AND NOT named ? lane), '[]')
$$;
