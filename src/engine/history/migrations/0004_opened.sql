-- The last event of each partition as the restore began: profiles are restored when the history has all of them. Ids of one
-- partition say nothing about those of another.

ALTER TABLE restores ADD COLUMN opened_at text[] NOT NULL DEFAULT '{}';
