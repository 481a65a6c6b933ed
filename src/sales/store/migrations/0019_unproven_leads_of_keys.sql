-- Each public key has its own hours. Rows of before are of all public keys together, and of no one key.
ALTER TABLE unproven_leads ADD COLUMN key text NOT NULL DEFAULT '';
ALTER TABLE unproven_leads DROP CONSTRAINT unproven_leads_pkey;
ALTER TABLE unproven_leads ADD PRIMARY KEY (hour, key);
