/** Traits that Scoville itself says of people, because sales knows them: no client may set one. Pure. */
import type { ValueTest, Who } from './condition.ts';
import { isOwnEvent, type JsonObject, type ScovilleEvent } from './event.ts';

const prefix = 'scoville:';

/** The names of these traits: the statuses of a person's leads as a list, and whether they are a customer. */
export const ownTraits = { leadStatus: `${prefix}leadStatus`, customer: `${prefix}customer` } as const;

/** The name of an event that says what was so before a programme asked. */
export const foundAlready = 'found';

/** Whether an event says so: it moves no tier by itself. */
export function wasThere(event: Pick<ScovilleEvent, 'key' | 'name'>): boolean {
  return isOwnEvent(event) && event.name === foundAlready;
}

/** Whether a name is kept for what Scoville itself says. */
export function isOwnTrait(name: string): boolean {
  return name.startsWith(prefix);
}

/** Whether some of the names are. In a loop: every event with traits is looked at. */
export function hasOwnTrait(traits: JsonObject | null | undefined): boolean {
  for (const name in traits) if (isOwnTrait(name)) return true;
  return false;
}

/** Whether an event that is not by Scoville itself says something under such a name. */
export function saysReserved(event: Pick<ScovilleEvent, 'key' | 'traits'>): boolean {
  return !isOwnEvent(event) && hasOwnTrait(event.traits);
}

/**
 * Returns the traits of an event that are believed: under such names what Scoville itself says, and of its own events nothing else. Doors
 * leave the others out; a record that came by none of today's doors may have them.
 */
export function believedTraits(event: Pick<ScovilleEvent, 'key' | 'traits'>): JsonObject | undefined {
  const { traits } = event;
  if (traits === undefined || !(isOwnEvent(event) || saysReserved(event))) return traits;
  const isOwn = isOwnEvent(event);
  return Object.fromEntries(Object.entries(traits).filter(([name]) => isOwnTrait(name) === isOwn));
}

/** When something became known, ms: of what sales knows, since when it is so. */
export function knownSinceMs(event: Pick<ScovilleEvent, 'key' | 'atMs' | 'acceptedAtMs'>): number {
  return isOwnEvent(event) ? event.atMs : event.acceptedAtMs;
}

/** Returns what sales knows of a person, as traits. No status is that of somebody without a lead. */
export function statusTraits({
  leadStatus,
  customer,
}: {
  leadStatus?: string | string[] | undefined;
  customer?: boolean | undefined;
}): JsonObject {
  return {
    ...(leadStatus !== undefined && { [ownTraits.leadStatus]: [leadStatus].flat() }),
    ...(customer !== undefined && { [ownTraits.customer]: customer }),
  };
}

/** Returns the tests of traits of a condition; words about sales are tests of what Scoville says. */
export function traitTestsOf({ traits, leadStatus, customer }: Who): [trait: string, test: ValueTest][] {
  return [
    ...Object.entries(traits ?? {}),
    ...(leadStatus === undefined ? [] : [[ownTraits.leadStatus, leadStatus] satisfies [string, ValueTest]]),
    // Nothing is said of somebody that sales does not know: they are no customer.
    ...(customer === undefined
      ? []
      : [[ownTraits.customer, customer || { not: true }] satisfies [string, ValueTest]]),
  ];
}

/** Whether something of a programme, such as its conditions, asks for what sales knows of people. */
export function asksForStatus(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  if (Array.isArray(given)) return given.some(asksForStatus);
  return Object.entries(given).some(
    ([word, inner]) => (word === 'who' && hasStatus(inner as Who)) || asksForStatus(inner),
  );
}

function hasStatus(who: Who): boolean {
  const inner = [who.all ?? [], who.any ?? [], who.not ?? []].flat();
  return traitTestsOf(who).some(([trait]) => isOwnTrait(trait)) || inner.some(hasStatus);
}
