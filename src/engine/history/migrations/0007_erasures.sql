-- Erasures of people: what is asked for and how far it is, who was erased (as salted hashes alone), and the receipts.

CREATE TABLE erasure_keys (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- Salt of the hashes below.
  salt    text NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  -- Signs receipts.
  secret  text NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
);
INSERT INTO erasure_keys DEFAULT VALUES;

-- What was accepted of a profile until a time is erased, and is refused wherever it turns up again.
CREATE TABLE erased (
  -- The beginning of the id, which decides on the partition, and a salted hash of all of it.
  name      text   PRIMARY KEY,
  beginning text   NOT NULL GENERATED ALWAYS AS (left(name, 3)) STORED,
  until_ms  bigint NOT NULL,
  -- Ledger entries that were noted before are erased, ms.
  noted_ms  bigint NOT NULL DEFAULT 0
);
CREATE INDEX erased_by_beginning ON erased (beginning);

CREATE TABLE erasures (
  id          text        PRIMARY KEY,
  -- Salted hash of the identity that was asked for.
  asked_for   text        NOT NULL,
  asked_by    text        NOT NULL,
  asked_at    timestamptz NOT NULL,
  -- The identity itself, until its profiles are known.
  identity    text,
  -- The last event of each partition as it was asked for: the history knows all links when it has them.
  asked_after text[]      NOT NULL,
  -- Every profile must have been erased up to then, ms; null until they are known.
  needed_ms   bigint,
  -- Up to when the marks that were sent last erase, ms.
  sent_ms     bigint,
  ended_at    timestamptz,
  -- Null until it ends.
  receipt     jsonb,
  CHECK ((ended_at IS NULL) = (receipt IS NULL))
);
CREATE UNIQUE INDEX erasures_one_running ON erasures (asked_for) WHERE ended_at IS NULL;
CREATE INDEX erasures_by_time ON erasures (asked_at DESC, id);

-- The profiles of an erasure that runs; forgotten with its end.
CREATE TABLE erasure_profiles (
  erasure    text   NOT NULL REFERENCES erasures ON DELETE CASCADE,
  profile    text   NOT NULL,
  address    text,
  person     text,
  -- Up to when its last mark erases, ms; 0 before the first.
  sent_ms    bigint NOT NULL DEFAULT 0,
  -- Up to when it is erased in each store, ms.
  history_ms bigint NOT NULL DEFAULT 0,
  ledger_ms  bigint NOT NULL DEFAULT 0,
  sales_ms   bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (erasure, profile)
);

-- How much an erasure has erased of each store.
CREATE TABLE erasure_counts (
  erasure text   NOT NULL REFERENCES erasures ON DELETE CASCADE,
  store   text   NOT NULL,
  count   bigint NOT NULL,
  PRIMARY KEY (erasure, store)
);
