-- Users with an address that a page alone claimed. An export and an erasure of the address name them, and go no further.
CREATE TABLE address_claims (
  -- The id that the profile of the address has.
  address        text   NOT NULL,
  -- The profile of the user, and the user id.
  profile        text   NOT NULL,
  user_id        text   NOT NULL,
  -- When it was said first.
  accepted_at_ms bigint NOT NULL,
  PRIMARY KEY (address, profile)
);
CREATE INDEX address_claims_by_profile ON address_claims (profile);
