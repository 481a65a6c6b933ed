/** What rows do to companies: found by id, domain or name, each of which is one company's. Pure. */
import { type Decision, decided, ownerError, problemOf, type Stored, written } from './decision.core.ts';
import { externalColumnsOf, KnownRecords, type MergedNames, otherWithId } from './known-records.core.ts';
import type { Values } from './rows.core.ts';

export class CompaniesWorld extends KnownRecords {
  readonly #byName = new Map<string, Stored>();
  readonly #byDomain = new Map<string, Stored>();
  readonly users: ReadonlySet<string>;
  readonly #newId: () => string;
  readonly #at: string;

  constructor(
    given: {
      companies: readonly Stored[];
      users: ReadonlySet<string>;
      merged?: readonly MergedNames[];
    },
    newId: () => string,
    at: string,
  ) {
    super(given.merged);
    for (const company of given.companies) this.put(company);
    this.users = given.users;
    this.#newId = newId;
    this.#at = at;
  }

  override put(company: Stored): Stored | undefined {
    const former = super.put(company);
    this.#byName.delete(String(former?.['name']));
    this.#byDomain.delete(String(former?.['domain']));
    this.#byName.set(String(company['name']), company);
    if (typeof company['domain'] === 'string') this.#byDomain.set(company['domain'], company);
    return former;
  }

  company(values: Values): Stored | null {
    const { id, domain, name } = values;
    return (
      this.withExternalId(values) ??
      this.withId(id) ??
      this.#byDomain.get(String(domain)) ??
      this.#byName.get(String(name)) ??
      null
    );
  }

  named(name: unknown): Stored | null {
    return this.#byName.get(String(name)) ?? null;
  }

  withDomain(domain: unknown): Stored | null {
    return this.#byDomain.get(String(domain)) ?? null;
  }

  newCompany(): Stored {
    return {
      ...{ id: `cp_${this.#newId()}`, name: null, domain: null, owner: null, country: null, phone: null },
      ...{ external_id: null, external_source: null },
      ...{ do_not_contact: false, created_at: this.#at, updated_at: this.#at },
    };
  }
}

/** A company that pages alone have named is named by a row. The domain that they gave to its name stays only where the row means it. */
function namedBy({ id, name, domain, externalId }: Values): Stored {
  if ((name ?? domain ?? externalId) === undefined) return {};
  const isMeant = typeof id === 'string' || typeof domain === 'string';
  return { is_claimed: false, ...(!isMeant && { domain: null }) };
}

/** What a row does to a company. */
export function decideCompany(world: CompaniesWorld, given: Values): Decision {
  const values = world.asKept(given);
  const before = world.company(values);
  const otherId = otherWithId(world, values, before);
  if (otherId !== null) return otherId;
  const isOther = (found: Stored | null) => found !== null && found['id'] !== before?.['id'];
  if (isOther(world.named(values['name']))) return problemOf('name', values, 'another company has this name');
  if (isOther(world.withDomain(values['domain'])))
    return problemOf('domain', values, 'another company has this domain');
  const owner = ownerError(values, before, world.users);
  if (owner !== null) return owner;
  if (before === null && typeof values['name'] !== 'string')
    return problemOf(
      ['domain', 'externalId', 'id'].find((name) => typeof values[name] === 'string') ?? null,
      values,
      'there is no such company; give its "name" to enter it',
    );
  const { name, domain, phone, country, doNotContact } = values;
  const mark =
    typeof doNotContact === 'boolean' && doNotContact !== (before?.['do_not_contact'] ?? false)
      ? doNotContact
      : null;
  const columns = {
    ...{ name: name ?? undefined, domain, phone, country, owner: values['owner'] },
    ...externalColumnsOf(values),
    ...(before?.['is_claimed'] === true ? namedBy(values) : {}),
  };
  const one = written('companies', before, columns, before ?? world.newCompany(), mark);
  world.put(one.after);
  return decided(one);
}
