-- Files of records, people and companies. Their bytes lie in a folder, under their hash; rows name them.

-- Bytes that are in the folder, or on the way into it. Noted before they are written, so that none is forgotten there.
CREATE TABLE attachment_files (
  sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes      bigint NOT NULL CHECK (bytes >= 0),
  -- When they were last written or asked for by a writer: files without a row of `attachments` go some minutes later.
  touched_at timestamptz NOT NULL
);
CREATE INDEX attachment_files_by_touch ON attachment_files (touched_at);

CREATE TABLE attachments (
  id             text PRIMARY KEY,
  person_id      text REFERENCES people ON DELETE CASCADE,
  company_id     text REFERENCES companies ON DELETE CASCADE,
  campaign_id    text REFERENCES campaigns ON DELETE CASCADE,
  lead_id        text REFERENCES leads ON DELETE CASCADE,
  opportunity_id text REFERENCES opportunities ON DELETE CASCADE,
  deal_id        text REFERENCES deals ON DELETE CASCADE,
  order_id       text REFERENCES orders ON DELETE CASCADE,
  job_id         text REFERENCES jobs ON DELETE CASCADE,
  name           text NOT NULL,
  content_type   text NOT NULL,
  -- The document of the sales process it was rendered from; null for an upload.
  document       text,
  -- The words of that document until it is rendered, and their hash: the same words make one file.
  content        jsonb,
  content_hash   text,
  sha256         text REFERENCES attachment_files,
  bytes          bigint,
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  CHECK (num_nonnulls(person_id, company_id, campaign_id, lead_id, opportunity_id, deal_id, order_id, job_id) = 1),
  CHECK ((sha256 IS NULL) = (bytes IS NULL)),
  CHECK ((sha256 IS NULL) = (content IS NOT NULL)),
  CHECK ((document IS NULL) = (content_hash IS NULL)),
  CHECK (content IS NULL OR document IS NOT NULL)
);
CREATE INDEX attachments_by_file ON attachments (sha256);
CREATE INDEX attachments_to_render ON attachments (created_at) WHERE sha256 IS NULL;
DO $$
DECLARE kind text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['person', 'company', 'campaign', 'lead', 'opportunity', 'deal', 'order', 'job'] LOOP
    EXECUTE format('CREATE INDEX attachments_of_%1$s ON attachments (%1$s_id, created_at) WHERE %1$s_id IS NOT NULL', kind);
  END LOOP;
END $$;

-- Attachments in the timeline of their record: `attachment` → [before, after]. An erasure removes that name again.
CREATE FUNCTION note_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one attachments := coalesce(NEW, OLD);
  shown jsonb := jsonb_build_object('id', one.id, 'name', one.name);
BEGIN
  INSERT INTO timeline (kind, record, at, actor, changes)
  VALUES ('attachments', coalesce(one.person_id, one.company_id, one.campaign_id, one.lead_id, one.opportunity_id, one.deal_id,
                                  one.order_id, one.job_id), acting_at(), acting(),
          jsonb_build_object('attachment', CASE TG_OP WHEN 'INSERT' THEN jsonb_build_array(NULL, shown) ELSE jsonb_build_array(shown, NULL) END));
  RETURN NULL;
END $$;
CREATE TRIGGER note_attachment AFTER INSERT OR DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION note_attachment();
