/**
 * Random people for the oracle over HTTP: what each of them did, under which identities the door hears of it, and what the
 * oracle makes of all of it in the end.
 *
 * A person has two devices, a user id and up to four addresses. Each event comes from one of these; some come again, at the
 * same time or another, also from elsewhere. In the end every device and address is joined to the user.
 */
import fc from 'fast-check';
import type { Programme } from '../../src/contract/language/language.ts';
import { ofPublicKeys } from '../../src/engine/ingest/normalise.core.ts';
import { isRecognised } from './language-oracle.ts';
import type { LanguageEvent, LanguagePerson } from './language-oracle-match.ts';
import type { Wire } from './sending.ts';

const devices = ['phone', 'laptop'] as const;

/** The identities that an event names. */
interface Source {
  device: (typeof devices)[number] | null;
  isUser: boolean;
}

/** One event as it is sent once. */
export interface Sending {
  event: LanguageEvent;
  source: Source;
  sentAtMs: number;
}

export interface RandomPerson {
  userId: string;
  /** Everything that is sent of the person, copies too. */
  sendings: Sending[];
}

const source: fc.Arbitrary<Source> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...devices).map((device) => ({ device, isUser: false })) },
  { weight: 1, arbitrary: fc.constant({ device: null, isUser: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...devices).map((device) => ({ device, isUser: true })) },
);

/** How a history reaches the door. */
export interface Ways {
  /** By how much the time of a copy differs, ms. */
  copiedAfterMs: readonly number[];
  /** How long after it has happened an event is sent, ms. */
  sentAfterMs: readonly number[];
  /** How long after the last event the identities are joined, ms. */
  joinedAfterMs: readonly number[];
  /** Ids of groups, of which everybody names one to three; absent where nobody is of a group. */
  groups?: readonly string[];
}

/** A person with a history, which is not empty. */
export function randomPerson(history: fc.Arbitrary<LanguageEvent[]>, ways: Ways): fc.Arbitrary<RandomPerson> {
  const delay = fc.constantFrom(...ways.sentAfterMs);
  const copy = fc.record({
    index: fc.nat(),
    afterMs: fc.constantFrom(...ways.copiedAfterMs),
    from: fc.option(source),
    delayMs: delay,
  });
  const happened = history.chain((events) =>
    fc.tuple(...events.map((event) => fc.tuple(fc.constant(event), source, delay))),
  );
  return fc
    .record({
      name: fc.stringMatching(/^[a-z0-9]{12}$/),
      happened,
      copies: fc.array(copy, { maxLength: 6 }),
      joinedAfterMs: fc.constantFrom(...ways.joinedAfterMs),
      isJoinedLast: fc.boolean(),
      groups: saidGroups(ways.groups ?? []),
    })
    .map(({ name, happened: drawn, copies, joinedAfterMs, isJoinedLast, groups }) => {
      const own = drawn.map(([event, from, delayMs]) => {
        const isUser = from.isUser && !(isJoinedLast && from.device !== null);
        return sending(personal(name, event), { ...from, isUser }, delayMs);
      });
      const again = copies.map(({ index, afterMs, from, delayMs }) => {
        const { event, source: itsSource } = own[index % own.length] as Sending;
        const copied = { ...event, atMs: event.atMs + afterMs };
        // A copy comes by the same key.
        const isElsewhere = !isJoinedLast && event.via === undefined;
        return sending(copied, isElsewhere ? (from ?? itsSource) : itsSource, delayMs);
      });
      const sendings = [...own, ...again];
      const lastMs = Math.max(...sendings.map(({ event }) => event.atMs));
      return {
        userId: `user-${name}`,
        sendings: [
          ...sendings,
          ...joining(name, sendings, lastMs + joinedAfterMs),
          ...inGroups(name, groups, lastMs + joinedAfterMs),
        ],
      };
    });
}

function sending(event: LanguageEvent, from: Source, delayMs: number): Sending {
  // What a page's key may join depends on who is known already: then order would matter.
  const { via, ...own } = event;
  const isPublic = via !== undefined && !(from.isUser && from.device !== null);
  return { event: isPublic ? { ...own, via } : own, source: from, sentAtMs: event.atMs + delayMs };
}

/** The event as this person's: ids and addresses that nobody else has. */
function personal(name: string, event: LanguageEvent): LanguageEvent {
  const messageId = `${name} ${event.messageId}`;
  const email = event.traits?.['email'];
  if (typeof email !== 'string') return { ...event, messageId };
  return { ...event, messageId, traits: { ...event.traits, email: `${name}.${email}` } };
}

/** The events that join every device and address of a person to the user. */
function joining(name: string, sendings: readonly Sending[], atMs: number): Sending[] {
  const joined = (what: string, event: Partial<LanguageEvent>, device: Source['device']) =>
    sending(
      { type: 'track', name: 'Joined', path: '', ...event, messageId: `${name} ${what}`, atMs },
      { device, isUser: true },
      0,
    );
  const addresses = new Set(sendings.flatMap(({ event }) => event.traits?.['email'] ?? []));
  return [
    ...devices.map((device) => joined(device, {}, device)),
    ...[...addresses].map((email) => joined(String(email), { traits: { email } }, null)),
  ];
}

/** A group with its name or without, as it is said once. */
interface SaidGroup {
  id: string;
  hasName: boolean;
}

const saidGroups = (ids: readonly string[]): fc.Arbitrary<SaidGroup[]> =>
  ids.length === 0
    ? fc.constant([])
    : fc.array(fc.record({ id: fc.constantFrom(...ids), hasName: fc.boolean() }), {
        minLength: 1,
        maxLength: 3,
      });

/** The events that say the groups of a person, a second after the other; they may arrive in any order. */
function inGroups(name: string, groups: readonly SaidGroup[], atMs: number): Sending[] {
  return groups.map(({ id, hasName }, index) => {
    const company = hasName ? { company: { id, name: `Company ${id}` } } : {};
    const traits = { groupId: id, ...company };
    const messageId = `${name} group ${index}`;
    const event: LanguageEvent = {
      ...{ type: 'track', name: 'Joined', path: '', messageId, traits },
      atMs: atMs + (index + 1) * 1_000,
    };
    return sending(event, { device: null, isUser: true }, 0);
  });
}

/** What is said of the groups of a person. */
export function groupsOf({ sendings }: RandomPerson): { atMs: number; group: string }[] {
  return sendings.flatMap(({ event: { atMs, traits } }) =>
    typeof traits?.['groupId'] === 'string' ? [{ atMs, group: traits['groupId'] }] : [],
  );
}

/** The event as a client would send it, and by which key. */
export function wireOf({ userId }: RandomPerson, { event, source: from }: Sending): Wire {
  const { type, name, path, messageId, atMs, properties, traits, context } = event;
  const given = path === '' ? properties : { ...properties, path };
  // Of any other event they would be of what it is about.
  const sent = type === 'identify' || traits === undefined ? context : { ...context, traits };
  const sentEvent = {
    type,
    messageId,
    timestamp: new Date(atMs).toISOString(),
    ...(from.isUser && { userId }),
    ...(from.device !== null && { anonymousId: `${from.device} of ${userId}` }),
    ...(name !== '' && { [type === 'track' ? 'event' : 'name']: name }),
    ...(given !== undefined && { properties: given }),
    ...(type === 'identify' && traits !== undefined && { traits }),
    ...(sent !== undefined && { context: sent }),
  };
  return { event: sentEvent, isPublic: event.via === 'public' };
}

/**
 * The events that count, each under the id that it goes by behind the door: two at one instant count in the order of its hashes. Of
 * those that no active programme recognises, each time is a moment of its own.
 */
export function eventsOf(sendings: readonly Sending[], active: readonly Programme[]): LanguageEvent[] {
  return sendings.map(({ event }) => {
    const messageId = event.via === 'public' ? ofPublicKeys(event.messageId) : event.messageId;
    return active.some((programme) => isRecognised(event, programme))
      ? { ...event, messageId }
      : { ...event, messageId: `${messageId} at ${event.atMs}` };
  });
}

/**
 * What is known of a person in the end, by what was sent and what Scoville says: of each trait the latest value, of two at one time the one
 * whose text is greater.
 */
export function knownOf({ sendings }: RandomPerson, said: readonly LanguageEvent[]): LanguagePerson {
  const events = [...sendings.map(({ event }) => event), ...said];
  const inOrder = events.sort((one, other) => one.atMs - other.atMs);
  const latest = new Map<string, { value: unknown; atMs: number }>();
  for (const event of inOrder)
    for (const [trait, value] of Object.entries(event.traits ?? {})) {
      const before = latest.get(trait);
      const isGreater = JSON.stringify(value) > JSON.stringify(before?.value ?? null);
      if (before === undefined || event.atMs > before.atMs || isGreater)
        latest.set(trait, { value, atMs: event.atMs });
    }
  const traits = Object.fromEntries([...latest].map(([trait, { value }]) => [trait, value]));
  return { traits, email: typeof traits['email'] === 'string' ? traits['email'] : null, isKnown: true };
}
