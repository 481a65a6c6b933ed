/** What an event says of the person who acted. Pure. */
import {
  type EventType,
  hasOwnTrait,
  isOwnTrait,
  type Json,
  type JsonObject,
} from '../../contract/language/language.ts';
import { personInGroup } from './group.core.ts';

/**
 * Returns the traits that `identify` says itself, of the company that `group` names, and in the context of any event. Null where it says
 * none. `isReserved`: it named traits that Scoville alone says; they are left out.
 */
export function personTraits(
  type: EventType,
  ofContext: JsonObject | null,
  own: JsonObject | null,
  groupId: Json | undefined,
): { said: JsonObject | null; isReserved: boolean } {
  const all = allTraits(type, ofContext, own, groupId);
  if (!hasOwnTrait(all)) return { said: all, isReserved: false };
  const kept = Object.entries(all ?? {}).filter(([name]) => !isOwnTrait(name));
  return { said: Object.fromEntries(kept), isReserved: true };
}

function allTraits(
  type: EventType,
  ofContext: JsonObject | null,
  own: JsonObject | null,
  groupId: Json | undefined,
): JsonObject | null {
  if (type === 'group') {
    const inGroup = personInGroup(groupId, own);
    return isEmpty(inGroup) ? ofContext : joined(ofContext, inGroup);
  }
  if (type === 'identify' || own === null || !Object.hasOwn(own, 'email')) return joined(ofContext, own);
  // Any other event may be about somebody else: "Friend Invited" names the friend.
  const { email: _email, ...rest } = own;
  return joined(ofContext, rest);
}

/** Both together; what the second says goes before what the first says. */
export function joined(first: JsonObject | null, second: JsonObject | null): JsonObject | null {
  if (first === null || second === null) return second ?? first;
  return { ...first, ...second };
}

export function isEmpty(object: JsonObject): boolean {
  for (const name in object) if (Object.hasOwn(object, name)) return false;
  return true;
}
