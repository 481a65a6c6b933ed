-- The price list, opportunities, deals, orders and jobs with their items, and quotations.

CREATE TABLE products (
  name       text PRIMARY KEY,
  -- Records go by an id of letters; a product's follows from its name.
  id         text GENERATED ALWAYS AS ('pd_' || md5(name)) STORED,
  unit_price numeric(14, 2) CHECK (unit_price >= 0),
  currency   text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX products_by_creation ON products (created_at DESC, id DESC);

-- An opportunity becomes a deal or an order, an order a job; each names the records it came from.
CREATE TABLE opportunities (
  id             text PRIMARY KEY,
  name           text NOT NULL,
  person_id      text REFERENCES people,
  company_id     text REFERENCES companies,
  lead_id        text REFERENCES leads,
  campaign       text REFERENCES campaigns (name) ON UPDATE CASCADE,
  owner          text,
  amount         numeric(14, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  currency       text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$'),
  expected_close date,
  stage          text NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  closed_at      timestamptz,
  CHECK (coalesce(person_id, company_id) IS NOT NULL)
);
CREATE TABLE deals (LIKE opportunities INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));
ALTER TABLE deals ADD COLUMN opportunity_id text REFERENCES opportunities;
CREATE TABLE orders (LIKE deals INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));
ALTER TABLE orders ADD COLUMN deal_id text REFERENCES deals;
CREATE TABLE jobs (LIKE orders INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id));
ALTER TABLE orders ADD FOREIGN KEY (opportunity_id) REFERENCES opportunities;
ALTER TABLE jobs ADD FOREIGN KEY (opportunity_id) REFERENCES opportunities, ADD FOREIGN KEY (deal_id) REFERENCES deals,
  ADD COLUMN order_id text REFERENCES orders;
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['deals', 'orders', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (person_id) REFERENCES people,
      ADD FOREIGN KEY (company_id) REFERENCES companies, ADD FOREIGN KEY (lead_id) REFERENCES leads,
      ADD FOREIGN KEY (campaign) REFERENCES campaigns (name) ON UPDATE CASCADE', records);
  END LOOP;
END $$;

CALL keep_stage('opportunities', 'opportunity', 'stage');
CALL keep_stage('deals', 'deal', 'stage');
CALL keep_stage('orders', 'order', 'stage');
CALL keep_stage('jobs', 'job', 'stage');
-- The kinds that have items; false while the amount follows them.
ALTER TABLE opportunities ADD COLUMN amount_by_hand boolean NOT NULL DEFAULT false;
ALTER TABLE orders ADD COLUMN amount_by_hand boolean NOT NULL DEFAULT false;
DO $$
DECLARE records text;
BEGIN
  FOREACH records IN ARRAY ARRAY['opportunities', 'deals', 'orders', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN pipeline SET NOT NULL', records);
    EXECUTE format('CREATE INDEX ON %s (created_at DESC, id DESC)', records);
    EXECUTE format('CREATE INDEX ON %s (owner, created_at DESC, id DESC)', records);
    EXECUTE format('CREATE INDEX ON %s (person_id)', records);
    -- The largest first, and the next to close; a record without a close has a day after all others.
    EXECUTE format('CREATE INDEX ON %s (amount, created_at, id)', records);
    EXECUTE format($sql$CREATE INDEX ON %s ((coalesce(expected_close, 'infinity'::date)), id)$sql$, records);
    EXECUTE format('CREATE INDEX ON %s (stage, created_at, id)', records);
  END LOOP;
END $$;
-- For reports.
CREATE INDEX opportunities_by_lead ON opportunities (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX opportunities_by_end ON opportunities (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_open_by_owner ON opportunities (owner) WHERE closed_at IS NULL;
CREATE INDEX orders_won ON orders (closed_at) WHERE ended = 'won';

CREATE TABLE items (
  opportunity_id text REFERENCES opportunities ON DELETE CASCADE,
  order_id       text REFERENCES orders ON DELETE CASCADE,
  place          integer NOT NULL CHECK (place > 0),
  product        text NOT NULL REFERENCES products ON UPDATE CASCADE,
  quantity       numeric(14, 3) NOT NULL CHECK (quantity > 0),
  unit_price     numeric(14, 2) NOT NULL CHECK (unit_price >= 0),
  CHECK ((opportunity_id IS NULL) <> (order_id IS NULL)),
  UNIQUE (opportunity_id, place),
  UNIQUE (order_id, place)
);
CREATE INDEX items_by_product ON items (product);

-- The number of a quotation, drawn from a series a year.
CREATE TABLE quotation_series (
  year integer PRIMARY KEY,
  -- The last number drawn. It rises in the transaction that makes the quotation, so none is left out.
  last integer NOT NULL CHECK (last > 0)
);

CREATE TABLE quotations (
  id             text PRIMARY KEY,
  number         text NOT NULL UNIQUE,
  opportunity_id text NOT NULL REFERENCES opportunities,
  amount         numeric(14, 2) NOT NULL CHECK (amount >= 0),
  currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status         text NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'declined')),
  sent_at        timestamptz,
  -- The follow-up date, and when that day begins in the time zone of the sales process.
  follow_up_on   date,
  follow_up_at   timestamptz,
  answered_at    timestamptz,
  decline_reason text,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CHECK (status = 'draft' OR sent_at IS NOT NULL),
  CHECK ((status IN ('accepted', 'declined')) = (answered_at IS NOT NULL)),
  CHECK (follow_up_at IS NULL OR follow_up_on IS NOT NULL),
  CHECK (decline_reason IS NULL OR status = 'declined')
);
CREATE UNIQUE INDEX quotations_one_accepted ON quotations (opportunity_id) WHERE status = 'accepted';
CREATE INDEX quotations_by_opportunity ON quotations (opportunity_id);
CREATE INDEX quotations_by_creation ON quotations (created_at DESC, id DESC);
CREATE INDEX quotations_to_follow_up ON quotations (follow_up_at) WHERE status = 'sent';
CREATE INDEX quotations_by_follow_up_day ON quotations (follow_up_on) WHERE status = 'sent';

CALL keep_timeline('products');
CALL keep_timeline('opportunities');
CALL keep_timeline('deals');
CALL keep_timeline('orders');
CALL keep_timeline('jobs');
CALL keep_timeline('quotations');

-- Items in the timeline of their record: place → [before, after].
CREATE FUNCTION item_leaves_out() RETURNS text[] IMMUTABLE LANGUAGE sql AS
  $$ SELECT ARRAY['opportunity_id', 'order_id', 'place'] $$;
CREATE FUNCTION note_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(opportunity_id, order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || place, jsonb_build_array(NULL, to_jsonb(given) - item_leaves_out()))
    FROM given GROUP BY 2;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(opportunity_id, order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || place, jsonb_build_array(to_jsonb(old_rows) - item_leaves_out(), NULL))
    FROM old_rows GROUP BY 2;
  ELSE
    INSERT INTO timeline (kind, record, at, actor, changes)
    SELECT 'items', coalesce(given.opportunity_id, given.order_id), acting_at(), acting(),
           jsonb_object_agg('item ' || given.place,
             jsonb_build_array(to_jsonb(old_rows) - item_leaves_out(), to_jsonb(given) - item_leaves_out()))
    FROM given JOIN old_rows ON old_rows.place = given.place
      AND old_rows.opportunity_id IS NOT DISTINCT FROM given.opportunity_id AND old_rows.order_id IS NOT DISTINCT FROM given.order_id
    WHERE to_jsonb(old_rows) <> to_jsonb(given) GROUP BY 2;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_new AFTER INSERT ON items REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();
CREATE TRIGGER note_change AFTER UPDATE ON items REFERENCING OLD TABLE AS old_rows NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();
CREATE TRIGGER note_gone AFTER DELETE ON items REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION note_items();
