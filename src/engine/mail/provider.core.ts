/**
 * What all mail providers have in common: a delivery as it came, its proof, and the events that it becomes. Pure.
 *
 * The proof is made over the bytes as they came. Events are those of Segment's specification for e-mail, addressed to the recipient.
 */

import { digestNameOf, limits, textIsDeeperThan } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import type { JsonObject, MachineSign } from '../../contract/language/language.ts';
import { agentSignOf } from '../ingest/ingest.ts';

/** One request of a provider. */
export interface Delivery {
  body: Buffer;
  headers: { readonly [name: string]: string | string[] | undefined };
  nowMs: number;
}

/** An account at a provider. */
export interface Connection {
  /** Names it for people. */
  name: string;
  /** What deliveries are checked with: keys, or `user:password`. Any of them proves; two are there while one is replaced. */
  secrets: readonly string[];
  /** Of Amazon SNS: the one topic that is believed. */
  topicArn?: string | undefined;
  /** Of Mandrill: the address as it was entered there, since the signature covers it. */
  url?: string | undefined;
}

/** Why a delivery proves nothing. */
export type Unproven = 'unsigned' | 'wrong_signature' | 'too_old' | 'other_topic';
export type Proof = 'proven' | Unproven;

/** An event as clients send it, and whether a machine did it. */
export interface MailEvent {
  raw: JsonObject;
  machine?: MachineSign | undefined;
  /** Whether it came with Global Privacy Control, as a link that a browser follows may. */
  hasGpc?: boolean;
}

/** A body that is not what the provider sends. The message says what was expected. */
export class Malformed extends Error {}

export const eventNames = {
  delivered: 'Email Delivered',
  opened: 'Email Opened',
  clicked: 'Email Link Clicked',
  bounced: 'Email Bounced',
  spam: 'Email Marked as Spam',
  unsubscribed: 'Unsubscribed',
} as const;
export type MailAct = keyof typeof eventNames;

/** What a provider says of one event. */
export interface ProviderEvent {
  provider: string;
  act: MailAct;
  address: unknown;
  /** What makes it this event: a provider sends it again with the same. */
  dedup: readonly unknown[];
  /** When it happened, ms or a text. */
  at: unknown;
  emailId?: unknown;
  subject?: unknown;
  campaignId?: unknown;
  campaignName?: unknown;
  linkId?: unknown;
  linkUrl?: unknown;
  userAgent?: unknown;
  /** Of a bounce. */
  reason?: unknown;
  machine?: MachineSign | undefined;
}

/** The event of it. A machine may be named by the provider, or by the user agent. */
export function mailEventOf(said: ProviderEvent): MailEvent {
  const { provider, act, address, dedup, at, userAgent } = said;
  const properties = given({
    email_id: said.emailId,
    email_subject: said.subject,
    campaign_id: said.campaignId,
    campaign_name: said.campaignName,
    link_id: said.linkId,
    link_url: said.linkUrl,
    reason: said.reason,
  });
  const id = digestNameOf(JSON.stringify(dedup));
  const raw: JsonObject = {
    type: 'track',
    event: eventNames[act],
    messageId: `${provider}-${id}`,
    properties,
    context: {
      traits: given({ email: address }),
      ...given({ userAgent }),
      mail: { provider },
    },
  };
  if (typeof at === 'number' || typeof at === 'string') raw['timestamp'] = at;
  const agentSign =
    act === 'opened'
      ? agentSignOf(userAgent, 'open')
      : act === 'clicked'
        ? agentSignOf(userAgent, 'click')
        : undefined;
  return { raw, machine: said.machine ?? agentSign };
}

/** Texts and numbers that are there; longer texts than a store of ids or links needs are cut. */
function given(values: { [name: string]: unknown }): JsonObject {
  const object: JsonObject = {};
  for (const [name, value] of Object.entries(values))
    if (typeof value === 'number' && Number.isFinite(value)) object[name] = value;
    else if (typeof value === 'string' && value !== '') object[name] = cut(value, limits.mailValueLengthMax);
  return object;
}

export const headerOf = ({ headers }: Delivery, name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Whether a time in whole seconds, which the provider signed, is near enough to now. */
export function isFresh(seconds: string, nowMs: number, msMax: number): boolean {
  if (!/^\d{1,12}$/.test(seconds)) return false;
  const behindMs = nowMs - Number(seconds) * limits.secondMs;
  return behindMs <= msMax && behindMs >= -limits.mailAheadMsMax;
}

/** The JSON in a body. Throws `Malformed`. */
export function jsonIn(body: Buffer | string): unknown {
  const text = body.toString();
  if (textIsDeeperThan(text, limits.jsonDepthMax))
    throw new Malformed(`the body nests over ${limits.jsonDepthMax} levels deep`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed('the body is not valid JSON');
  }
}

/** What a table has for a text; undefined for anything that is none of its names. */
export function entryOf<Value>(table: { readonly [name: string]: Value }, name: unknown): Value | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}

export function objectIn(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { [name: string]: unknown })
    : {};
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Seconds with a fraction, as ms; undefined for anything else. */
export function msOf(seconds: unknown): number | undefined {
  const number = typeof seconds === 'string' && seconds !== '' ? Number(seconds) : seconds;
  return typeof number === 'number' && Number.isFinite(number)
    ? Math.round(number * limits.secondMs)
    : undefined;
}
