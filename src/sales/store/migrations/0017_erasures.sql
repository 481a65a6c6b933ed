-- Erasures of people: how far sales is with each, and what lets them reach every row.

-- The profiles that sales has erased, as hashes of erasure and profile: a notice that comes again erases nothing more.
CREATE TABLE sales_erasures (
  erasure   text   NOT NULL,
  -- SHA-256 of the ids of the erasure and the profile.
  hash      text   NOT NULL,
  until_ms  bigint NOT NULL,
  -- Rows erased, by table.
  counts    jsonb  NOT NULL,
  PRIMARY KEY (erasure, hash)
);

-- The timeline stays append-only for everybody but an erasure.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' AND current_setting('scoville.erasing', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the timeline is append-only';
END $$;

CREATE INDEX alerts_about_person ON alerts (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX notices_by_delivery ON notices (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX deliveries_by_repeated ON deliveries (repeats) WHERE repeats IS NOT NULL;
