-- "Do not contact", enforced by the database itself under every writer.

-- A person who joins a company marked "do not contact" is marked too.
CREATE FUNCTION mark_with_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'INSERT' OR OLD.company_id IS DISTINCT FROM NEW.company_id)
     AND EXISTS (SELECT FROM companies WHERE id = NEW.company_id AND do_not_contact) THEN
    NEW.marked_with_company := NEW.marked_with_company OR TG_OP = 'INSERT' OR NOT OLD.do_not_contact;
    NEW.do_not_contact := true;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_with_company BEFORE INSERT OR UPDATE OF company_id ON people
  FOR EACH ROW WHEN (NEW.company_id IS NOT NULL) EXECUTE FUNCTION mark_with_company();

-- A task or an alert about a marked person is not written. A delivery is written as cancelled, so that its log says why.
-- Marking holds the lock 4400005 alone; every writer shares it. So a concurrent mark is either seen here, or sees the new row.
-- (A lock of the person's row could deadlock with the appliers of tier updates: people, then leads, then tasks.)
CREATE FUNCTION is_do_not_contact(person text, company text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4400005);
  RETURN EXISTS (SELECT FROM people WHERE id = person AND do_not_contact)
    OR (person IS NULL AND EXISTS (SELECT FROM companies WHERE id = company AND do_not_contact));
END $$;

CREATE FUNCTION drop_task_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A task about a record is about its person.
  IF NEW.person_id IS NULL THEN
    NEW.person_id := coalesce(
      (SELECT person_id FROM leads WHERE id = NEW.lead_id), (SELECT person_id FROM opportunities WHERE id = NEW.opportunity_id),
      (SELECT person_id FROM deals WHERE id = NEW.deal_id), (SELECT person_id FROM orders WHERE id = NEW.order_id),
      (SELECT person_id FROM jobs WHERE id = NEW.job_id));
  END IF;
  IF NEW.status = 'Open' AND is_do_not_contact(NEW.person_id, NEW.company_id) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION drop_task_without_contact();

CREATE FUNCTION cancel_delivery_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_do_not_contact(NEW.person_id, NULL) THEN
    NEW.next_at := NULL;
    NEW.state := 'cancelled';
    NEW.cancelled_reason := 'the person does not wish to be contacted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cancel_without_contact BEFORE INSERT ON deliveries
  FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.next_at IS NOT NULL) EXECUTE FUNCTION cancel_delivery_without_contact();

-- Writers of alerts already share the lock, so this trigger waits for no mark.
CREATE FUNCTION drop_alert_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM people WHERE id = NEW.person_id AND do_not_contact)
     OR (NEW.person_id IS NULL
         AND EXISTS (SELECT FROM companies WHERE id = NEW.data -> 'task' ->> 'company' AND do_not_contact)) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON alerts
  FOR EACH ROW EXECUTE FUNCTION drop_alert_without_contact();

-- A channel chooses no alert about a marked person, even one written before the mark.
CREATE FUNCTION drop_notice_without_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM alerts JOIN people ON people.id = alerts.person_id WHERE alerts.id = NEW.alert AND do_not_contact) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drop_without_contact BEFORE INSERT ON notices
  FOR EACH ROW EXECUTE FUNCTION drop_notice_without_contact();
