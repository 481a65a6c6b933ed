-- The profiles that a backtest moves, in a table of their own: an erasure finds and deletes them by profile.
-- Addresses are not kept: readers look them up.

CREATE TABLE backtest_moves (
  backtest text    NOT NULL REFERENCES backtests ON DELETE CASCADE,
  -- Its place in the list, from 0: the largest moves first.
  place    integer NOT NULL,
  profile  text    NOT NULL,
  -- Tiers, scores and reasons.
  move     jsonb   NOT NULL,
  PRIMARY KEY (backtest, place)
);
CREATE INDEX backtest_moves_of_profile ON backtest_moves (profile);
CREATE INDEX backtests_by_time ON backtests (started_at);

-- Earlier results named people beside their addresses, also some who were erased since.
DELETE FROM backtests;
