-- What is in force is known here too: a Redis that was lost or set back gets it from these rows.
ALTER TABLE programme_versions
  -- The text of the examples file that travelled with it.
  ADD COLUMN examples text,
  -- Whether crossings that only this change made were notified.
  ADD COLUMN notifies boolean NOT NULL DEFAULT false,
  -- The generation of the installation that activated it; numbers only rise.
  ADD COLUMN generation bigint NOT NULL DEFAULT 0,
  -- The generation from which the programme was retired, on its latest version; null while it is in force.
  ADD COLUMN retired_generation bigint,
  -- Acceptance times, ms, from which its match signatures count, by name.
  ADD COLUMN signature_times jsonb NOT NULL DEFAULT '{}';
