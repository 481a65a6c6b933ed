/**
 * The quarantine of leads. Pure.
 *
 * Anybody may have a public key, and invent people with it. What can be written to or called of such a person is then said by public keys
 * alone. So many of one key become leads or contact tasks in an hour; further ones are held, with all that their crossing would do. So is
 * everyone of an address that has named too many. A person releases or drops them. Once a server or a signature proves the address, the next rise opens the lead.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { TierUpdate } from '../../contract/api/api.ts';
import { isActing } from './actions.core.ts';

/** A held lead; `record` is null once it was dropped. */
export interface HeldRow {
  /** The id that the lead will have. */
  id: string;
  held_at: string;
  record: TierUpdate | null;
  dropped_at: string | null;
}

/** The part of the store that decides on it, for one batch. */
export class Quarantine {
  readonly rows = new Map<string, HeldRow>();
  readonly changed = new Set<string>();
  readonly removed = new Set<string>();
  /** How many were opened, by the start of the hour and the key; and which of these changed. */
  readonly opened = new Map<string, number>();
  readonly counted = new Map<string, HourOfKey>();
  /** How many companies were entered, likewise. */
  readonly companies = new Map<string, number>();

  put(row: HeldRow): void {
    this.rows.set(row.id, row);
    this.changed.add(row.id);
  }

  remove(id: string): void {
    this.rows.delete(id);
    this.changed.delete(id);
    this.removed.add(id);
  }

  /** Whether one more may be opened in its hour by its key; then it is counted. */
  opens(record: TierUpdate): boolean {
    if (record.identity?.crowd) return false;
    return this.#counts(this.opened, record, limits.unprovenLeadsPerHourMax);
  }

  /** Whether its key may enter one more company in its hour; then it is counted. */
  entersCompany(record: TierUpdate): boolean {
    return this.#counts(this.companies, record, limits.unprovenCompaniesPerHourMax);
  }

  #counts(counts: Map<string, number>, record: TierUpdate, most: number): boolean {
    const hourOfKey = hourOfKeyOf(record);
    const id = nameOf(hourOfKey);
    const before = counts.get(id) ?? 0;
    if (before >= most) return false;
    counts.set(id, before + 1);
    this.counted.set(id, hourOfKey);
    return true;
  }
}

/** The start of an hour, ms, and the id of a public key; empty where an event of before did not name it. */
export interface HourOfKey {
  hour: number;
  key: string;
}

export function hourOfKeyOf({ atMs, identity }: TierUpdate): HourOfKey {
  return { hour: atMs - (atMs % limits.hourMs), key: identity?.unprovenBy ?? '' };
}

export function nameOf({ hour, key }: HourOfKey): string {
  return `${hour} ${key}`;
}

/** Whether public keys alone say how the person of a record can be reached. */
export function isUnproven({ identity }: Pick<TierUpdate, 'identity'>): boolean {
  if (identity === null) return false;
  const { unproven = [] } = identity;
  const reached = (['email', 'phone'] as const).filter((part) => identity[part] !== null);
  return reached.length > 0 && reached.every((part) => unproven.includes(part));
}

/** Whether public keys alone say who somebody is, and of which company. */
export function isByPages(record: Pick<TierUpdate, 'identity'>): boolean {
  const { identity } = record;
  if (identity === null) return false;
  const cannotBeReached = identity.email === null && identity.phone === null;
  return isUnproven(record) || (cannotBeReached && identity.unproven?.includes('company') === true);
}

/** Whether a record is held instead of applied. `id`: of its lead; `hasWork`: a lead or task of it is there already. */
export function isHeld(
  quarantine: Quarantine,
  record: TierUpdate,
  { id, hasWork }: { id: string; hasWork: boolean },
): boolean {
  const held = quarantine.rows.get(id) ?? null;
  const isAsking =
    isActing(record) && record.actions.some(({ do: act }) => act === 'open lead' || act === 'contact task');
  const isProven = !isUnproven(record);
  if (held !== null) {
    if (isProven && isAsking) {
      quarantine.remove(id);
      return false;
    }
    if (held.record !== null) quarantine.put({ ...held, record: refreshed(held.record, record) });
    return true;
  }
  if (isProven || !isAsking || hasWork || quarantine.opens(record)) return false;
  quarantine.put({ id, held_at: new Date(record.atMs).toISOString(), record, dropped_at: null });
  return true;
}

/** What is held, as it is now: the actions of the rise stay. A fall below the ladder leaves it, since a person decides. */
function refreshed(held: TierUpdate, now: TierUpdate): TierUpdate {
  if (now.to === 0) return held;
  return { ...now, from: 0, actions: held.actions, atMs: held.atMs, acceptedAtMs: held.acceptedAtMs };
}

/** A held record as it is applied when somebody releases it: its deadlines begin then. */
export function releasedAt(record: TierUpdate, nowMs: number): TierUpdate {
  const later = (actions: TierUpdate['actions']) =>
    actions.map((action) =>
      action.do === 'contact task' ? { ...action, dueAtMs: action.dueAtMs - record.atMs + nowMs } : action,
    );
  const { rearm } = record;
  return {
    ...record,
    actions: later(record.actions),
    ...(rearm && { rearm: { ...rearm, actions: later(rearm.actions) } }),
    atMs: nowMs,
    acceptedAtMs: nowMs,
  };
}
