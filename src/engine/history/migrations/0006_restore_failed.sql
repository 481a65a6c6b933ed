-- Profiles that could not be evaluated as a restore ended: it ended without them.

ALTER TABLE restores ADD COLUMN failed bigint NOT NULL DEFAULT 0;
