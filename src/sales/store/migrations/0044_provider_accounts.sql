-- Accounts at an OpenID Connect provider that have logged in as a user: found by their subject, so that an address that
-- moves to somebody else at the provider opens nothing here.

CREATE TABLE provider_accounts (
  issuer    text NOT NULL,
  -- How the provider names the account for good.
  subject   text NOT NULL,
  email     text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- Of the first log-in.
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (email, issuer)
);
