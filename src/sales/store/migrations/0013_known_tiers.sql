-- Whether the profile was of a known person when its tier was applied. What an unknown one reached is still to be notified.
ALTER TABLE profile_tiers ADD COLUMN is_known boolean NOT NULL DEFAULT true;
