-- One change of many records: what was asked, the records one by one, and how each of them fared.

CREATE TABLE bulk_acts (
  id           text PRIMARY KEY,
  -- The path of the list, which is the name of the table: `leads`.
  list         text NOT NULL,
  -- The body of a change of one record; null of an act that adds a campaign.
  change       jsonb,
  -- A campaign that gets a part in the records.
  campaign     text,
  -- The filter that found the records; null where they were named.
  filter       jsonb,
  status       text NOT NULL CHECK (status IN ('running', 'done', 'cancelled', 'undoing', 'undone')),
  -- Who asked, with their rights at that time, and who asked for the undo.
  actor        jsonb NOT NULL,
  undone_by    jsonb,
  created_by   text NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  -- The process that works on it, and until when the others leave it alone.
  lease        text,
  leased_until timestamptz,
  CHECK ((change IS NULL) <> (campaign IS NULL)),
  CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX bulk_acts_by_creation ON bulk_acts (created_at DESC, id DESC);
CREATE INDEX bulk_acts_by_user ON bulk_acts (created_by, created_at DESC, id DESC);
CREATE INDEX bulk_acts_open ON bulk_acts (created_at, id) WHERE status IN ('running', 'undoing');

CREATE TABLE bulk_items (
  act_id  text NOT NULL REFERENCES bulk_acts ON DELETE CASCADE,
  -- In the order of the list.
  place   integer NOT NULL,
  record  text NOT NULL,
  -- Its own part of the change, besides that of all, such as fields that its stage asks for.
  own     jsonb,
  status  text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'unchanged', 'refused', 'undone', 'kept')),
  -- Why it was refused, or kept by the undo.
  reason  text,
  -- The entry of the timeline that an undo takes back; null of a campaign that was added.
  entry   text,
  PRIMARY KEY (act_id, record)
);
CREATE INDEX bulk_items_by_status ON bulk_items (act_id, status, place);
CREATE INDEX bulk_items_by_record ON bulk_items (record);
