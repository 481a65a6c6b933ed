/** The company of a person, from the traits that `group` and `identify` leave. Pure. */
import { isFreeMail } from '../../base/kernel/kernel.ts';
import { identifierIn, saidIn } from '../../base/text/text.ts';
import type { Identity } from '../../contract/api/api.ts';
import type { Json } from '../../contract/language/language.ts';
import type { Registers } from './registers.ts';

interface Company {
  /** The id that the last `group` call gave; null where none did. */
  id: string | null;
  /** What it is called: its name, else its domain, else its id. */
  name: string | null;
  /** Lower case; null where none is said, or where anybody may have an address there. */
  domain: string | null;
  /** When it was said last, ms. */
  atMs: number;
}

/**
 * Returns the company of the traits that count, of which some are proven. A group that pages alone said is none of the company that a
 * server named.
 */
export function companyOf(traits: Registers, proven: Registers): Company | null {
  const isProven = (name: string) => Object.hasOwn(proven, name);
  if (isProven('groupId') || !isProven('company')) return companyIn(traits);
  const { groupId: _ofPages, ...others } = traits;
  return companyIn(others);
}

/** Whether a trait says something of a company. */
export function isOfCompany(trait: string): boolean {
  return trait === 'company' || trait === 'groupId';
}

/** When a company was said last, as far as it is proven, ms; 0 where none was. */
export function companySaidMs({ company, groupId }: Registers): number {
  return Math.max(company?.[1] ?? 0, groupId?.[1] ?? 0);
}

/** What names a company beside its name; nothing where a text alone says it. */
export function groupOf(company: Company | null): Pick<Identity, 'group'> {
  if (company === null || (company.id === null && company.domain === null)) return {};
  const { id, domain, atMs } = company;
  return { group: { id, domain, atMs } };
}

/**
 * Returns the company that traits say, null where they say none. The last `group` call says which it is. Its name and domain are those of
 * `company`, unless that is of an earlier group.
 */
function companyIn({ company, groupId }: Registers): Company | null {
  const [said, saidAtMs] = company ?? [undefined, Number.NEGATIVE_INFINITY];
  const [group, groupAtMs] = groupId ?? [undefined, Number.NEGATIVE_INFINITY];
  const ofCompany = idIn(within(said, 'id'));
  const ofGroup = idIn(group);
  const isOfGroup = ofGroup !== null && (ofCompany === null || groupAtMs > saidAtMs);
  const id = isOfGroup ? ofGroup : ofCompany;
  const isEarlier = ofCompany !== null && ofCompany !== id;
  const domain = isEarlier ? null : (domainIn(within(said, 'domain')) ?? domainIn(within(said, 'website')));
  const name = isEarlier ? null : (saidIn(said) ?? saidIn(within(said, 'name')));
  const shown = name ?? domain ?? id;
  const atMs = isEarlier ? groupAtMs : Math.max(saidAtMs, groupAtMs);
  return shown === null ? null : { id, name: shown, domain, atMs };
}

function idIn(value: Json | undefined): string | null {
  const found = identifierIn(value);
  return found !== null && 'text' in found ? found.text : null;
}

const hostname = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** The domain of `acme.example`, `www.acme.example` or `https://acme.example/about`. */
function domainIn(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value.length > 2_048) return null;
  const text = value.trim();
  const url = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(url)) return null;
  const domain = new URL(url).hostname.replace(/^www\./, '');
  return hostname.test(domain) && !isFreeMail(domain) ? domain : null;
}

/** A property of a value that is an object, as said: none of its prototype. */
export function within(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
