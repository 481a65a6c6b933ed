-- Files of every record in a stage that has a customer; their rows find records by name.
ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check CHECK (
  kind IN ('people', 'companies', 'customers', 'owners', 'products', 'opportunities', 'deals', 'orders', 'jobs', 'do-not-contact'));
CREATE INDEX deals_by_name ON deals (name);
CREATE INDEX orders_by_name ON orders (name);
CREATE INDEX jobs_by_name ON jobs (name);
