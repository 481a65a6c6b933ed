/** The rooms of the sales wing, each by its door. */
import type { Acts } from './acts/acts.ts';
import type { Attachments, FileStore } from './attachments/attachments.ts';
import type { BulkActs } from './bulk/bulk.ts';
import type { Deadlines } from './deadlines/deadlines.ts';
import type { Deliveries } from './delivery/delivery.ts';
import type { Forms } from './forms/forms.ts';
import type { Imports } from './imports/imports.ts';
import type { Leads } from './leads/leads.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Privacy } from './privacy/privacy.ts';
import type { Quotes } from './quotes/quotes.ts';
import type { Records } from './records/records.ts';
import type { Reports } from './reports/reports.ts';
import type { Retention } from './retention/retention.ts';
import type { Assignments } from './routing/routing.ts';
import type { SalesRules } from './rules/rules.ts';
import type { Team } from './team/team.ts';
import type { Workflow } from './workflow/workflow.ts';

export interface Sales {
  acts: Acts;
  outbox: Outbox;
  attachments: Attachments;
  /** The folder of their bytes. */
  files: FileStore;
  workflow: Workflow;
  routing: Assignments;
  rules: SalesRules;
  leads: Leads;
  records: Records;
  bulk: BulkActs;
  forms: Forms;
  quotes: Quotes;
  deadlines: Deadlines;
  delivery: Deliveries;
  notifications: Notifications;
  team: Team;
  reports: Reports;
  privacy: Privacy;
  imports: Imports;
  retention: Retention;
}
