-- An entry that takes an act back names it by its number. It is offered no undo itself, and keeps no earlier act from its undo.
ALTER TABLE timeline ADD COLUMN undoes bigint;
-- A transaction names the act in this setting, beside its actor and its time.
ALTER TABLE timeline ALTER COLUMN undoes SET DEFAULT nullif(current_setting('scoville.undoes', true), '')::bigint;
