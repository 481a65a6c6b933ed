-- What reports are read by, and the weekly reviews that were sent.

CREATE INDEX opportunities_by_lead ON opportunities (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX opportunities_by_end ON opportunities (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_open_by_owner ON opportunities (owner) WHERE closed_at IS NULL;
CREATE INDEX orders_won ON orders (closed_at) WHERE ended = 'won';
CREATE INDEX contact_tasks_by_deadline ON tasks (due_at) WHERE episode IS NOT NULL;
CREATE INDEX leads_judged ON leads (created_at) WHERE quality IS NOT NULL;
CREATE INDEX leads_untouched ON leads (owner, created_at) WHERE closed_at IS NULL AND first_touch_at IS NULL;
CREATE INDEX activities_by_logger ON activities (logged_by, happened_at);
CREATE INDEX quotations_by_follow_up_day ON quotations (follow_up_on) WHERE status = 'sent';
-- What was changed of sales since a moment: the forecast as it stood then.
CREATE INDEX timeline_of_sales ON timeline (kind, at) WHERE kind IN ('opportunities', 'deals');

ALTER TABLE users
  -- Whether the weekly review comes by mail.
  ADD COLUMN weekly_review boolean NOT NULL DEFAULT true;

-- The reviews that came, one a user and week: whoever sweeps, and however late, each comes once.
CREATE TABLE weekly_reviews (
  email   text NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The Monday of its week, by the user's calendar.
  week    date NOT NULL CHECK (extract(isodow FROM week) = 1),
  at      timestamptz NOT NULL,
  -- False where there was nothing to say.
  is_sent boolean NOT NULL,
  PRIMARY KEY (email, week)
);
