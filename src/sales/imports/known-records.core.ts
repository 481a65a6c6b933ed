/** Records that the rows of a batch may touch, by id and by their id in another system. Pure. */
import { type Decision, problemOf, type Stored } from './decision.core.ts';
import type { Values } from './rows.core.ts';

/** What leads to a record since another one was merged into it. */
export interface MergedNames {
  kept: string;
  merged: string;
  email: string | null;
  external_id: string | null;
  external_source: string | null;
  name: string | null;
  domain: string | null;
}

export class KnownRecords {
  readonly #byId = new Map<string, Stored>();
  readonly #byExternalId = new Map<string, Stored>();
  readonly #merged: readonly MergedNames[];

  constructor(merged: readonly MergedNames[] = []) {
    this.#merged = merged;
  }

  /** A row that names a merged record, as one about the record that it became part of: what that one says of itself stays. */
  asKept(values: Values): Values {
    const { id, externalId, externalSource, ...rest } = values;
    const isExternal = (one: MergedNames) =>
      one.external_id !== null &&
      keyOf(one.external_id, one.external_source) === keyOf(externalId, externalSource);
    const names = ['email', 'name', 'domain'] as const;
    const isNamed = (one: MergedNames) =>
      names.some((name) => one[name] !== null && one[name] === values[name]);
    const isMerged = (one: MergedNames) => one.merged === id || isExternal(one);
    const found = this.#merged.find(isMerged) ?? this.#merged.find(isNamed);
    if (found === undefined) return values;
    const kept = this.#merged.filter((one) => one.kept === found.kept);
    const own = { ...rest };
    for (const name of names)
      if (kept.some((one) => one[name] !== null && one[name] === own[name])) delete own[name];
    const leads = externalId === undefined || kept.some(isExternal);
    return { ...own, id: found.kept, ...(!leads && { externalId, externalSource }) };
  }

  /** Puts a record in the place of what it was. Returns what it was; undefined for a new one. */
  put(record: Stored): Stored | undefined {
    const former = this.#byId.get(String(record['id']));
    if (former !== undefined)
      this.#byExternalId.delete(keyOf(former['external_id'], former['external_source']));
    this.#byId.set(String(record['id']), record);
    if (typeof record['external_id'] === 'string')
      this.#byExternalId.set(keyOf(record['external_id'], record['external_source']), record);
    return former;
  }

  withId(id: unknown): Stored | null {
    return this.#byId.get(String(id)) ?? null;
  }

  /** The record with the id in another system that a row names; null for none. */
  withExternalId({ externalId, externalSource }: Values): Stored | null {
    if (typeof externalId !== 'string') return null;
    return this.#byExternalId.get(keyOf(externalId, externalSource)) ?? null;
  }
}

const keyOf = (id: unknown, source: unknown) => JSON.stringify([source ?? '', id]);

/** Whether a record that is only like a row has another id in another system: two people may have one name. */
export function isOfAnother(like: Stored | null, { externalId }: Values): boolean {
  return typeof externalId === 'string' && (like?.['external_id'] ?? null) !== null;
}

/** The problem of a row whose id is of another record than the one that its id in another system finds; null for none. */
export function otherWithId(known: KnownRecords, values: Values, found: Stored | null): Decision | null {
  const other = known.withId(values['id']);
  if (other === null || found === null || other['id'] === found['id']) return null;
  return problemOf(
    'externalId',
    values,
    `it is of "${String(found['id'])}", and "id" of another record; give one of them`,
  );
}

/** The id in another system as columns. It and its source are one: an id without a source is of the only system there is. */
export function externalColumnsOf({ externalId, externalSource }: Values): Record<string, unknown> {
  if (externalId === undefined) return {};
  return { external_id: externalId, external_source: externalId === null ? null : (externalSource ?? null) };
}
