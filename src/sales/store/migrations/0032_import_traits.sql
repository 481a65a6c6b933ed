-- What imports have written of people with an address and scoring has not heard yet: a fit is computed from it. Written with the person.
CREATE TABLE import_traits (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  import_id text NOT NULL REFERENCES imports ON DELETE CASCADE,
  person    text NOT NULL,
  email     text NOT NULL,
  -- Trait → value, as in an `identify`.
  traits    jsonb NOT NULL
);
CREATE INDEX import_traits_by_person ON import_traits (person);

-- How far an undo is: the id of the last change that it has taken back. Null before the first.
ALTER TABLE imports ADD COLUMN undone_to bigint;
