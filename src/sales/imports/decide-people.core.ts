/** What rows do to people: found by id or address, else by name and phone; linked to the company they name or write from. Pure. */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import {
  type Decision,
  decided,
  ownerError,
  problemOf,
  type Stored,
  textIn,
  type Written,
  written,
} from './decision.core.ts';
import {
  externalColumnsOf,
  isOfAnother,
  KnownRecords,
  type MergedNames,
  otherWithId,
} from './known-records.core.ts';
import type { Values } from './rows.core.ts';

export interface CompanyKnown {
  id: string;
  name: string;
  domain: string | null;
  do_not_contact: boolean;
}

/** Everything that the rows of a batch may touch; a decided row is put in it for those after it. */
export class PeopleWorld extends KnownRecords {
  readonly #byEmail = new Map<string, Stored>();
  readonly #withoutEmail = new Map<string, Stored>();
  readonly #byPhone = new Map<string, Stored[]>();
  readonly #companiesByDomain = new Map<string, CompanyKnown>();
  readonly #companiesByName = new Map<string, CompanyKnown>();
  /** Nobody else gets one. */
  readonly #mergedIds: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly #newId: () => string;
  readonly #at: string;

  constructor(
    given: {
      people: readonly Stored[];
      companies: readonly CompanyKnown[];
      users: ReadonlySet<string>;
      merged?: readonly MergedNames[];
    },
    newId: () => string,
    at: string,
  ) {
    super(given.merged);
    this.#mergedIds = new Set((given.merged ?? []).map(({ merged }) => merged));
    for (const person of given.people) this.put(person);
    for (const company of given.companies) {
      if (company.domain !== null) this.#companiesByDomain.set(company.domain, company);
      this.#companiesByName.set(company.name, company);
    }
    this.users = given.users;
    this.#newId = newId;
    this.#at = at;
  }

  override put(person: Stored): Stored | undefined {
    const former = super.put(person);
    if (typeof former?.['email'] === 'string') this.#byEmail.delete(former['email']);
    const { email, phone } = person as { email: string | null; phone: string | null };
    if (email !== null) this.#byEmail.set(email, person);
    else if (!isNamedByPages(person)) this.#withoutEmail.set(nameKey(person), person);
    if (phone === null) return former;
    const digits = digitsOf(phone);
    const others = (this.#byPhone.get(digits) ?? []).filter((one) => one['id'] !== person['id']);
    this.#byPhone.set(digits, [...others, person]);
    return former;
  }

  /** The person of a row; null for a new one. */
  person(values: Values): Stored | null {
    const email = textIn(values, 'email');
    const known = this.withExternalId(values) ?? this.withId(values['id']);
    if (known !== null) return known;
    if (typeof email === 'string') return this.#byEmail.get(email) ?? null;
    const { name = null, phone = null } = values;
    if (name === null && phone === null) return null;
    const like = this.#withoutEmail.get(nameKey({ name, phone })) ?? null;
    return isOfAnother(like, values) ? null : like;
  }

  withPhone(phone: string): readonly Stored[] {
    return this.#byPhone.get(digitsOf(phone)) ?? [];
  }

  withEmail(email: string): Stored | null {
    return this.#byEmail.get(email) ?? null;
  }

  company(email: string | null, name: string | null): CompanyKnown | null {
    const byName = name === null ? undefined : this.#companiesByName.get(name);
    return byName ?? this.#companiesByDomain.get(email?.slice(email.lastIndexOf('@') + 1) ?? '') ?? null;
  }

  /** A new person as the table has one at first. */
  newPerson(email: string | null): Stored {
    const usual = email === null ? null : personIdOf(email);
    const id =
      usual === null || this.withId(usual) !== null || this.#mergedIds.has(usual)
        ? `pn_${this.#newId()}`
        : usual;
    const nothing = { email: null, name: null, company: null, company_id: null, title: null, phone: null };
    return {
      ...nothing,
      ...{ id, country: null, language: null, kind: 'prospect', owner: null, do_not_contact: false },
      ...{ marked_with_company: false, external_id: null, external_source: null },
      ...{ created_at: this.#at, updated_at: this.#at },
    };
  }
}

/** The id that a person entered by an address gets, unless somebody with another address by now has it. */
export const personIdOf = (email: string) => `pn_${profileIdOf(`person ${email}`)}`;

/** Whether a public key alone says how somebody is called or reached. Anybody may have said it: no row of a file is about them. */
function isNamedByPages({ claimed_email: claimed, unproven }: Stored): boolean {
  const parts = Array.isArray(unproven) ? unproven : [];
  return typeof claimed === 'string' || parts.includes('name') || parts.includes('phone');
}

/** A phone number by its digits; a text without any as it is. */
export const digitsOf = (phone: string) => phone.replace(/\D/g, '') || phone;

const nameKey = ({ name, phone }: Stored) =>
  `${String(name ?? '')}\n${phone === null || phone === undefined ? '' : digitsOf(String(phone))}`;

/** What a row does to a person. */
export function decidePerson(world: PeopleWorld, given: Values): Decision {
  const values = world.asKept(given);
  const before = world.person(values);
  const email = textIn(values, 'email');
  const otherId = otherWithId(world, values, before);
  if (otherId !== null) return otherId;
  const other = typeof email === 'string' ? world.withEmail(email) : null;
  if (before !== null && other !== null && other['id'] !== before['id'])
    return problemOf('email', values, 'it is the address of another person');
  const owner = ownerError(values, before, world.users);
  if (owner !== null) return owner;
  const first = before ?? world.newPerson(email ?? null);
  const one = written(
    'people',
    before,
    { ...columnsOf(values), ...linkOf(world, before, values), ...ownWishOf(before, values) },
    first,
    markOf(before, values),
  );
  // The unnamed person of a company-only lead stays as they are.
  const wasUnnamed = before !== null && isUnnamed(before);
  if (isUnnamed(one.after) && !wasUnnamed)
    return problemOf(
      before !== null
        ? null
        : (['id', 'externalId'].find((name) => typeof values[name] === 'string') ?? null),
      values,
      before === null
        ? 'there is no such person; give "email", "name" or "phone"'
        : '"email", "name" and "phone" would all be empty',
    );
  const marked = withMarkOfNew(one);
  world.put(marked.after);
  return decided(marked);
}

const isUnnamed = ({ email, name, phone }: Stored) => [email, name, phone].every((value) => value === null);

/** The mark of a new person is a column of the row that is written. */
function withMarkOfNew(one: Written): Written {
  if (one.before !== null || one.mark === null) return one;
  return { ...one, after: { ...one.after, do_not_contact: one.mark }, mark: null };
}

function markOf(before: Stored | null, { doNotContact: mark }: Values): boolean | null {
  if (typeof mark !== 'boolean') return null;
  return mark === (before?.['do_not_contact'] ?? false) ? null : mark;
}

/** Who is marked with their company and says so themselves stays marked when the company is free again. */
function ownWishOf(before: Stored | null, { isOwnWish }: Values): Record<string, unknown> {
  return isOwnWish === true && before?.['marked_with_company'] === true ? { marked_with_company: false } : {};
}

function columnsOf(values: Values): Record<string, unknown> {
  const { email, name, company, title, phone, country, language, kind, owner } = values;
  // Everybody is of a kind.
  return {
    ...{ email, name, company, title, phone, country, language, kind: kind ?? undefined, owner },
    ...externalColumnsOf(values),
  };
}

/** The company of a new person, and of one who has another address or company by now; the text follows the record. */
function linkOf(world: PeopleWorld, before: Stored | null, values: Values): Record<string, unknown> {
  const name = textIn(values, 'company');
  const email = textIn(values, 'email');
  const isMoved = before === null || (name !== undefined && name !== before['company']);
  const isReaddressed =
    before !== null && before['company_id'] === null && email !== undefined && email !== before['email'];
  if (!isMoved && !isReaddressed) return {};
  if (name === null) return { company: null, company_id: null };
  const found = world.company(before === null || isReaddressed ? (email ?? null) : null, name ?? null);
  if (found === null) return {};
  return { company_id: found.id, company: name ?? before?.['company'] ?? found.name };
}
