-- A company waits until the people who move with it are placed.

-- The company that it was part of until an undo: its people may still be among those of that one.
ALTER TABLE account_due ADD COLUMN apart_from text;

-- Whether the company of some who count for one is about to be found again: it would be scored with a part of its people.
CREATE FUNCTION waits_for_moves(given text, other text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM companies WHERE id = given) AND EXISTS (
    SELECT FROM account_moves AS move JOIN account_parts AS part USING (profile)
    WHERE move.due_at <= waits_for_moves.at AND part.company IN (given, other)) $$;

CREATE OR REPLACE FUNCTION take_accounts_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_scores SELECT (jsonb_populate_record(NULL::account_scores, merged_row)).*
  FROM account_merges WHERE company = NEW.id ON CONFLICT DO NOTHING;
  DELETE FROM account_scores AS one USING account_merges AS merge
  WHERE merge.company = NEW.id AND one.company = merge.kept AND one.programme = merge.programme
    AND one.state #>> '{tierState,begunAs,profile}' = NEW.id;
  INSERT INTO account_scores SELECT (jsonb_populate_record(NULL::account_scores, kept_row)).*
  FROM account_merges WHERE company = NEW.id AND kept_row IS NOT NULL ON CONFLICT DO NOTHING;
  PERFORM score_account(one.company, merge.programme, true)
  FROM account_merges AS merge, LATERAL (VALUES (merge.company), (merge.kept)) AS one (company)
  WHERE merge.company = NEW.id ORDER BY one.company, merge.programme;
  UPDATE account_due AS due SET apart_from = merge.kept FROM account_merges AS merge
  WHERE merge.company = NEW.id AND due.company = NEW.id AND due.programme = merge.programme;
  DELETE FROM account_merges WHERE company = NEW.id;
  RETURN NULL;
END $$;
