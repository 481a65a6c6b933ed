/** Rows of the tables that several rooms read: people, companies, leads, tasks, users. */
import type { WorkingTime } from '../../base/time/time.ts';
import type { IdentityPart, Reason, TaskOutcome, TaskStatus, UserView } from '../../contract/api/api.ts';
import type { WrittenFlowColumns } from './record-tables.ts';

export interface PersonRow {
  id: string;
  email: string | null;
  /** Of somebody without one: the address that a public key alone says is theirs. It finds nobody. */
  claimed_email?: string | null;
  /** What nobody but a public key has said of them; null for nothing. */
  unproven?: readonly IdentityPart[] | null;
  profile: string | null;
  name: string | null;
  company: string | null;
  title: string | null;
  phone: string | null;
  kind: 'prospect' | 'contact' | 'customer';
  owner: string | null;
  company_id: string | null;
  /** ISO codes. */
  country: string | null;
  language: string | null;
  do_not_contact: boolean;
  /** In another system; read with it, and absent in new ones. */
  external_id?: string | null;
  external_source?: string | null;
  created_at: string;
  updated_at: string;
}

/** A company as its people's leads need it. */
export interface CompanyRow {
  id: string;
  name: string;
  domain: string | null;
  owner: string | null;
  do_not_contact: boolean;
  /** Its id in another system, and which; absent where nobody has read them. */
  external_id?: string | null;
  external_source?: string | null;
  /** Whether public keys alone have named it; absent is no. */
  is_claimed?: boolean;
  /** Those of companies that were merged into it; absent where nobody has read them. */
  merged_domains?: string[];
  merged_external_ids?: string[];
  merged_names?: string[];
  merged_ids?: string[];
}

/** The shared columns of leads and tasks: heat, reasons, person and owner. */
interface Heat {
  person_id: string;
  campaign: string;
  owner: string | null;
  /** Null for records entered by hand; programme and episode are null with it. */
  profile: string | null;
  programme: string | null;
  episode: number | null;
  /** The grade of the person by the programme. */
  grade: string | null;
  tier: number;
  tier_name: string;
  tiers: number;
  score: number;
  reasons: Reason[];
  created_at: string;
}

/** The position of a lead in its pipeline; its status is the stage. */
export interface LeadRow extends Heat, WrittenFlowColumns {
  id: string;
  status: string;
  programme_version: string | null;
  routing_reason: string | null;
  heated_at: string | null;
  updated_at: string;
}

export interface TaskRow extends Heat {
  id: string;
  type: string;
  subject: string;
  status: TaskStatus;
  outcome: TaskOutcome | null;
  due_at: string;
  /** Until when lists leave it out; read with it, and absent in new ones. */
  snoozed_until?: string | null;
  lead_id: string | null;
  completed_at: string | null;
  lead_status_before: string | null;
  /** Whether the person was contacted since it was opened; read with it, and absent in new ones. */
  is_touched?: boolean;
  /** Why it was cancelled. */
  closed_reason: string | null;
  /** The stage of the lead that ended it or lets it sleep; null where people ended it, and while it is open. */
  stopped_in: string | null;
  stopped_at: string | null;
  routing_reason: string | null;
}

/** What leads a user gets, and when. */
interface RoutedUserRow {
  lanes: string[];
  languages: string[];
  territories: string[];
  products: string[];
  accepts_leads: boolean;
  capacity: number;
  max_open_leads: number;
  deputy: string | null;
  away_from: Date | null;
  away_until: Date | null;
}

export interface UserRow extends RoutedUserRow {
  email: string;
  name: string | null;
  role: UserView['role'];
  team: string | null;
  time_zone: string | null;
  working_time: WorkingTime | null;
  weekly_review: boolean;
  password_hash: string | null;
  second_factor_at: Date | null;
  deactivated_at: Date | null;
  deactivated_reason: string | null;
  revision: number;
}
