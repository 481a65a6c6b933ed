/**
 * Words on somebody's company, each with the time of the event that said it. Pure.
 *
 * A person may have several profiles, each with a stream of its own. The word of the later event counts, whichever is heard first. An
 * update of a process of before says no time, and counts as earlier than any that does. Of two such the one that is heard last counts.
 */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import type { Identity, TierUpdate } from '../../contract/api/api.ts';
import type { PersonRow } from '../store/store.ts';
import type { World } from './world.core.ts';

/** What was said of somebody's company. Without a group nothing was that puts a person into one. */
export interface CompanyWord {
  company: string | null;
  group?: Identity['group'];
  /** The profile that said it; absent in what was stored before. */
  by?: string;
  /** Only a page said it. */
  isClaimed?: true;
  /** Where no group has put them: the company that they were put into by their address. They leave it with the first group. */
  in?: string;
  /** A person has taken them out of their company since. Only another group puts them into one. */
  isTakenOut?: true;
}

/** Where no group has put somebody into a company. */
export const noWord: CompanyWord = { company: null };

/** The word of an update; `said`: what counts of its identity. */
export function wordOf(record: TierUpdate, { company, group }: Identity): CompanyWord {
  return {
    company,
    ...(group !== undefined && { group }),
    by: profileOf(record),
    ...(record.identity?.unproven?.includes('company') && { isClaimed: true as const }),
  };
}

/**
 * Whether a word counts before another. Words of one profile come in their order: of two at one time its news counts, and what is only read
 * again does not.
 */
export function isLater(word: CompanyWord, other: CompanyWord, isNews: boolean): boolean {
  if (word.group === undefined || other.group === undefined) return word.group !== undefined;
  if (word.isClaimed !== other.isClaimed) return other.isClaimed === true;
  const [atMs, otherMs] = [word.group.atMs ?? -1, other.group.atMs ?? -1];
  if (atMs !== otherMs) return atMs > otherMs;
  return word.by === other.by || atMs === -1 ? isNews : textOf(word) > textOf(other);
}

/**
 * The same of an update that was just heard. Of two words without a time, one of a person's own ladder never counts before that of another
 * profile.
 */
export function isLaterNews({ part }: TierUpdate, word: CompanyWord, other: CompanyWord): boolean {
  return isLater(word, other, part !== undefined || word.by === other.by);
}

/** Whether a word calls the company otherwise. */
export function isOther(word: CompanyWord, other: CompanyWord): boolean {
  return textOf(word) !== textOf(other);
}

/** Whether a word is of another group: by the ids where both have one, since a group may get another name. */
function isOtherGroup(word: CompanyWord, other: CompanyWord): boolean {
  const [id, otherId] = [word.group?.id ?? null, other.group?.id ?? null];
  return id === null || otherId === null ? isOther(word, other) : id !== otherId;
}

function textOf({ company, group }: CompanyWord): string {
  return JSON.stringify([company, group?.id ?? null, group?.domain ?? null]);
}

/** Returns which of two words counts, where the first is not the later one. `isClaimed`: what pages alone said counts beside it. */
export function latestWord(word: CompanyWord, before: CompanyWord, isClaimed: boolean): CompanyWord {
  if (before.group === undefined || (before.isClaimed === true && !isClaimed)) return word;
  // Without a group, a profile takes back the one that it said itself.
  return word.group === undefined && word.by === before.by ? word : before;
}

/** An identity with the company of a word. */
export function withWord(identity: Identity, { company, group }: CompanyWord): Identity {
  return { ...identity, company, ...(group !== undefined && { group }) };
}

/**
 * Whether somebody known goes with the word that counts. Who is of no company does with any group. Where a person has chosen their company,
 * or has taken them out of one, they stay until another group than before is said. Where their address has put them there, they leave it
 * with any group.
 */
export function isMoving(
  world: World,
  known: PersonRow,
  before: CompanyWord | undefined,
  latest: CompanyWord,
): boolean {
  if (latest.group === undefined) return false;
  if (known.company_id === null)
    return !isTakenOut(world, known) || before === undefined || isOtherGroup(latest, before);
  const isAnother = before === undefined || isOther(latest, before);
  if (before === undefined || (before.in === undefined && !isAnother)) return false;
  if (known.kind !== 'prospect') return false;
  return before.in === undefined || world.companies.withId(before.in)?.id === known.company_id;
}

/** Whether somebody is of no company because a person has taken them out of theirs. */
export function isTakenOut({ wordsBefore }: World, { id, company_id: company }: PersonRow): boolean {
  return company === null && wordsBefore.get(id)?.isTakenOut === true;
}

/** The profile of the person; of a company, that of who is contacted. */
export function profileOf({ account, profile }: Pick<TierUpdate, 'account' | 'profile'>): string {
  return account?.contact ?? profile;
}

/** What the words on a person are kept by: the record of the person, their address, the profile. */
function subjectsOf(
  record: TierUpdate,
  address: string | null,
  person: string | undefined,
): [person: string[], others: string[]] {
  const ofAddress = address === null ? [] : [subjectOfAddress(address)];
  return [person === undefined ? [] : [person], [...ofAddress, profileOf(record)]];
}

/** The profile that stands for an address: people without a record go by it. */
export function subjectOfAddress(address: string): string {
  return profileIdOf(`e:${address}`);
}

/**
 * Returns the word that counts for a person, else for the address, the profile, or one that became part of it. Where no group has put a
 * person anywhere, it says `in` which company they stand by their address.
 */
export function wordBefore(
  { wordsBefore }: World,
  record: TierUpdate,
  address: string | null,
  person: string | undefined,
): CompanyWord | undefined {
  const subjects = [...subjectsOf(record, address, person).flat(), ...(record.part?.joined ?? [])];
  const words = subjects.flatMap((one) => wordsBefore.get(one) ?? []);
  const [first] = words;
  if (first === undefined || first.group !== undefined) return first;
  const said = words.find(({ group }) => group !== undefined);
  return said === undefined ? first : { ...said, ...(first.in !== undefined && { in: first.in }) };
}

/** Keeps in place the word that a person has followed. */
export function keepFollowed(
  world: World,
  person: string,
  { in: _byAddress, isTakenOut: _isOut, ...word }: CompanyWord,
): void {
  keep(world, person, word);
}

/** Keeps in place a word that somebody known has heard, and stays where they are. */
export function keepStaying(world: World, known: PersonRow, { in: _byAddress, ...word }: CompanyWord): void {
  keep(world, known.id, { ...word, ...(isTakenOut(world, known) && { isTakenOut: true as const }) });
}

/** Keeps in place that the address of a person put them into a company, where no group did before. */
export function keepByAddress(world: World, person: string, company: string): void {
  const before = world.wordsBefore.get(person) ?? noWord;
  if (before.group === undefined) keep(world, person, { ...before, in: company });
}

/** Keeps in place what is said of an address and a profile, where it is later than what was. */
export function keepHeard(
  world: World,
  record: TierUpdate,
  word: CompanyWord,
  { address, person }: { address: string | null; person: string | undefined },
): void {
  if (word.group === undefined) return;
  const [, others] = subjectsOf(record, address, person);
  for (const subject of others) {
    const before = world.wordsBefore.get(subject) ?? noWord;
    if (!isLaterNews(record, word, before)) continue;
    keep(world, subject, word);
    // A person with a record takes all parts along.
    if (address !== null && person === undefined && isOther(word, before))
      world.movedAddresses.set(address, word);
  }
}

function keep(world: World, subject: string, word: CompanyWord): void {
  const before = world.wordsBefore.get(subject);
  if (before !== undefined && contentOf(before) === contentOf(word)) return;
  world.wordsBefore.set(subject, word);
  world.wordsSaid.set(subject, word);
}

/** PostgreSQL gives the fields in another order. */
function contentOf(word: CompanyWord): string {
  const { group, by, isClaimed, in: byAddress, isTakenOut: isOut } = word;
  return JSON.stringify([textOf(word), group === undefined, group?.atMs, by, isClaimed, byAddress, isOut]);
}
