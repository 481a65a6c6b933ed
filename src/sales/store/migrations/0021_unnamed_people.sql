-- A person of a company whose name is not known yet.
ALTER TABLE people DROP CONSTRAINT people_check,
  ADD CONSTRAINT people_known CHECK (coalesce(email, profile, name, phone, company_id) IS NOT NULL);
