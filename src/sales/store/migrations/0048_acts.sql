-- Entries of one transaction are one act: it is taken back as a whole. Entries from before this have none.
ALTER TABLE timeline ADD COLUMN act bigint;
ALTER TABLE timeline ALTER COLUMN act SET DEFAULT txid_current();
