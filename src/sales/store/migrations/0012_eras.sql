-- The era an offset is of, and a digest of its entry, which distinguishes it from another of the same id.
ALTER TABLE stream_offsets ADD COLUMN era integer NOT NULL DEFAULT 1, ADD COLUMN digest text NOT NULL DEFAULT '';

-- The tier state of each profile as of the last update that sales has applied: what was notified. Written with the offset.
-- Scoring goes on from it when Redis has lost its own.
CREATE TABLE profile_tiers (
  profile   text    NOT NULL,
  programme text    NOT NULL,
  -- When scoring evaluated it, ms.
  at_ms     bigint  NOT NULL,
  tier_name text    NOT NULL,
  -- As scoring wrote it; sales reads nothing of it.
  state     jsonb   NOT NULL,
  PRIMARY KEY (profile, programme)
);
