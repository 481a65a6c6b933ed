-- The inbox of each user: which alerts it shows, and which of them are read.

-- A page of an inbox is the next entries of these three indexes.
CREATE INDEX alerts_of_owner ON alerts (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX alerts_of_queue ON alerts (id) WHERE owner IS NULL AND recipients = '[]';

-- Users and lanes that an alert notifies besides its owner, kept by a trigger.
CREATE TABLE alert_recipients (
  recipient text NOT NULL,
  alert     bigint NOT NULL REFERENCES alerts ON DELETE CASCADE,
  PRIMARY KEY (recipient, alert)
);
CREATE INDEX alert_recipients_of_alert ON alert_recipients (alert);

CREATE FUNCTION list_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_recipients (recipient, alert)
  SELECT recipient, id FROM given, jsonb_array_elements_text(recipients) AS recipient WHERE recipients <> '[]'
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER list_recipients AFTER INSERT ON alerts REFERENCING NEW TABLE AS given
  FOR EACH STATEMENT EXECUTE FUNCTION list_recipients();

CREATE TABLE inboxes (
  email      text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- Alerts up to this one are not shown: they were before the user.
  since      bigint NOT NULL DEFAULT 0,
  -- Alerts up to this one are read, unless a mark says otherwise.
  read_until bigint NOT NULL DEFAULT 0
);
-- Alerts that were marked one by one.
CREATE TABLE inbox_marks (
  email   text NOT NULL REFERENCES inboxes ON DELETE CASCADE,
  alert   bigint NOT NULL REFERENCES alerts ON DELETE CASCADE,
  is_read boolean NOT NULL,
  PRIMARY KEY (email, alert)
);
CREATE INDEX inbox_marks_of_alert ON inbox_marks (alert);

CREATE FUNCTION open_inbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO inboxes (email, since, read_until)
  SELECT NEW.email, newest, newest FROM (SELECT coalesce(max(id), 0) AS newest FROM alerts) AS alerts;
  RETURN NULL;
END $$;
CREATE TRIGGER open_inbox AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION open_inbox();

-- What was before this version is read.
INSERT INTO alert_recipients (recipient, alert)
SELECT DISTINCT recipient, id FROM alerts, jsonb_array_elements_text(recipients) AS recipient WHERE recipients <> '[]';
INSERT INTO inboxes (email, read_until) SELECT email, (SELECT coalesce(max(id), 0) FROM alerts) FROM users;
