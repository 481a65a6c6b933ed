-- Second factors of log-ins: an authenticator app (TOTP), and recovery codes that work once.

ALTER TABLE users
  -- Since when a log-in by password needs a code; null without a second factor.
  ADD COLUMN second_factor_at timestamptz;

-- Whether an OpenID Connect provider vouched for the user: it asks for a second factor of its own.
ALTER TABLE sessions
  ADD COLUMN is_by_provider boolean NOT NULL DEFAULT false;

-- An app that is set up, or about to be. Its secret has to be readable: codes are computed from it.
CREATE TABLE second_factors (
  email     text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  secret    text NOT NULL,
  -- The last step of 30 seconds whose code was used: no code works twice.
  last_step bigint NOT NULL DEFAULT 0
);

CREATE TABLE recovery_codes (
  email     text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- SHA-256. A code is random and works once.
  code_hash text NOT NULL,
  PRIMARY KEY (email, code_hash)
);
