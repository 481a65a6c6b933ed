-- Whom an alert is about and for, so that channels can choose, and so that nothing goes out about who wishes no contact.

ALTER TABLE alerts
  ADD COLUMN person_id text REFERENCES people,
  -- Whose work it is; null while it waits in the queue.
  ADD COLUMN owner text,
  -- Users and lanes it is addressed to besides the owner.
  ADD COLUMN told jsonb NOT NULL DEFAULT '[]',
  -- `profile programme episode` of the crossing behind it; null where none is.
  ADD COLUMN episode text;
