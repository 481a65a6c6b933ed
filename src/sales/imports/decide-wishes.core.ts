/** What the rows of a do-not-contact list do: a person or a company is marked, and entered where nobody knows them yet. Pure. */
import { type CompaniesWorld, decideCompany } from './decide-companies.core.ts';
import { decidePerson, type PeopleWorld } from './decide-people.core.ts';
import { type Decision, textIn, type Written } from './decision.core.ts';
import type { Values } from './rows.core.ts';

/** Marks the record of the id, the person of the address, everybody with the phone, else the company. Nothing else of somebody known is changed. */
export function decideWish(people: PeopleWorld, companies: CompaniesWorld, given: Values): Decision {
  const mark = { doNotContact: true, isOwnWish: true };
  const values = companies.asKept(people.asKept(given));
  const { id, email, phone, name, domain, company } = values;
  if (people.withId(id) !== null) return decidePerson(people, { id: String(id), ...mark });
  if (companies.withId(id) !== null) return decideCompany(companies, { id: String(id), ...mark });
  if (typeof email === 'string')
    return decidePerson(
      people,
      people.withEmail(email) === null
        ? { email, phone: phone ?? null, name: name ?? null, ...mark }
        : { email, ...mark },
    );
  const withPhone = typeof phone === 'string' ? people.withPhone(phone) : [];
  if (withPhone.length > 0)
    return together(withPhone.map(({ id }) => decidePerson(people, { id: String(id), ...mark })));
  if (typeof phone === 'string') return decidePerson(people, { phone, name: name ?? null, ...mark });
  const known = companies.withDomain(domain) ?? companies.named(company);
  if (known !== null) return decideCompany(companies, { id: String(known['id']), ...mark });
  return decideCompany(companies, {
    name: textIn(values, 'company') ?? domain ?? null,
    domain: domain ?? null,
    ...mark,
  });
}

/** The decisions about everybody with one phone, as one. */
function together(decisions: readonly Decision[]): Decision {
  const all: Written[] = [];
  for (const decision of decisions) {
    if ('problems' in decision) return decision;
    all.push(...decision.written);
  }
  return { written: all, outcome: all.length > 0 ? 'changed' : 'unchanged' };
}
