-- What a part, and a company that is due, carry of the traces of the updates behind them, as alerts and deliveries do.

ALTER TABLE account_parts ADD COLUMN trace text;
ALTER TABLE account_due ADD COLUMN traces text[];

-- Beside the one of before, which programs of before call, and what no single update is behind. As many as a step has spans in.
CREATE FUNCTION score_account(given text, of_programme text, own boolean, by_trace text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO account_due AS due (company, programme, is_own, due_at, noted, traces)
  SELECT given, of_programme, own, 'epoch', nextval('account_notes'), CASE WHEN by_trace IS NOT NULL THEN ARRAY[by_trace] END
  WHERE given IS NOT NULL
  ON CONFLICT (company, programme) DO UPDATE SET is_own = due.is_own OR excluded.is_own, due_at = excluded.due_at, noted = excluded.noted,
    traces = (excluded.traces || due.traces)[1:128]
$$;

-- Where another writer moves a part, the update that wrote it last is not what makes its company due.
CREATE OR REPLACE FUNCTION score_accounts_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  by_trace text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM score_account(OLD.company, OLD.programme, OLD.ends_own);
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' OR NEW.trace IS DISTINCT FROM OLD.trace THEN
    by_trace := NEW.trace;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.company IS DISTINCT FROM OLD.company THEN
    PERFORM score_account(OLD.company, OLD.programme, true, by_trace);
    PERFORM score_account(NEW.company, NEW.programme, true, by_trace);
  ELSE
    PERFORM score_account(NEW.company, NEW.programme, NEW.is_own, by_trace);
  END IF;
  RETURN NULL;
END $$;
