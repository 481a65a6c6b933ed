/** The companies that a batch touches, in memory: rows, look-ups, and what is to be written. Pure. */
import type { Identity } from '../../contract/api/api.ts';
import type { CompanyRow, PersonRow } from '../store/store.ts';

/** A company to be written, and when it was entered. */
type CompanyAt = CompanyRow & { at: string };

/** What a server teaches of a company. */
type LearntOfCompany = Partial<
  Pick<CompanyRow, 'name' | 'domain' | 'external_id' | 'external_source' | 'is_claimed'>
>;

/** Only what is changed, since others may write the rest meanwhile; `former`: the name that was read. */
type CompanyChange = LearntOfCompany & { id: string; former: string; at: string };

/** What a company may be found by. */
type CalledCompany = Record<'name' | 'domain' | 'externalId', string | null>;

export class Companies {
  /** By id. */
  readonly rows = new Map<string, CompanyRow>();
  readonly entered = new Map<string, CompanyAt>();
  readonly changed = new Map<string, CompanyChange>();
  /** Companies that one group names: by the id of each, the one it becomes part of. */
  readonly same = new Map<string, string>();

  /** The company of a person: the one that sales chose, else the one with the domain of the address. */
  of({ company_id, email }: Pick<PersonRow, 'company_id' | 'email'>): CompanyRow | null {
    if (company_id !== null) return this.rows.get(company_id) ?? null;
    const domain = email?.slice(email.lastIndexOf('@') + 1) ?? '';
    for (const company of this.rows.values())
      if (company.domain === domain || company.merged_domains?.includes(domain)) return company;
    return null;
  }

  /** The company that a group names. */
  named({ company: name, group }: Pick<Identity, 'company' | 'group'>): CompanyRow | null {
    return group === undefined ? null : this.called({ name, domain: group.domain, externalId: group.id });
  }

  /** The company with a domain, else with an id in the other system, else with a name. */
  called({ name, domain, externalId }: CalledCompany): CompanyRow | null {
    return this.withDomain(domain) ?? this.withExternalId(externalId) ?? this.withName(name);
  }

  withDomain(domain: string | null): CompanyRow | null {
    return this.#by('domain', 'merged_domains', domain);
  }

  withExternalId(id: string | null): CompanyRow | null {
    return this.#by('external_id', 'merged_external_ids', id);
  }

  withName(name: string | null): CompanyRow | null {
    return this.#by('name', 'merged_names', name);
  }

  /** One with an id, or that one with the id has become part of. */
  withId(id: string | null): CompanyRow | null {
    return this.#by('id', 'merged_ids', id);
  }

  /** What a company says itself goes before what leads to it since a merge. */
  #by<Own extends 'id' | 'name' | 'domain' | 'external_id'>(
    own: Own,
    merged: 'merged_ids' | 'merged_names' | 'merged_domains' | 'merged_external_ids',
    value: string | null,
  ): CompanyRow | null {
    if (value === null) return null;
    const all = [...this.rows.values()];
    return (
      all.find((one) => one[own] === value) ??
      all.find((one) => one[merged]?.includes(value) === true) ??
      null
    );
  }

  /** Enters a company: its insert never overwrites one that another writer made meanwhile. */
  enter(company: CompanyRow, atMs: number): CompanyRow {
    this.rows.set(company.id, company);
    this.entered.set(company.id, { ...company, at: new Date(atMs).toISOString() });
    return company;
  }

  change(company: CompanyRow, change: LearntOfCompany, atMs: number): CompanyRow {
    if (Object.keys(change).length === 0) return company;
    const { id, name } = company;
    const changed = { ...company, ...change };
    this.rows.set(id, changed);
    const at = new Date(atMs).toISOString();
    if (this.entered.has(id)) this.entered.set(id, { ...changed, at });
    else {
      const before = this.changed.get(id) ?? { id, former: name };
      this.changed.set(id, { ...before, ...change, at });
    }
    return changed;
  }
}
