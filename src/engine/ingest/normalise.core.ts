/**
 * Normalising: one event as any client sends it, to the one shape that lies in the stream. Pure.
 *
 * Both spellings are read (`userId` and `user_id`), `traits` together with `context.traits`, `originalTimestamp` before
 * `timestamp`; empty ids are absent. Source: Segment's HTTP API and what its and RudderStack's clients really send.
 */

import {
  depthOf,
  type ErrorCode,
  eventHashOf,
  isDeeperThan,
  limits,
  profileIdOf,
} from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import {
  type EventType,
  eventTypes,
  type IdentityLink,
  type Json,
  type JsonObject,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import { eventTime } from './event-time.core.ts';

/** What an event shares with its request. */
export interface Envelope {
  receivedAtMs: number;
  /** The type the path says; null where each event says its own. */
  type: EventType | null;
  sentAt: unknown;
  context: unknown;
}

export type Normalised =
  | { ok: true; event: ScovilleEvent; links: IdentityLink[] }
  | { ok: false; code: ErrorCode; message: string };

/** Normalises one event. `newId` gives a fresh message id for an event that names neither id nor time. Never throws. */
export function normalise(raw: unknown, envelope: Envelope, newId: () => string): Normalised {
  // First of all: whatever follows may recurse.
  if (isDeeperThan(raw, limits.eventDepthMax)) {
    return refuse(
      'invalid_event',
      `the event nests ${depthOf(raw)} levels deep; at most ${limits.eventDepthMax} are allowed`,
    );
  }
  if (!isObject(raw)) return refuse('invalid_event', `an event must be an object, not ${nameOf(raw)}`);

  const type = envelope.type ?? raw['type'];
  if (!isEventType(type)) {
    return refuse('invalid_event', `"type" is ${nameOf(type)}; expected one of ${eventTypes.join(', ')}`);
  }
  const ids = idsOf(raw);
  if ('error' in ids) return refuse('invalid_event', ids.error);
  const context = mergedContext(envelope.context, raw['context']);
  const contextTraits = objectOf(context?.['traits']);
  const ownTraits = objectOf(raw['traits']);
  const traits = type === 'group' ? contextTraits : joined(contextTraits, ownTraits);
  const email = emailOf(traits) ?? (type === 'track' ? emailOf(objectOf(raw['properties'])) : null);

  const key =
    ids.userId !== null
      ? `u:${ids.userId}`
      : email !== null
        ? `e:${email}`
        : ids.anonymousId !== null
          ? `a:${ids.anonymousId}`
          : null;
  if (key === null) {
    return refuse(
      'no_user_anon_id',
      'give the event a "userId", an "anonymousId" or an e-mail address in "context.traits.email"',
    );
  }
  const name = textOf(raw[type === 'track' ? 'event' : 'name']) ?? '';
  if (type === 'track' && name === '')
    return refuse('invalid_event', 'a track event needs a name in "event"');
  if (type === 'alias' && ids.previousId === null)
    return refuse('invalid_event', 'an alias needs a "previousId"');
  if (type === 'alias' && ids.userId === null) return refuse('invalid_event', 'an alias needs a "userId"');

  const time = eventTime(raw['originalTimestamp'] ?? raw['original_timestamp'] ?? raw['timestamp'], {
    sentAt: raw['sentAt'] ?? raw['sent_at'] ?? envelope.sentAt,
    receivedAtMs: envelope.receivedAtMs,
  });
  if ('error' in time) return refuse('invalid_event', time.error);

  const properties =
    type === 'group'
      ? joined(objectOf(raw['properties']), groupOf(raw, ownTraits))
      : objectOf(raw['properties']);
  const id = ids.messageId ?? (time.isGiven ? contentId(key, type, name, time.atMs, properties) : newId());
  const profile = profileIdOf(key);
  const event: ScovilleEvent = {
    id,
    hash: eventHashOf(id),
    atMs: time.atMs,
    acceptedAtMs: envelope.receivedAtMs,
    profile,
    key,
    type,
    name,
    path: pathOf(properties, context),
  };
  if (properties !== null) event.properties = properties;
  if (traits !== null) event.traits = traits;
  const rest = restOf(context);
  if (rest !== null) event.context = rest;
  return { ok: true, event, links: linksOf(event, ids, email) };
}

interface Ids {
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  messageId: string | null;
}

const idNames = [
  ['userId', 'user_id'],
  ['anonymousId', 'anonymous_id'],
  ['previousId', 'previous_id'],
  ['messageId', 'message_id'],
] as const;

function idsOf(raw: JsonObject): Ids | { error: string } {
  const ids: Ids = { userId: null, anonymousId: null, previousId: null, messageId: null };
  for (const [name, twin] of idNames) {
    const value = raw[name] ?? raw[twin];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number')
      return { error: `"${name}" is ${nameOf(value)}; expected a text or a number` };
    const text = String(value).trim();
    if (text.length > limits.idLengthMax)
      return {
        error: `"${name}" is ${text.length} characters long; at most ${limits.idLengthMax} are allowed`,
      };
    if (text !== '') ids[name] = text;
  }
  return ids;
}

/**
 * The identities that follow from one event: the lower ones follow the highest. Ranks are device, address, user; a user
 * never follows another identity, so two known people cannot be joined from outside.
 */
function linksOf(event: ScovilleEvent, ids: Ids, email: string | null): IdentityLink[] {
  if (ids.userId === null && email === null) return [];
  const children: string[] = [];
  if (ids.userId !== null && email !== null) children.push(`e:${email}`);
  if (ids.anonymousId !== null && ids.anonymousId !== ids.userId) children.push(`a:${ids.anonymousId}`);
  if (event.type === 'alias' && ids.previousId !== null && ids.previousId !== ids.userId)
    children.push(`a:${ids.previousId}`);
  return [...new Set(children)]
    .filter((childKey) => childKey !== event.key)
    .map((childKey) => ({
      child: profileIdOf(childKey),
      childKey,
      parent: event.profile,
      parentKey: event.key,
      acceptedAtMs: event.acceptedAtMs,
    }));
}

/** An event that says when it happened but has no id is known by its content, so that sending it again changes nothing. */
function contentId(
  key: string,
  type: EventType,
  name: string,
  atMs: number,
  properties: JsonObject | null,
): string {
  return `content-${profileIdOf(JSON.stringify([key, type, name, atMs, properties]))}`;
}

function pathOf(properties: JsonObject | null, context: JsonObject | null): string {
  const page = objectOf(context?.['page']);
  const path = textOf(properties?.['path']) ?? textOf(page?.['path']);
  if (path !== null) return /[?#]/.test(path) ? (path.split(/[?#]/, 1)[0] ?? '') : path;
  const url = textOf(properties?.['url']) ?? textOf(page?.['url']);
  return url !== null && URL.canParse(url) ? new URL(url).pathname : '';
}

/** Context without what was read out of it; addresses of machines are not kept. */
function restOf(context: JsonObject | null): JsonObject | null {
  if (context === null) return null;
  if (!Object.hasOwn(context, 'traits') && !Object.hasOwn(context, 'ip'))
    return isEmpty(context) ? null : context;
  const { traits: _traits, ip: _ip, ...rest } = context;
  return isEmpty(rest) ? null : rest;
}

function isEmpty(object: JsonObject): boolean {
  for (const name in object) if (Object.hasOwn(object, name)) return false;
  return true;
}

function groupOf(raw: JsonObject, traits: JsonObject | null): JsonObject {
  const groupId = raw['groupId'] ?? raw['group_id'] ?? null;
  return { groupId, ...(traits !== null && { traits }) };
}

function mergedContext(shared: unknown, own: unknown): JsonObject | null {
  return joined(objectOf(shared), objectOf(own));
}

function joined(first: JsonObject | null, second: JsonObject | null): JsonObject | null {
  if (first === null || second === null) return second ?? first;
  return { ...first, ...second };
}

/** The address an event names; a text that cannot be one is no identity, and the event counts for its others. */
function emailOf(object: JsonObject | null): string | null {
  const { email } = object ?? {};
  return typeof email === 'string' ? emailAddressIn(email) : null;
}

function isEventType(value: unknown): value is EventType {
  return eventTypes.includes(value as EventType);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

function textOf(value: Json | undefined): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text !== '' ? text : null;
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  return JSON.stringify(value)?.slice(0, 60) ?? typeof value;
}

function refuse(code: ErrorCode, message: string): Normalised {
  return { ok: false, code, message };
}
