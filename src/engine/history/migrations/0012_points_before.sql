-- Of an entry `changed`: the points until then. With them the points of an entry sum up to what stands now. Null where programs of before wrote it.
ALTER TABLE ledger ADD COLUMN points_before double precision;
