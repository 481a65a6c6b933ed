-- Which profile each linked profile is part of. A day of events is dropped, its links stay: a device goes on to send
-- events under its own id long after it was linked.

CREATE TABLE links (
  child          text   PRIMARY KEY,
  -- The first link of a child counts, as in scoring.
  parent         text   NOT NULL,
  accepted_at_ms bigint NOT NULL
);

CREATE INDEX links_parent ON links (parent);

-- Not read as json: a device may be named by what PostgreSQL cannot unescape. Quotes within a name stand escaped.
INSERT INTO links (child, parent, accepted_at_ms)
SELECT DISTINCT ON (profile) profile, substring(body FROM '"parent":"([^"\\]+)"'), accepted_at_ms
FROM events WHERE kind = 'link'
ORDER BY profile, partition, split_part(entry, '-', 1)::bigint, split_part(entry, '-', 2)::bigint, position;

-- The first UTC day that is kept, once days were dropped; no row before: then the history has every event.
CREATE TABLE history_begins (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  day     date    NOT NULL
);

-- Of a history from before this table nobody knows whether days were dropped.
INSERT INTO history_begins (day) SELECT min(day) FROM events HAVING min(day) IS NOT NULL;
