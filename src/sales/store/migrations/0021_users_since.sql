-- When a user was made: no weekly review is about the time before. Null for users of an earlier version.
ALTER TABLE users ADD COLUMN created_at timestamptz;
ALTER TABLE users ALTER COLUMN created_at SET DEFAULT acting_at();
