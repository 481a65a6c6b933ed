-- Views of tables that users have named: filters and columns, for themselves or for everybody.
CREATE TABLE saved_views (
  id         text PRIMARY KEY,
  -- The path of the list: `people`.
  list       text NOT NULL,
  name       text NOT NULL,
  owner      text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- Filter → value, as the address of the page has them.
  search     jsonb NOT NULL,
  -- Fields in their order; empty for all.
  columns    jsonb NOT NULL,
  is_shared  boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  revision   integer NOT NULL DEFAULT 1,
  UNIQUE (owner, list, name)
);
CREATE INDEX saved_views_shared ON saved_views (list, name) WHERE is_shared;
-- A preference has no timeline.
CREATE TRIGGER count_revision BEFORE UPDATE ON saved_views FOR EACH ROW EXECUTE FUNCTION count_revision();

-- The view that a table begins with, of each user.
CREATE TABLE default_views (
  email text NOT NULL REFERENCES users ON DELETE CASCADE,
  list  text NOT NULL,
  view  text NOT NULL REFERENCES saved_views ON DELETE CASCADE,
  PRIMARY KEY (email, list)
);
CREATE INDEX default_views_by_view ON default_views (view);
