-- Processes of before say not who has said a link: what they write during an upgrade counts as said by a page until a server says it.
ALTER TABLE links ALTER COLUMN by_page SET DEFAULT true;
