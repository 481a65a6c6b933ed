/**
 * The company of a person, as a part says it: found in sales, or entered there. Pure.
 *
 * What public keys alone say of somebody is a claim. It moves nobody that sales knows, and it enters companies up to a limit. What a
 * server says of a group is kept: its id finds the company again, with a name and without.
 */

import { isFreeMail, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow } from '../store/store.ts';
import {
  type CompanyWord,
  isLater,
  isMoving,
  keepFollowed,
  keepHeard,
  keepStaying,
  latestWord,
  withWord,
  wordBefore,
  wordOf,
} from './account-words.core.ts';
import { isByPagesAlone, isClaim, ownAddressOf, personOf, rememberPerson } from './person.core.ts';
import { isByPages } from './quarantine.core.ts';
import type { World } from './world.core.ts';

/** Where a part belongs. */
export interface Membership {
  /** Null for somebody of no company. */
  company: string | null;
  /** Whether only a public key says who they are. */
  isClaimed: boolean;
  /** Whether their company would be one more than pages may enter in an hour. */
  waits: boolean;
}

/** What names a company. */
export type Called = Record<'name' | 'domain' | 'externalId', string | null>;

/** The system whose ids are those of `group`. */
const groupSource = 'group';

/** What an identity says its company is called. Without a group, the domain of the address is that of the company, but for mail providers. */
function calledIn(identity: Pick<Identity, 'company' | 'group' | 'email'>): Called {
  const { company, group, email } = identity;
  const ofAddress = email?.slice(email.lastIndexOf('@') + 1) ?? null;
  const own = ofAddress === null || isFreeMail(ofAddress) ? null : ofAddress;
  // The address of somebody in a group may be of another company.
  const domain = group === undefined ? own : group.domain;
  const name = company === null ? domain : cut(company, limits.accountNameLengthMax);
  return { name, domain, externalId: group?.id ?? null };
}

/** What a word says a company is called. */
export function calledBy(word: CompanyWord): Called {
  return calledIn({ ...word, email: null });
}

/** All that an identity may say its company is called: as it stands, and without what only a page says of it. */
export function callingsOf(record: TierUpdate): Called[] {
  const { part, identity } = record;
  if (part === undefined || identity === null) return [];
  return [calledIn(identity), calledIn(saidOf({ ...record, identity }, false))];
}

/**
 * The id of a company that scoring enters; null where nothing names it. What a page enters has one apart: a server that calls a company so
 * means no other that a page has called so.
 */
function companyIdOf({ name, domain }: Called, isClaimed: boolean): string | null {
  const kind = isClaimed ? 'claimed company' : 'company';
  return name === null ? null : `cp_${profileIdOf(`${kind} ${domain ?? name}`)}`;
}

/** The ids that a company may have by what it is called. */
export function companyIdsOf(called: Called): string[] {
  return [false, true].flatMap((isClaimed) => companyIdOf(called, isClaimed) ?? []);
}

/** Returns the membership of a part that an update says, or of one that is stored: then `isNews` is false. */
export function membershipOf(
  world: World,
  record: TierUpdate & { identity: Identity },
  isNews: boolean,
): Membership {
  const known = personOf(world, record);
  const isClaimed = isByPages(record) && (known === null || isByPagesAlone(known));
  const own = saidOf(record, isClaimed);
  const word = wordOf(record, own);
  const before = wordBefore(world, record, ownAddressOf(record), known?.id);
  const isLast = before === undefined || isLater(word, before, isNews);
  // Another profile of the person, or of their address, may have said a later group.
  const latest = isLast ? word : latestWord(word, before, isClaimed);
  const moves = known !== null && isMoving(world, known, before, latest);
  const chosen = known?.company_id ?? null;
  if (isNews) keepHeard(world, record, word, { address: ownAddressOf(record), person: known?.id });
  if (known !== null && before !== undefined && !moves && isLast) keepStaying(world, known, word);
  if (chosen !== null && !moves) {
    const present = world.companies.rows.get(chosen);
    const called = calledIn(own);
    if (!isClaimed && present !== undefined && isCalled(present, called))
      taken(world, present, called, record.atMs);
    return { company: chosen, isClaimed, waits: false };
  }
  const called = calledIn(latest === word ? own : withWord(own, latest));
  const company =
    companyCalled(world, record, called, isClaimed) ?? entered(world, record, called, isClaimed);
  if (company === 'waits') return { company: chosen, isClaimed, waits: chosen === null };
  if (!moves) return { company: company?.id ?? chosen, isClaimed, waits: false };
  keepFollowed(world, known.id, latest);
  const moved = rememberPerson(world, record, known, company);
  return { company: moved.company_id, isClaimed, waits: false };
}

/** What counts of an identity: the word of a page on the company of somebody known is a proposal. */
function saidOf(record: TierUpdate & { identity: Identity }, isClaimed: boolean): Identity {
  const { identity } = record;
  if (isClaimed) return identity;
  const { group: _group, ...alone } = identity;
  const said = identity.unproven?.includes('company') ? { ...alone, company: null } : identity;
  return isClaim(record) ? { ...said, email: null } : said;
}

/** The company that is called so, by what merged ones were called too; null where sales has none. */
function companyCalled(
  world: World,
  { atMs }: TierUpdate,
  called: Called,
  isClaimed: boolean,
): CompanyRow | null {
  const found = world.companies.called(called) ?? world.companies.withId(companyIdOf(called, isClaimed));
  if (found === null || isClaimed) return found;
  return learnt(world, taken(world, found, called, atMs), called, atMs);
}

/** Whether a company has the domain or the name. */
function isCalled(company: CompanyRow, { name, domain }: Called): boolean {
  return (domain !== null && company.domain === domain) || company.name === name;
}

/**
 * A company as somebody else than a page calls it. Where pages alone have named it, neither its name nor its domain stays: a page may give any
 * name to any domain.
 */
function taken(world: World, found: CompanyRow, { name, domain }: Called, atMs: number): CompanyRow {
  if (found.is_claimed !== true) return found;
  const isFree = (one: CompanyRow | null) => one === null || one.id === found.id;
  const names = [name, domain].filter((one) => isFree(world.companies.withName(one)));
  const change = {
    name: names.find((one) => one !== null) ?? found.name,
    domain: isFree(world.companies.withDomain(domain)) ? domain : null,
  };
  return world.companies.change(found, { ...change, is_claimed: false }, atMs);
}

/** A company with what a server says of its group. Another one that the group names too becomes part of it. */
function learnt(world: World, found: CompanyRow, { name, externalId }: Called, atMs: number): CompanyRow {
  if (externalId === null) return found;
  const byId = world.companies.withExternalId(externalId);
  if (byId !== null && byId.id !== found.id) {
    world.companies.same.set(byId.id, found.id);
    return found;
  }
  const isNamed = found.name === externalId && name !== null && name !== externalId;
  const byName = isNamed ? world.companies.withName(name) : null;
  if (byName !== null && byName.id !== found.id && (byName.external_id ?? null) === null) {
    world.companies.same.set(found.id, byName.id);
    return byName;
  }
  const id = found.external_id ?? null;
  const change = {
    ...(id === null && byId === null && { external_id: externalId, external_source: groupSource }),
    // A name is of one company: another system may have given it to one of its own.
    ...(isNamed && (byName === null || byName.id === found.id) && { name }),
  };
  return world.companies.change(found, change, atMs);
}

/** A company that sales has not met; `waits` where its key may enter no more in this hour. */
function entered(
  world: World,
  record: TierUpdate,
  called: Called,
  isClaimed: boolean,
): CompanyRow | 'waits' | null {
  const id = companyIdOf(called, isClaimed);
  if (id === null || called.name === null) return null;
  if (isClaimed && !world.quarantine.entersCompany(record)) return 'waits';
  const { name, domain, externalId } = called;
  const company = {
    ...{ id, name, domain, owner: null, do_not_contact: false, is_claimed: isClaimed },
    external_id: isClaimed ? null : externalId,
    external_source: isClaimed || externalId === null ? null : groupSource,
  };
  return world.companies.enter(company, record.atMs);
}
