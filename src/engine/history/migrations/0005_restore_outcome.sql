-- How a restore ended: every profile is whole; called off, and may be resumed; or another restore took its place. Null while it runs.

ALTER TABLE restores ADD COLUMN outcome text CHECK (outcome IN ('done', 'cancelled', 'replaced'));
UPDATE restores SET outcome = 'done' WHERE ended_at IS NOT NULL;
