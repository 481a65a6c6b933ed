-- Quotations come in as files too.
ALTER TABLE imports DROP CONSTRAINT imports_kind_check;
ALTER TABLE imports ADD CONSTRAINT imports_kind_check CHECK (
  kind IN ('people', 'companies', 'customers', 'owners', 'products', 'opportunities', 'deals', 'orders', 'jobs', 'quotations', 'do-not-contact'));
