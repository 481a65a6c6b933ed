-- Links that a page alone has said: an export and an erasure of the child do not go on to a person known to a server.
-- Links of before count as said by a server: nobody knows.
ALTER TABLE links ADD COLUMN by_page boolean NOT NULL DEFAULT false;
