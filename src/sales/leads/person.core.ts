/** The person of a tier update: found, entered, and kept to the latest of what is known. Pure. */
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import type { IdentityPart, TierUpdate } from '../../contract/api/api.ts';
import { countryCodeOf, languageCodeOf } from '../routing/routing.ts';
import type { PersonRow, TaskRow } from '../store/store.ts';
import type { World } from './world.core.ts';

/**
 * The person with the address of the record, else the one first met as its profile; null where sales knows neither. Somebody who was
 * merged into another is that one.
 */
export function personOf(world: World, record: TierUpdate): PersonRow | null {
  const email = record.identity?.email ?? null;
  const byEmail = email === null ? null : world.person((person) => person.email === email);
  return (
    byEmail ??
    world.keptWithEmail(email) ??
    world.person((person) => person.profile === record.profile) ??
    world.keptWithProfile(record.profile)
  );
}

/** The id that a new person of a record gets. */
export function personIdOf({ identity, profile }: TierUpdate): string {
  return `pn_${profileIdOf(`person ${identity?.email ?? profile}`)}`;
}

/** Creates the person, or takes over the latest details; of contacts and customers, what sales entered stays. */
export function rememberPerson(world: World, record: TierUpdate, known: PersonRow | null): PersonRow {
  const identity = record.identity as NonNullable<TierUpdate['identity']>;
  const at = new Date(record.atMs).toISOString();
  if (known === null) {
    const person = newPerson(world, record, identity, at);
    world.put('people', person);
    return person;
  }
  // What sales knows stays: of contacts and customers, and of anybody where only a public key says something else.
  const stays = (part: IdentityPart) =>
    known.kind !== 'prospect' || identity.unproven?.includes(part) === true;
  const latest = <Value>(part: IdentityPart, ofSales: Value | null, said: Value | null) =>
    stays(part) ? (ofSales ?? said) : (said ?? ofSales);
  // The address and the profile of somebody who was merged into this person lead here, and no more.
  const ofProfile = world.keptWithProfile(record.profile);
  const isByMerged = identity.email !== known.email && world.keptWithEmail(identity.email) === known;
  const isOfMerged = ofProfile === known || isByMerged;
  // No other person has it: else that one was found.
  const email = latest('email', known.email, isOfMerged && known.email !== null ? null : identity.email);
  const company = world.companyOf({ company_id: known.company_id, email });
  const joinsMarked = known.company_id === null && company?.do_not_contact === true;
  const isFreeProfile =
    ofProfile === null && world.person((person) => person.profile === record.profile) === null;
  // After an undo it is the profile of the merged person: it never becomes that of the one who answers for them.
  if (isFreeProfile && isByMerged) world.meetMerged(identity.email as string, record.profile);
  const person: PersonRow = {
    ...known,
    email,
    profile: isFreeProfile && !isByMerged ? record.profile : known.profile,
    name: latest('name', known.name, identity.name),
    company: latest('company', known.company, identity.company),
    title: latest('title', known.title, identity.title),
    phone: latest('phone', known.phone, identity.phone),
    company_id: company?.id ?? null,
    do_not_contact: known.do_not_contact || joinsMarked,
    country: latest('country', known.country, countryCodeOf(identity.country)),
    language: latest('language', known.language, languageCodeOf(identity.language)),
    updated_at: at,
  };
  const hasChanged = (Object.keys(person) as (keyof PersonRow)[]).some(
    (field) => field !== 'updated_at' && person[field] !== known[field],
  );
  if (!hasChanged) return known;
  if (person.do_not_contact && !known.do_not_contact) world.suppressed.set(person.id, record.atMs);
  world.put('people', person);
  return person;
}

function newPerson(
  world: World,
  record: TierUpdate,
  identity: NonNullable<TierUpdate['identity']>,
  at: string,
): PersonRow {
  const company = world.companyOf({ company_id: null, email: identity.email });
  const id = personIdOf(record);
  return {
    // Somebody who has another address by now may have got the id of this one.
    id:
      world.people.has(id) || world.mergedIds.has(id)
        ? `pn_${profileIdOf(`person ${record.profile} ${at}`)}`
        : id,
    email: identity.email,
    profile: record.profile,
    name: identity.name,
    company: identity.company,
    title: identity.title,
    phone: identity.phone,
    kind: 'prospect',
    owner: null,
    company_id: company?.id ?? null,
    country: countryCodeOf(identity.country),
    language: languageCodeOf(identity.language),
    do_not_contact: company?.do_not_contact === true,
    created_at: at,
    updated_at: at,
  };
}

const shown = ['name', 'email', 'phone', 'company', 'title', 'country', 'language'] as const;

/** Whether work shows somebody else, or something new about them. */
export function isShownAnew(former: PersonRow | null, person: PersonRow): boolean {
  return shown.some((field) => former?.[field] !== person[field]);
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
export function nameOf({ name, email, phone }: PersonRow): string {
  return isolated(name ?? email ?? phone ?? 'the prospect');
}

function contactWords(person: PersonRow): string {
  return `Contact ${nameOf(person)} within `;
}
