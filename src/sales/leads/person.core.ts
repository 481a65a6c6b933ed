/** The person of a tier update: found, entered, and kept to the latest of what is known. Pure. */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import type { Identity, IdentityPart, TierUpdate } from '../../contract/api/api.ts';
import { accountOf, countryCodeOf, languageCodeOf } from '../routing/routing.ts';
import type { CompanyRow, PersonRow, TaskRow } from '../store/store.ts';
import {
  type CompanyWord,
  isLaterNews,
  isMoving,
  isTakenOut,
  keepByAddress,
  keepFollowed,
  keepHeard,
  keepStaying,
  latestWord,
  noWord,
  profileOf,
  withWord,
  wordBefore,
  wordOf,
} from './account-words.core.ts';
import type { World } from './world.core.ts';

/**
 * Whether the address of a record is only claimed: a public key alone says that it is the user's, which anybody may say of anybody. An
 * update of before does not say it: there it is claimed where nobody has proven the address of a user.
 */
export function isClaim({ identity }: Pick<TierUpdate, 'identity'>): boolean {
  if (identity === null || identity.email === null) return false;
  const { userId, unproven = [], isEmailClaimed } = identity;
  return isEmailClaimed ?? (userId !== null && unproven.includes('email'));
}

/** The address that a record is of; null where there is none, and for a claimed one: that finds nobody. */
export function ownAddressOf(record: Pick<TierUpdate, 'identity'>): string | null {
  return isClaim(record) ? null : (record.identity?.email ?? null);
}

/**
 * The person with the address of the record, else the one first met as its profile; null where sales knows neither. Somebody who was
 * merged into another is that one.
 */
export function personOf(world: World, record: Named): PersonRow | null {
  const email = ownAddressOf(record);
  return (
    withAddress(world, email) ??
    world.person((person) => person.profile === profileOf(record)) ??
    world.keptWithProfile(profileOf(record))
  );
}

/** What a person is found by. */
type Named = Pick<TierUpdate, 'profile' | 'identity' | 'account'>;

function withAddress(world: World, email: string | null): PersonRow | null {
  if (email === null) return null;
  return world.person((person) => person.email === email) ?? world.keptWithEmail(email);
}

/** The id that a new person of a record gets. */
export function personIdOf(record: TierUpdate): string {
  return `pn_${profileIdOf(`person ${ownAddressOf(record) ?? profileOf(record)}`)}`;
}

/** What a record says of its person. */
interface Said {
  own: Record<IdentityPart, string | null>;
  /** The address that is claimed for them. */
  claimed: string | null;
  /** The parts that nobody but a public key has said. */
  unproven: ReadonlySet<IdentityPart>;
  /** The word on their company that counts. */
  word: CompanyWord;
}

function saidOf(record: TierUpdate, word: CompanyWord): Said {
  const { name, company, title, phone, country, language, email, ...rest } = record.identity as Identity;
  return {
    own: {
      ...{ email: ownAddressOf(record), name, company, title, phone },
      ...{ country: countryCodeOf(country), language: languageCodeOf(language) },
    },
    claimed: isClaim(record) ? email : null,
    // Where no more is known than that the address is there, a page may fill in the rest.
    unproven: new Set([...(rest.unproven ?? []), ...(rest.isKnown === false ? (['email'] as const) : [])]),
    word,
  };
}

/**
 * Creates the person, or takes over the latest details; of contacts and customers, what sales entered stays. `moved`: the company of their
 * group, where that is found already.
 */
export function rememberPerson(
  world: World,
  given: TierUpdate,
  known: PersonRow | null,
  moved: CompanyRow | null = null,
): PersonRow {
  // Of somebody known, the score of their company says nothing.
  if (known !== null && given.account !== undefined) return known;
  const identity = given.identity as Identity;
  const own = ownWordOf({ ...given, identity }, known);
  const word = latestWordOf(world, given, known, own);
  const record = word === own ? given : { ...given, identity: withWord(identity, word) };
  const said = saidOf(record, word);
  if (known !== null) noteProven(world, record, known);
  const person =
    known === null ? newPerson(world, record, said) : latestOf(world, record, known, { said, moved });
  if (known !== null && !hasChanged(known, person)) return known;
  if (known !== null && person.do_not_contact && !known.do_not_contact)
    world.suppressed.set(person.id, record.atMs);
  world.put('people', person);
  return person;
}

/** What an update says of the company of somebody; of somebody known, what a page says is a proposal. */
function ownWordOf(record: TierUpdate & { identity: Identity }, known: PersonRow | null): CompanyWord {
  const { identity } = record;
  const isProposal = known !== null && !isByPagesAlone(known) && identity.unproven?.includes('company');
  return isProposal ? noWord : wordOf(record, identity);
}

/** Keeps what an update says of a company, with those that it is kept by before somebody has a record. */
export function hearWord(world: World, record: TierUpdate): void {
  if (record.identity === null) return;
  const known = personOf(world, record);
  const word = ownWordOf({ ...record, identity: record.identity }, known);
  keepHeard(world, record, word, { address: ownAddressOf(record), person: known?.id });
}

/** The word that counts for the person of an update. Another than its own may be later: a profile may be read late, or name no group. */
function latestWordOf(
  world: World,
  record: TierUpdate,
  known: PersonRow | null,
  word: CompanyWord,
): CompanyWord {
  const before = wordBefore(world, record, ownAddressOf(record), known?.id);
  if (before === undefined || isLaterNews(record, word, before)) return word;
  return latestWord(word, before, word.isClaimed === true);
}

function latestOf(
  world: World,
  record: TierUpdate,
  known: PersonRow,
  { said, moved: found }: { said: Said; moved: CompanyRow | null },
): PersonRow {
  const { own, unproven } = said;
  const isProspect = known.kind === 'prospect';
  // What a public key says fills gaps while nobody else has said anything of the person. Else it is a proposal.
  const given = (part: IdentityPart) => (unproven.has(part) && !isByPagesAlone(known) ? null : own[part]);
  // What sales knows stays: of contacts and customers, and of anybody where only a public key says something else.
  const latest = (part: IdentityPart) =>
    isProspect && !unproven.has(part) ? (own[part] ?? known[part]) : (known[part] ?? given(part));
  // The address and the profile of somebody who was merged into this person lead here, and no more.
  const ofProfile = world.keptWithProfile(record.profile);
  const isByMerged = own.email !== known.email && world.keptWithEmail(own.email) === known;
  const isOfMerged = ofProfile === known || isByMerged;
  // No other person has it: else that one was found.
  const email = isOfMerged && known.email !== null ? known.email : latest('email');
  const kept = known.claimed_email ?? null;
  const claimed = email === null ? (kept ?? said.claimed) : email === kept ? kept : null;
  const moved =
    found ?? movesTo(world, record, known, { company: given('company') ?? null, word: said.word });
  const ofAddress = isTakenOut(world, known) ? null : (email ?? claimed);
  const company = moved ?? world.companies.of({ company_id: known.company_id, email: ofAddress });
  if (known.company_id === null && moved === null && company !== null)
    keepByAddress(world, known.id, company.id);
  const joinsMarked = company?.do_not_contact === true && company.id !== known.company_id;
  const isFreeProfile =
    ofProfile === null && world.person((person) => person.profile === record.profile) === null;
  // After an undo it is the profile of the merged person: it never becomes that of the one who answers for them.
  if (isFreeProfile && isByMerged) world.meetMerged(own.email as string, record.profile);
  const person: PersonRow = {
    ...known,
    email,
    claimed_email: claimed,
    profile: isFreeProfile && !isByMerged ? record.profile : known.profile,
    ...{ name: latest('name'), company: latest('company'), title: latest('title'), phone: latest('phone') },
    company_id: company?.id ?? null,
    do_not_contact: known.do_not_contact || joinsMarked || isMarkedAddress(world, claimed),
    ...{ country: latest('country'), language: latest('language') },
    updated_at: new Date(record.atMs).toISOString(),
  };
  return { ...person, unproven: unprovenOf(person, known, said) };
}

/**
 * The company that a record says of somebody known, as sales has it; null where they stay. A prospect moves with their group. A contact or customer
 * does so while no company is chosen for them.
 */
function movesTo(
  world: World,
  record: TierUpdate,
  known: PersonRow,
  { company, word }: { company: string | null; word: CompanyWord },
): CompanyRow | null {
  const { identity } = record;
  if (identity?.group === undefined || company === null) return null;
  const before = wordBefore(world, record, ownAddressOf(record), known.id);
  const isLast = before !== undefined && isLaterNews(record, word, before);
  const isFirst = before === undefined && known.company_id !== null;
  const isNew = isFirst
    ? known.kind === 'prospect' && company !== known.company
    : isMoving(world, known, before, word);
  const found = isNew ? world.companies.named(identity) : null;
  // A group that sales has no company of yet is still to be followed: an update of a company that is scored enters it.
  if (found !== null) keepFollowed(world, known.id, word);
  else if (!isNew && isLast) keepStaying(world, known, word);
  else if (before !== undefined && before.in === undefined && known.company_id !== null)
    keepFollowed(world, known.id, before);
  return found;
}

/** Notes somebody met as the profile of the record who claimed the address that the record now proves, and that another has. */
function noteProven(world: World, record: TierUpdate, known: PersonRow): void {
  const email = ownAddressOf(record);
  const met = world.person((person) => person.profile === record.profile);
  if (met === null || met.id === known.id || met.email !== null) return;
  if (email !== null && met.claimed_email === email) world.proven.set(met.id, known.id);
}

/** Somebody who claims an address wishes no contact where its owner wishes none. */
function isMarkedAddress(world: World, claimed: string | null): boolean {
  return withAddress(world, claimed)?.do_not_contact === true;
}

const parts = ['email', 'name', 'company', 'title', 'phone', 'country', 'language'] as const;

/**
 * Whose account somebody's work belongs to: of the person whose address they claim, who may be them. So the owner of a contact gets a
 * task, and judges. Nothing of that person is changed, and nothing is shown of them.
 */
export function accountPersonOf(world: World, person: PersonRow): PersonRow {
  return person.email === null ? (withAddress(world, person.claimed_email ?? null) ?? person) : person;
}

/** Whose account work is of: for a company that of the company, else that of the person. */
export function accountIn(
  world: World,
  { account }: Pick<TierUpdate, 'account'>,
  person: PersonRow,
): ReturnType<typeof accountOf> {
  const ofAccount = accountPersonOf(world, person);
  const company = account === undefined ? undefined : world.companies.rows.get(account.company);
  if (company === undefined) return accountOf(ofAccount, world.companies.of(ofAccount));
  return { accountOwner: company.owner ?? ofAccount.owner, account: company.name };
}

/** Whether nobody but public keys has said anything of a person. */
export function isByPagesAlone({
  kind,
  unproven,
  ...row
}: Pick<PersonRow, IdentityPart | 'kind' | 'unproven'>): boolean {
  return kind === 'prospect' && parts.every((part) => row[part] === null || unproven?.includes(part));
}

/** The parts of a person that nobody but a public key has said. */
function unprovenOf(person: PersonRow, known: PersonRow | null, { own, unproven }: Said): IdentityPart[] {
  return parts.filter((part) => {
    if (person[part] === null) return false;
    if (known === null || known[part] === null) return unproven.has(part);
    const isProven = own[part] === person[part] && !unproven.has(part);
    return !isProven && known.unproven?.includes(part) === true;
  });
}

function hasChanged(known: PersonRow, person: PersonRow): boolean {
  const text = (value: unknown) => JSON.stringify(value ?? null);
  return (Object.keys(person) as (keyof PersonRow)[]).some(
    (field) =>
      field !== 'updated_at' &&
      (field === 'unproven'
        ? text(person.unproven ?? []) !== text(known.unproven ?? [])
        : text(person[field]) !== text(known[field])),
  );
}

function newPerson(world: World, record: TierUpdate, said: Said): PersonRow {
  const { own, claimed } = said;
  const at = new Date(record.atMs).toISOString();
  const identity = record.identity as Identity;
  const unproven = [...said.unproven];
  // Of somebody known, what a page says of their company is a proposal from the first update on.
  const isProposal = said.word.isClaimed === true && !isByPagesAlone({ ...own, kind: 'prospect', unproven });
  const named = isProposal ? null : world.companies.named(identity);
  const company = named ?? world.companies.of({ company_id: null, email: own.email ?? claimed });
  const ofName = personIdOf(record);
  // Somebody who has another address by now may have got the id of this one.
  const isTaken = world.people.has(ofName) || world.mergedIds.has(ofName);
  const id = isTaken ? `pn_${profileIdOf(`person ${profileOf(record)} ${at}`)}` : ofName;
  if (named !== null) keepFollowed(world, id, said.word);
  else if (company !== null) keepByAddress(world, id, company.id);
  const person: PersonRow = {
    id,
    ...own,
    claimed_email: claimed,
    profile: profileOf(record),
    kind: 'prospect',
    owner: null,
    company_id: company?.id ?? null,
    do_not_contact: company?.do_not_contact === true || isMarkedAddress(world, claimed),
    created_at: at,
    updated_at: at,
  };
  return { ...person, unproven: unprovenOf(person, null, said) };
}

const shown = ['name', 'email', 'claimed_email', 'phone', 'company', 'title', 'country', 'language'] as const;

/** Whether work shows somebody else, or something new about them. */
export function isShownAnew(former: PersonRow | null, person: PersonRow): boolean {
  return former === null || shown.some((field) => (former[field] ?? null) !== (person[field] ?? null));
}

/** What was shown of a person and is something else by now; null where nothing is. */
export function shownBefore(former: PersonRow | null, person: PersonRow): Partial<PersonRow> | null {
  if (former === null || !isShownAnew(former, person)) return null;
  return Object.fromEntries(shown.map((field) => [field, former[field]]));
}

/** What a contact task is called. */
export function contactSubject(person: PersonRow, within: string): string {
  return `${contactWords(person)}${within}`;
}

/** The task under the latest name of the person, unless somebody has called it otherwise; the same object where nothing changed. */
export function withLatestName(task: TaskRow, former: PersonRow | null, person: PersonRow): TaskRow {
  const words = former === null ? null : contactWords(former);
  if (words === null || words === contactWords(person) || !task.subject.startsWith(words)) return task;
  return { ...task, subject: `${contactWords(person)}${task.subject.slice(words.length)}` };
}

/** What work for a person is called by. */
export function nameOf({ name, email, claimed_email: claimed, phone }: PersonRow): string {
  return isolated(name ?? email ?? claimed ?? phone ?? 'the prospect');
}

function contactWords(person: PersonRow): string {
  return `Contact ${nameOf(person)} within `;
}
