-- "Mark all as read" sets marks "unread" aside instead of deleting them, so that it can be undone.

-- Up to where the inbox was read by the act that set the mark aside; null while the mark counts.
ALTER TABLE inbox_marks ADD COLUMN set_aside bigint;
