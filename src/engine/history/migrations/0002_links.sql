-- Which profile each linked profile is part of. A day of events is dropped, its links stay: a device goes on to send
-- events under its own id long after it was linked.

CREATE TABLE links (
  child          text   PRIMARY KEY,
  -- The first link of a child counts, as in scoring.
  parent         text   NOT NULL,
  accepted_at_ms bigint NOT NULL
);

CREATE INDEX links_parent ON links (parent);

INSERT INTO links (child, parent, accepted_at_ms)
SELECT DISTINCT ON (profile) profile, body::json ->> 'parent', accepted_at_ms FROM events WHERE kind = 'link'
ORDER BY profile, partition, split_part(entry, '-', 1)::bigint, split_part(entry, '-', 2)::bigint, position;

-- The first UTC day that is kept, once days were dropped; no row before: then the history has every event.
CREATE TABLE history_begins (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  day     date    NOT NULL
);
