/** The part of the store that a batch touches, in memory: rows, look-ups, and the set of changed rows. Pure. */
import type { RoutingSnapshot } from '../routing/routing.ts';
import type { LeadRow, NameOfMerged, PersonRow, TaskRow } from '../store/store.ts';
import type { FlowEffect, StoredFlow } from '../workflow/workflow.ts';
import type { CompanyWord } from './account-words.core.ts';
import { Companies } from './companies.core.ts';
import { Quarantine } from './quarantine.core.ts';
import type { SuppressedUpdate } from './suppressed-updates.core.ts';

/** A crossing to be posted to an address. */
export interface WebhookRow {
  /** The time of the crossing: the delivery is due at once. */
  at: string;
  url: string;
  person: string;
  body: object;
  /** What it carries, where the event behind it is traced. */
  trace?: string;
}

/** A record that an episode opens, or closes again. */
export interface RecordOfEpisode {
  do: 'open record' | 'close record';
  /** Of the episode and the pipeline: the same however often they are applied. */
  key: string;
  /** `process/pipeline`. */
  in: string;
  name: string;
  person: string;
  company: string | null;
  owner: string | null;
  campaign: string;
  atMs: number;
  /** What it carries, where the event behind it is traced. */
  trace?: string;
}

/** Rows by id, with the few look-ups a decision needs. A changed row is put again. */
export class World {
  /** The pipeline new leads begin in, and those of the leads that are loaded. */
  readonly flows = new Map<string, StoredFlow>();
  /** The effects of moved leads, run when the rows are written. */
  readonly effects: { lead: string; effect: FlowEffect; trace?: string }[] = [];
  readonly people = new Map<string, PersonRow>();
  /** Owners of loaded leads that no record names; read only. */
  readonly formerPeople = new Map<string, PersonRow>();
  readonly leads = new Map<string, LeadRow>();
  readonly tasks = new Map<string, TaskRow>();
  /** Loaded rows that have changed. */
  readonly changed = { people: new Set<string>(), leads: new Set<string>(), tasks: new Set<string>() };
  /** Crossings to post; written with the other rows. */
  readonly webhooks: WebhookRow[] = [];
  /** Records to open or close; after the other rows are written. */
  readonly records: RecordOfEpisode[] = [];
  /** People who join a company marked "do not contact", and when, ms: their open work is closed. */
  readonly suppressed = new Map<string, number>();
  /** Updates about people who wish no contact: they are kept. */
  readonly suppressedUpdates: SuppressedUpdate[] = [];
  /** Profiles with kept updates, and `person campaign` of these. */
  readonly keptWork = new Set<string>();
  /** People whose claimed address was proven, while the other has it: by id, the one who has it. */
  readonly proven = new Map<string, string>();
  /** New rows: their insert never overwrites a row that another writer made meanwhile. */
  readonly added = { people: new Set<string>(), leads: new Set<string>(), tasks: new Set<string>() };

  /** The ids of people who answer for an address or a profile since a merge. */
  readonly #keptByEmail = new Map<string, string>();
  readonly #keptByProfile = new Map<string, string>();
  readonly #mergedByEmail = new Map<string, NameOfMerged>();
  /** Profiles that merged people are met as first while they are merged, by the id of the merged person. */
  readonly profilesOfMerged = new Map<string, string>();
  /** Ids of merged people: nobody else gets one. */
  readonly mergedIds = new Set<string>();

  readonly companies = new Companies();
  /** By person, address and profile, what was said of their company before. */
  wordsBefore = new Map<string, CompanyWord>();
  /** Those of them that these records change. */
  readonly wordsSaid = new Map<string, CompanyWord>();
  /** Addresses of people without a record of whose company another word counts, and that word. */
  readonly movedAddresses = new Map<string, CompanyWord>();
  readonly #leadFlow: StoredFlow;
  /** Pipelines that programmes name for their leads, by that name. */
  readonly #namedFlows: ReadonlyMap<string, StoredFlow>;
  readonly snapshot: RoutingSnapshot;
  readonly quarantine: Quarantine;

  constructor(
    leadFlow: StoredFlow,
    snapshot: RoutingSnapshot,
    namedFlows: ReadonlyMap<string, StoredFlow> = new Map(),
    quarantine = new Quarantine(),
  ) {
    this.#leadFlow = leadFlow;
    this.#namedFlows = namedFlows;
    this.snapshot = snapshot;
    this.quarantine = quarantine;
    for (const flow of [leadFlow, ...namedFlows.values()]) this.flows.set(flow.id, flow);
  }

  /** Returns the pipeline that the programme names; the default where it names none, or one that does not exist. */
  leadFlow(name: string | null): StoredFlow {
    return (name === null ? null : this.#namedFlows.get(name)) ?? this.#leadFlow;
  }

  put(kind: 'people', row: PersonRow): void;
  put(kind: 'leads', row: LeadRow): void;
  put(kind: 'tasks', row: TaskRow): void;
  put(kind: 'people' | 'leads' | 'tasks', row: PersonRow | LeadRow | TaskRow): void {
    const rows = this[kind] as Map<string, unknown>;
    if (!rows.has(row.id)) this.added[kind].add(row.id);
    else if (!this.added[kind].has(row.id)) this.changed[kind].add(row.id);
    rows.set(row.id, row);
  }

  person(test: (person: PersonRow) => boolean): PersonRow | null {
    for (const person of this.people.values()) if (test(person)) return person;
    return null;
  }

  /** Notes what leads to a person since a merge. */
  addMerged(name: NameOfMerged): void {
    const { kept, merged, email, profile } = name;
    this.mergedIds.add(merged);
    if (email !== null) {
      this.#keptByEmail.set(email, kept);
      this.#mergedByEmail.set(email, name);
    }
    if (profile !== null) this.#keptByProfile.set(profile, kept);
  }

  /** Notes that a merged person, found by their address, is met as a profile. One who has a profile keeps it. */
  meetMerged(email: string, profile: string): void {
    const name = this.#mergedByEmail.get(email);
    if (name === undefined || name.profile !== null) return;
    this.profilesOfMerged.set(name.merged, profile);
    this.addMerged({ ...name, profile });
  }

  /** The person who answers for an address since a merge; null where nobody does. */
  keptWithEmail(email: string | null): PersonRow | null {
    return this.people.get(this.#keptByEmail.get(email ?? '') ?? '') ?? null;
  }

  /** The same by a profile. */
  keptWithProfile(profile: string): PersonRow | null {
    return this.people.get(this.#keptByProfile.get(profile) ?? '') ?? null;
  }

  /** Who a loaded lead belongs to, whether or not a record names them. */
  personOfLead({ person_id }: LeadRow): PersonRow | null {
    return this.people.get(person_id) ?? this.formerPeople.get(person_id) ?? null;
  }

  lead(test: (lead: LeadRow) => boolean): LeadRow | null {
    for (const lead of this.leads.values()) if (test(lead)) return lead;
    return null;
  }

  leadsOf(test: (lead: LeadRow) => boolean): LeadRow[] {
    return [...this.leads.values()].filter(test);
  }

  tasksOf(test: (task: TaskRow) => boolean): TaskRow[] {
    return [...this.tasks.values()].filter(test);
  }

  task(test: (task: TaskRow) => boolean): TaskRow | null {
    for (const task of this.tasks.values()) if (test(task)) return task;
    return null;
  }
}
