/**
 * The event in the stream: a client's event, normalised once by ingest.
 *
 * Keys are short because millions of them wait in memory. Every consumer reads this shape, and none the client's.
 */

import { eventTypes } from '../../base/kernel/kernel.ts';

export { eventTypes };
export type EventType = (typeof eventTypes)[number];

/** A value of a property or trait after JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** How an event came with a public key. */
export type PublicKeyUse = 'public' | 'signed';

/** Signs that a person does not consent: the event denies the purpose, or came with Global Privacy Control. */
export const consentSigns = ['denied', 'gpc'] as const;
export type ConsentSign = (typeof consentSigns)[number];

/**
 * Why an event must not count. A machine did it: an image was asked for with HEAD, or in advance. The mail provider calls an open a
 * machine's. Apple's mail privacy loaded it. A program scans links. The browser is a robot's, or a program drives it. One device sees
 * more pages a second than anybody can. Then those of consent, and an event of servers that a public key sent. Profiles store the position in this list: new ones go to its end.
 */
export const refusalSigns = [
  ...(['head', 'prefetch', 'machine-open', 'mail-privacy', 'scanner'] as const),
  ...(['robot', 'driven', 'speed'] as const),
  ...consentSigns,
  'server-only',
] as const;
export type RefusalSign = (typeof refusalSigns)[number];
export type MachineSign = Exclude<RefusalSign, ConsentSign | 'server-only'>;

/** What an event says of consent. Purposes are lower case; one that is both is denied. */
export interface EventConsent {
  allowed?: string[];
  denied?: string[];
  /** It came with Global Privacy Control. */
  gpc?: true;
}

export interface ScovilleEvent {
  /** The client's message id; made by ingest when it sent none. */
  id: string;
  /** 48-bit hash of `id`: equal hashes are duplicates. */
  hash: number;
  /** The event's own time, corrected for the client's clock, ms since the epoch. */
  atMs: number;
  /** When ingest accepted it, ms since the epoch. */
  acceptedAtMs: number;
  /** Id of the profile it is addressed to: the best identity it carries. */
  profile: string;
  /** It followed a link: `profile` is the parent, `key` still the identity it was sent for. */
  isForwarded?: true;
  type: EventType;
  /** Event name of a track, page name of a page; empty where there is none. */
  name: string;
  /** Path of the page it happened on; empty where unknown. */
  path: string;
  /** The identity it is addressed to: `u:<userId>`, `e:<email>` or `a:<anonymousId>`; empty where Scoville itself says something of the profile. */
  key: string;
  /**
   * Set where it came with a public key, which anybody may have. `signed`: with a signature of its user id, which the operator's server
   * made. Absent where a secret key sent it, or an installation before there were kinds of keys.
   */
  via?: PublicKeyUse;
  /** Set where it came with a signature of its address alone: who the user is, a page says. */
  isEmailSigned?: true;
  /** Id of the public key with which it says traits. */
  keyId?: string;
  /** Set where its address has named more identities in an hour than one may: a lead of this one is held. */
  crowd?: true;
  /** Set by the door where a machine did it: then it scores nothing. */
  machine?: MachineSign;
  /** What it says of consent; absent where it says nothing. */
  consent?: EventConsent;
  properties?: JsonObject;
  traits?: JsonObject;
  /** The rest of the context, kept for the history. */
  context?: JsonObject;
  /** The `traceparent` of the step that wrote it, where its request is traced; not kept in the history. */
  trace?: string;
}

/** Whether it came too late to give points: it happened longer before it was accepted than events may be late. */
export function isLate(event: Pick<ScovilleEvent, 'atMs' | 'acceptedAtMs'>, latenessMs: number): boolean {
  return event.atMs < event.acceptedAtMs - latenessMs;
}

/** Whether Scoville itself says it, of what sales knows of a person. Nobody did anything: only conditions on people read it. */
export function isOwnEvent({ key }: Pick<ScovilleEvent, 'key'>): boolean {
  return key === '';
}

/** Links two identities: `child` follows `parent` from now on. Ranks only rise: device, address, user. */
export interface IdentityLink {
  /** Profile id of the child; the record lies in the child's partition. */
  child: string;
  childKey: string;
  /** Profile id of the parent. */
  parent: string;
  parentKey: string;
  acceptedAtMs: number;
  /** Set where a page alone says so, without a signature of the parent: anybody may say it of anybody. */
  via?: 'public';
  /** As of an event. */
  trace?: string;
  /** An import said so: what the child brings moves no tier by itself. */
  isImported?: true;
}

/** Erases a profile: whatever was accepted of it up to a time, wherever that lies. The record lies in the profile's partition. */
export interface ErasureMark {
  /** Id of the erasure. */
  erasure: string;
  profile: string;
  /** The salted hash by which the profile is remembered as erased, and the salt. */
  name: string;
  salt: string;
  /** What was accepted until then is erased, ms. What comes later is of somebody new. */
  untilMs: number;
  /** The address that the profile stands for; null for any other identity. */
  address: string | null;
  /** A person of sales who has neither address nor profile; null else. */
  person: string | null;
}

/** Says that an import has changed the history of a profile. The record lies in the profile's partition, and follows its links. */
export interface ImportMark {
  profile: string;
  /** When the import was scored, ms. What was known until then moves no tier. */
  acceptedAtMs: number;
  /** Whether its imported events may notify, as if they came now. */
  notifies?: true;
  /** Whether the import was taken back: what the profile knows may be of it. */
  isUndone?: true;
}
