/** What takes an entry of a timeline back: the same change turned round, while nobody has changed the same columns since. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { TimelineEntry } from '../../contract/api/api.ts';

/** An entry as the timeline keeps it. */
export type Entry = Pick<TimelineEntry, 'id' | 'kind' | 'at' | 'actor' | 'changes'> & {
  /** The transaction that wrote it; null of entries from before transactions were kept. */
  act: string | null;
  /** The act that it takes back; null of an entry that is no undo. */
  undoes: string | null;
};

/** What one transaction did to one record: its entries, the latest first, and their changes as one. */
export interface Act extends Omit<Entry, 'id'> {
  entries: string[];
}

const external = { external_id: 'externalId', external_source: 'externalSource' };

/** The parts of a change of the API, by the columns that keep them. */
const partsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tasks: {
    subject: 'subject',
    owner: 'owner',
    due_at: 'dueAt',
    snoozed_until: 'snoozedUntil',
    status: 'status',
  },
  leads: {
    ...{ status: 'status', owner: 'owner', fields: 'fields', ...external },
    ...{ quality: 'quality', quality_reason: 'quality' },
  },
  people: {
    ...{
      email: 'email',
      name: 'name',
      kind: 'kind',
      owner: 'owner',
      company: 'company',
      company_id: 'companyId',
    },
    ...{ country: 'country', language: 'language', title: 'title', phone: 'phone', ...external },
    do_not_contact: 'doNotContact',
  },
  companies: {
    ...{ name: 'name', domain: 'domain', owner: 'owner', country: 'country', phone: 'phone' },
    ...{ do_not_contact: 'doNotContact', ...external },
  },
  quotations: { amount: 'amount', follow_up_on: 'followUpOn' },
};
const partsOfRecord = {
  ...{ name: 'name', stage: 'stage', owner: 'owner', amount: 'amount', currency: 'currency' },
  ...{ amount_by_hand: 'amount', expected_close: 'expectedClose', fields: 'fields', ...external },
};
const tablesOfRecords = ['opportunities', 'deals', 'orders', 'jobs', 'campaigns'];

type Change = Record<string, unknown>;
const isMap = (value: unknown): value is Change => typeof value === 'object' && value !== null;

/** The columns of an entry that are a decision of somebody; the rest follows from them. */
export function decidedIn({ kind, changes }: Pick<Entry, 'kind' | 'changes'>): string[] {
  const parts = partsOf[kind] ?? (tablesOfRecords.includes(kind) ? partsOfRecord : {});
  // What is new is taken back as a whole, where it can be.
  if (changes['id']?.[0] === null) return kind === 'tasks' ? ['status'] : [];
  // It ended by the undo of another act, or by a merge: these are what is taken back.
  if (changes['ended']?.[1] === 'voided') return [];
  // What a customer was sent, or has answered, stands.
  if (kind === 'quotations' && 'status' in changes) return [];
  return Object.keys(changes).filter((column) => Object.hasOwn(parts, column));
}

/** Returns the change of the API that turns an act round; null where there is none. `nowMs`: a snooze that is over is not put back. */
export function inverseOf({ kind, changes }: Pick<Entry, 'kind' | 'changes'>, nowMs: number): Change | null {
  const decided = decidedIn({ kind, changes });
  if (decided.length === 0) return null;
  const parts = partsOf[kind] ?? partsOfRecord;
  const before = (column: string) => changes[column]?.[0] ?? null;
  const change: Change = {};
  for (const column of decided) change[(parts as Record<string, string>)[column] as string] = before(column);
  if (kind === 'tasks' && decided.includes('status')) {
    const back = statusBack(before, changes['status']?.[1]);
    if (back === null) return null;
    Object.assign(change, back);
  }
  // Before somebody set it, the amount followed the items.
  if ('amount' in change) change['amount'] = before('amount_by_hand') === false ? null : before('amount');
  if ('fields' in change) change['fields'] = fieldsBack(before('fields'), changes['fields']?.[1]);
  if ('dueAt' in change || 'snoozedUntil' in change) timesBack(change, nowMs);
  if ('quality' in change) change['quality'] = qualityBack(changes['quality'], before('quality_reason'));
  return change;
}

/** The quality of a lead as it was. Where nothing but its reason changed, it is one that has a reason. */
function qualityBack(quality: Entry['changes'][string] | undefined, reason: unknown): Change | null {
  const was = quality === undefined ? 'junk' : quality[0];
  return was === null ? null : { quality: was, ...(reason !== null && { reason }) };
}

/** A task that was closed is open again, one that was opened again is closed as it was, and a new one is cancelled. */
function statusBack(before: (column: string) => unknown, after: unknown): Change | null {
  const status = before('status');
  if (status === null) return { status: 'Cancelled', reason: 'Taken back' };
  if (status === 'Open') return after === 'Asleep' ? null : { status };
  if (status === 'Complete') return { status, outcome: before('outcome') };
  return status === 'Cancelled' ? { status, reason: before('closed_reason') ?? 'Taken back' } : null;
}

/** The fields that an entry filled, changed or emptied, as they were before; null empties one. */
function fieldsBack(before: unknown, after: unknown): Change {
  const [was, is] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return Object.fromEntries(
    [...names].filter((name) => was[name] !== is[name]).map((name) => [name, was[name] ?? null]),
  );
}

/** Moments as the API takes them. */
function timesBack(change: Change, nowMs: number): void {
  const iso = (value: unknown) => new Date(String(value)).toISOString();
  if ('dueAt' in change) change['dueAt'] = iso(change['dueAt']);
  const until = change['snoozedUntil'];
  if (typeof until === 'string') change['snoozedUntil'] = Date.parse(until) > nowMs ? iso(until) : null;
}

/** What keeps an act from being taken back: a later change of the same columns. */
export interface Held {
  kind: string;
  columns: string[];
  actor: string;
  at: string;
}

/** Until when an act can be taken back, and what keeps it. */
export interface Undo {
  until: string;
  held: Held | null;
}

/** Joins the entries of one record, the latest first, to acts: of each column the first value before and the last one after. */
export function actsOf(entries: readonly Entry[]): Act[] {
  const acts: Act[] = [];
  for (const { id, ...entry } of entries) {
    const last = acts.at(-1);
    const isSame = entry.act !== null && last?.act === entry.act && last.kind === entry.kind;
    if (last === undefined || !isSame) {
      acts.push({ ...entry, entries: [id] });
      continue;
    }
    last.entries.push(id);
    const changes = { ...last.changes };
    for (const [column, [before, after]] of Object.entries(entry.changes))
      changes[column] = [before, column in changes ? changes[column]?.[1] : after];
    last.changes = changes;
  }
  return acts;
}

/** The amount that a record has, and whether a user has set it. */
export interface AmountNow {
  amount: number;
  isByHand: boolean;
}

/**
 * Leaves amounts that followed the items out of acts, the latest first: nobody decided them. An act that left an amount as it was, but no
 * longer or newly set by hand, gets it. `now`: the amount of the record; null of a record that has no items.
 */
export function withoutFollowed(acts: readonly Act[], now: AmountNow | null): Act[] {
  if (now === null) return [...acts];
  let { isByHand, amount }: { isByHand: boolean; amount: unknown } = now;
  return acts.map((act) => {
    const byHand = act.changes['amount_by_hand'];
    const isDecided = isByHand || byHand !== undefined;
    if (byHand !== undefined) isByHand = byHand[0] === true;
    const changed = act.changes['amount'];
    if (changed !== undefined) amount = changed[0];
    else if (byHand !== undefined) return { ...act, changes: { ...act.changes, amount: [amount, amount] } };
    if (isDecided) return act;
    const { amount: _followed, ...changes } = act.changes;
    return { ...act, changes };
  });
}

/** Returns the undo of an act; undefined where nobody has taken it back. The acts are those on one record, the latest first. */
export function undoneBy(acts: readonly Act[], act: Act): Act | undefined {
  const since = acts.slice(0, acts.indexOf(act));
  return act.act === null ? undefined : since.findLast(({ undoes }) => undoes === act.act);
}

/**
 * Returns which acts on one record, the latest first, its timeline offers to take back. An act that is not there is no decision of a
 * user, is over a day old, or was taken back. An undo is never there: what it took away does not come back as the same.
 */
export function undosOf(acts: readonly Act[], nowMs: number): Map<Act, Undo> {
  const undos = new Map<Act, Undo>();
  const merging = new Set(acts.filter(({ kind }) => kind === 'merges').map(({ act }) => act));
  for (const act of acts) {
    // Its own undo takes a merge back as a whole.
    if (act.act !== null && merging.has(act.act)) continue;
    if (act.undoes !== null || undoneBy(acts, act) !== undefined) continue;
    const untilMs = Date.parse(act.at) + limits.undoMs;
    if (!act.actor.includes('@') || untilMs <= nowMs || inverseOf(act, nowMs) === null) continue;
    undos.set(act, { until: new Date(untilMs).toISOString(), held: heldBy(acts, act) });
  }
  return undos;
}

/**
 * Returns what keeps an act from being taken back: the first that changed the same since; null where none did. The acts are the latest
 * first. Any change of the same columns counts, and of a quotation its sending and its answer: they decided what the customer has. What
 * was changed and put back since counts for nothing. `decided`: the columns of the act that it is about.
 */
export function heldBy(acts: readonly Act[], act: Act, decided = decidedIn(act)): Held | null {
  const holding = [...decided, ...(act.kind === 'quotations' ? ['status'] : [])];
  const since = acts.slice(0, acts.indexOf(act)).filter(({ kind }) => kind === act.kind);
  const again = (one: Act) =>
    holding.filter((column) => Object.hasOwn(one.changes, column) && !isPutBack(since, one, column));
  const later = since.findLast((one) => again(one).length > 0);
  if (later === undefined) return null;
  return { kind: later.kind, columns: again(later), actor: later.actor, at: later.at };
}

/** Whether an act and its undo leave a column as it was before both: asked of either of them. */
function isPutBack(acts: readonly Act[], one: Act, column: string): boolean {
  const [done, undo] =
    one.undoes === null
      ? [one, undoneBy(acts, one)]
      : [acts.find(({ act }) => act !== null && act === one.undoes), one];
  const [before, after] = [done?.changes[column], undo?.changes[column]];
  return before !== undefined && after !== undefined && textOf(before[0]) === textOf(after[1]);
}

/** A value to compare, without the fields that are empty in it: an undo empties what was not filled in. The database orders names. */
const textOf = (value: unknown) =>
  JSON.stringify(isMap(value) ? Object.entries(value).filter(([, one]) => one !== null) : value);
