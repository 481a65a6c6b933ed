/**
 * Normalising: one event as any client sends it, to the one shape that lies in the stream. Pure.
 *
 * Both spellings are read (`userId` and `user_id`), `traits` together with `context.traits`, `timestamp` before
 * `originalTimestamp`; ids that are empty or mean nobody are absent. Who acted is said by ids and by the address of the person's
 * traits, never by what the event is about. Source: Segment's HTTP API and what its and RudderStack's clients really send.
 */

import {
  depthOf,
  type ErrorCode,
  eventHashOf,
  isDeeperThan,
  isStorableId,
  limits,
  profileIdOf,
} from '../../base/kernel/kernel.ts';
import { emailAddressIn, identifierIn } from '../../base/text/text.ts';
import {
  type EventType,
  eventTypes,
  type IdentityLink,
  type Json,
  type JsonObject,
  type MachineSign,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import { consentFields, consentIn, hasUnreadConsent } from './consent.core.ts';
import { eventTime } from './event-time.core.ts';
import { type LikelyMeant, likelyWarnings } from './likely-warnings.core.ts';
import { contextSignOf } from './machine.core.ts';
import { isEmpty, joined, personTraits } from './person-traits.core.ts';
import { proofOf } from './proof.core.ts';
import { type KeptParameters, redactedAddresses, redactedProperties } from './query-redaction.core.ts';
import { type Shown, valueItself } from './shown-value.core.ts';
import {
  addressWarning,
  aheadWarning,
  clockWarning,
  consentWarning,
  isNoAddress,
  meansNobody,
  nobodyWarning,
  reservedWarning,
  type Warning,
} from './warnings.core.ts';

/** What an event shares with its request. */
export interface Envelope {
  receivedAtMs: number;
  /** The type the path says; null where each event says its own. */
  type: EventType | null;
  sentAt: unknown;
  context: unknown;
  /** The public key that it came with. */
  publicKey?: { id: string; isSigned: boolean } | undefined;
  /** Whether a machine did it. */
  machine?: MachineSign | undefined;
  /** Whether it came with Global Privacy Control. */
  hasGpc?: boolean | undefined;
  /** Whether the operator's server signed an id or address. */
  isSigned?: (text: string, signature: string) => boolean;
  /** What stays of query strings; all of them where it is absent. */
  keptParameters?: KeptParameters | undefined;
  /** Absent for senders who may not learn what rules name. */
  likely?: LikelyMeant | undefined;
  /** How refusals show values; as they are where it is absent. */
  shown?: Shown;
}

export type Normalised =
  | {
      ok: true;
      event: ScovilleEvent;
      links: IdentityLink[];
      /** Links by which a public key claims an address for a user, without proof. */
      claims: IdentityLink[];
      /** What is taken otherwise than it says. */
      warnings: Warning[];
    }
  | { ok: false; code: ErrorCode; message: string };

/** Normalises one event. `newId` gives a fresh message id for an event that names neither id nor time. Never throws. */
export function normalise(raw: unknown, envelope: Envelope, newId: () => string): Normalised {
  const { shown = valueItself, keptParameters = 'all', likely } = envelope;
  // First of all: whatever follows may recurse.
  if (isDeeperThan(raw, limits.eventDepthMax)) {
    return refuse(
      'invalid_event',
      `the event nests ${depthOf(raw)} levels deep; at most ${limits.eventDepthMax} are allowed`,
    );
  }
  if (!isObject(raw)) return refuse('invalid_event', `an event must be an object, not ${shown(raw)}`);

  // Segment's own specification of e-mail events says `action`.
  const named = envelope.type ?? raw['type'] ?? raw['action'];
  const type = typeof named === 'string' ? named.trim().toLowerCase() : named;
  if (!isEventType(type)) {
    return refuse('invalid_event', `"type" is ${shown(named)}; expected one of ${eventTypes.join(', ')}`);
  }
  const ids = idsOf(raw, shown);
  if ('error' in ids) return refuse('invalid_event', ids.error);
  const context = mergedContext(envelope.context, raw['context']);
  const ownTraits = objectOf(raw['traits']);
  const { said, isReserved } = personTraits(type, objectOf(context?.['traits']), ownTraits, groupIdOf(raw));
  const email = emailOf(said);
  const { warnings } = ids;
  if (email === null && isGiven(said?.['email']))
    warnings.push(addressWarning({ name: 'email', value: said?.['email'], shown }));

  const proof = proofOf({ userId: ids.userId, email }, context, envelope);
  if ('error' in proof) return refuse('invalid_event', proof.error);

  const consent = consentIn(context, envelope.hasGpc ?? false);
  if (consent !== null && 'error' in consent) return refuse('invalid_event', consent.error);

  const asUser = proof.via === 'public' ? addressAsUser(ids) : null;
  const key = asUser === null ? keyOf(ids, email) : `e:${asUser}`;
  if (key === null) return refuse('no_user_anon_id', whyNobody(raw, said, shown));
  const traits = asUser !== null && email === null ? { ...said, email: asUser } : said;
  const name = textOf(raw[type === 'track' ? 'event' : 'name']) ?? '';
  if (type === 'track' && name === '')
    return refuse('invalid_event', 'a track event needs a name in "event"');
  if (type === 'alias' && ids.previousId === null)
    return refuse('invalid_event', 'an alias needs a "previousId"');
  if (type === 'alias' && ids.userId === null) return refuse('invalid_event', 'an alias needs a "userId"');

  const stated = [raw['timestamp'], raw['originalTimestamp'], raw['original_timestamp']].find(isGiven);
  const time = eventTime(stated, {
    sentAt: raw['sentAt'] ?? raw['sent_at'],
    requestSentAt: envelope.sentAt,
    // When something was received first decides what it counts for: no page says that.
    archivedAt: envelope.publicKey === undefined ? (raw['receivedAt'] ?? raw['received_at']) : undefined,
    receivedAtMs: envelope.receivedAtMs,
    shown,
  });
  if ('error' in time) return refuse('invalid_event', time.error);
  const { atMs, ahead } = time;
  if (ahead !== null)
    warnings.push(aheadWarning({ name: 'timestamp', value: stated, shown }, { atMs, ahead }));
  if (time.isClockIgnored) warnings.push(clockWarning);
  if (hasUnreadConsent(context)) warnings.push(consentWarning);
  if (isReserved) warnings.push(reservedWarning);

  const properties =
    type === 'group'
      ? joined(objectOf(raw['properties']), groupOf(raw, ownTraits))
      : objectOf(raw['properties']);
  if (likely !== undefined && type === 'track') warnings.push(...likelyWarnings(likely, name, properties));
  const id = ids.messageId ?? (time.isGiven ? contentId(key, type, name, time.atMs, properties) : newId());
  const profile = profileIdOf(key);
  const event: ScovilleEvent = {
    id,
    hash: eventHashOf(proof.via === 'public' ? ofPublicKeys(id) : id),
    atMs: time.atMs,
    acceptedAtMs: envelope.receivedAtMs,
    profile,
    key,
    type,
    name,
    path: pathOf(properties, context),
  };
  if (proof.via !== undefined) event.via = proof.via;
  if (proof.via === 'public' && email !== null && proof.texts.includes(email)) event.isEmailSigned = true;
  if (proof.via === 'public' && traits !== null) event.keyId = envelope.publicKey?.id ?? '';
  const machine = envelope.machine ?? contextSignOf(context);
  if (machine !== undefined) event.machine = machine;
  if (consent !== null) event.consent = consent;
  if (properties !== null) event.properties = redactedProperties(properties, keptParameters);
  if (traits !== null) event.traits = traits;
  const rest = redactedAddresses(restOf(context), keptParameters);
  if (rest !== null) event.context = rest;
  const links = linksOf(event, ids, email);
  const isClaim = ({ childKey }: IdentityLink) =>
    proof.via !== undefined && childKey.startsWith('e:') && !proof.texts.includes(childKey.slice(2));
  return {
    ...{ ok: true, event, warnings },
    links: links.filter((link) => !isClaim(link)),
    // Where the operator believes them, they are as good as proven.
    claims: links.filter(isClaim).map(({ via: _via, ...link }) => link),
  };
}

interface Ids {
  userId: string | null;
  anonymousId: string | null;
  previousId: string | null;
  messageId: string | null;
  warnings: Warning[];
}

const idNames = [
  ['userId', 'user_id'],
  ['anonymousId', 'anonymous_id'],
  ['previousId', 'previous_id'],
  ['messageId', 'message_id'],
] as const;

function idsOf(raw: JsonObject, shown: Shown): Ids | { error: string } {
  const ids: Ids = { userId: null, anonymousId: null, previousId: null, messageId: null, warnings: [] };
  for (const [name, twin] of idNames) {
    const value = raw[name] ?? raw[twin];
    const found = identifierIn(value);
    if (found === null) continue;
    if ('error' in found) return { error: `"${name}" is ${shown(value)}; ${found.error}` };
    const text = 'text' in found ? found.text : name === 'messageId' ? messageIdIn(found.ignored) : null;
    if (text === null) {
      if (name !== 'messageId') ids.warnings.push(nobodyWarning({ name, value, shown }));
    } else if (text.length > limits.idLengthMax)
      return {
        error: `"${name}" is ${text.length} characters long; at most ${limits.idLengthMax} are allowed`,
      };
    else if (!isStorableId(text))
      return {
        error: `"${name}" is ${shown(value)}, with a character that no store can find again; send it without U+0000 and halves of surrogate pairs`,
      };
    else ids[name] = text;
  }
  return ids;
}

/** A message may be number 0; what is printed for no id would make all such messages one, of which one counts. */
function messageIdIn(ignored: string): string | null {
  return /^\d+$/.test(ignored) ? ignored : null;
}

/**
 * The address that a page without a signature gives as user id; null for any other. It names the address and no user:
 * anybody may say as much of an address, and a server may still say whose it is.
 */
function addressAsUser({ userId }: Ids): string | null {
  return userId === null ? null : emailAddressIn(userId);
}

/** Of a user before an address before a device; null for nobody. */
function keyOf({ userId, anonymousId }: Ids, email: string | null): string | null {
  if (userId !== null) return `u:${userId}`;
  if (email !== null) return `e:${email}`;
  return anonymousId === null ? null : `a:${anonymousId}`;
}

function whyNobody(raw: JsonObject, traits: JsonObject | null, shown: Shown): string {
  const remedy = 'give the event a "userId", an "anonymousId" or an e-mail address in "context.traits.email"';
  for (const [name, twin] of idNames.slice(0, 2)) {
    const value = raw[name] ?? raw[twin];
    if (isGiven(value)) return `${meansNobody({ name, value, shown })}; ${remedy}`;
  }
  const value = traits?.['email'];
  return isGiven(value) ? `${isNoAddress({ name: 'email', value, shown })}; ${remedy}` : remedy;
}

/**
 * The identities that follow from one event: the lower ones follow the highest. Ranks are device, address, user; a user
 * never follows another identity, so two known people cannot be joined from outside.
 */
function linksOf(event: ScovilleEvent, ids: Ids, email: string | null): IdentityLink[] {
  if (event.key.startsWith('a:')) return [];
  const children: string[] = [];
  // A user id that is an address names that address too.
  const addresses = event.key.startsWith('u:') ? [email, emailAddressIn(ids.userId ?? '')] : [];
  for (const address of addresses) if (address !== null) children.push(`e:${address}`);
  // Also a device of the same text: events that came before the user was known have it alone.
  if (ids.anonymousId !== null) children.push(`a:${ids.anonymousId}`);
  if (event.type === 'alias' && ids.previousId !== null) children.push(`a:${ids.previousId}`);
  return [...new Set(children)]
    .filter((childKey) => childKey !== event.key)
    .map((childKey) => ({
      child: profileIdOf(childKey),
      childKey,
      parent: event.profile,
      parentKey: event.key,
      acceptedAtMs: event.acceptedAtMs,
      ...(event.via === 'public' && { via: 'public' as const }),
    }));
}

/**
 * The message of a public key. Else a page that guesses the id of a server's message would send one with it first, and the server's would be
 * its duplicate. No id has U+0000, so it is never that of a server.
 */
export function ofPublicKeys(id: string): string {
  return `public\u0000${id}`;
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

const readNames = ['traits', 'ip', 'signature', 'emailSignature', ...consentFields];

/** Context without what was read out of it; addresses of machines and signatures are not kept. */
function restOf(context: JsonObject | null): JsonObject | null {
  if (context === null) return null;
  if (!readNames.some((name) => Object.hasOwn(context, name))) return isEmpty(context) ? null : context;
  const kept = Object.entries(context).filter(([name]) => !readNames.includes(name));
  const rest = Object.fromEntries(kept);
  return isEmpty(rest) ? null : rest;
}

function groupIdOf(raw: JsonObject): Json | undefined {
  return raw['groupId'] ?? raw['group_id'];
}

function groupOf(raw: JsonObject, traits: JsonObject | null): JsonObject {
  return { groupId: groupIdOf(raw) ?? null, ...(traits !== null && { traits }) };
}

function mergedContext(shared: unknown, own: unknown): JsonObject | null {
  return joined(objectOf(shared), objectOf(own));
}

/** The address an event names; a text that cannot be one is no identity, and the event counts for its others. */
function emailOf(object: JsonObject | null): string | null {
  const { email } = object ?? {};
  return typeof email === 'string' ? emailAddressIn(email) : null;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
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

function refuse(code: ErrorCode, message: string): Normalised {
  return { ok: false, code, message };
}
