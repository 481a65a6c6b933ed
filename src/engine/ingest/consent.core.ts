/**
 * What an event says of consent, as clients send it. Pure.
 *
 * Sources: Segment's `context.consent.categoryPreferences`, RudderStack's `context.consentManagement`, and Global Privacy Control: the
 * header `Sec-GPC: 1`, or `context.gpc` of our snippet.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import type { EventConsent, Json, JsonObject } from '../../contract/language/language.ts';

/** The fields of a context that are read here and not kept beside what they say. */
export const consentFields = ['consent', 'consentManagement', 'gpc'] as const;

/** Whether a request comes with Global Privacy Control. */
export function hasGpc({
  headers,
}: {
  headers: { readonly [name: string]: string | string[] | undefined };
}): boolean {
  return headers['sec-gpc'] === '1';
}

/** Returns what a context and its request say; null where they say nothing. A purpose that is allowed and denied is denied. */
export function consentIn(
  context: JsonObject | null,
  isGpcRequest: boolean,
): EventConsent | null | { error: string } {
  if (context === null) return isGpcRequest ? { gpc: true } : null;
  const isGpc = isGpcRequest || context['gpc'] === true;
  if (!namesPurposes(context)) return isGpc ? { gpc: true } : null;
  const preferences = entriesOf(objectOf(context['consent'])?.['categoryPreferences']);
  const { allowedConsentIds, deniedConsentIds } = objectOf(context['consentManagement']) ?? {};
  const saying = (isGiven: boolean) =>
    preferences.filter(([, value]) => answerIn(value) === isGiven).map(([name]) => name);
  const denied = purposesOf([...saying(false), ...textsOf(deniedConsentIds)]);
  const allowed = purposesOf([...saying(true), ...textsOf(allowedConsentIds)]);
  for (const one of denied) allowed.delete(one);
  const all = [...denied, ...allowed];
  if (all.length > limits.consentPurposesMax)
    return {
      error: `the event names ${all.length} purposes of consent; at most ${limits.consentPurposesMax} are allowed`,
    };
  const long = all.find(({ length }) => length > limits.consentPurposeLengthMax);
  if (long !== undefined)
    return {
      error: `the purpose of consent "${cut(long, 60)}" is ${long.length} characters long; at most ${limits.consentPurposeLengthMax} are allowed`,
    };
  if (all.length === 0 && !isGpc) return null;
  return {
    ...(allowed.size > 0 && { allowed: [...allowed].sort() }),
    ...(denied.size > 0 && { denied: [...denied].sort() }),
    ...(isGpc && { gpc: true }),
  };
}

/** Once each. Platforms differ in the case of names. A set: a batch may repeat thousands of names with each of its events. */
function purposesOf(names: readonly string[]): Set<string> {
  const purposes = new Set(names.map((name) => name.trim().toLowerCase()));
  purposes.delete('');
  return purposes;
}

/** Answers as platforms write them: Google's consent mode says `granted` and `denied`, others a number, or a boolean as a text. */
const answers: { readonly [word: string]: boolean } = {
  ...{ true: true, granted: true, allowed: true, accepted: true, yes: true, on: true, '1': true },
  ...{ false: false, denied: false, rejected: false, declined: false, no: false, off: false, '0': false },
};

/** Whether a purpose is allowed; null for what says neither. */
function answerIn(value: Json): boolean | null {
  if (typeof value === 'object') return null;
  const word = String(value).trim().toLowerCase();
  return Object.hasOwn(answers, word) ? (answers[word] as boolean) : null;
}

/** Whether a context says something of consent that nobody can read: it is counted, since the person may have meant a denial. */
export function hasUnreadConsent(context: JsonObject | null): boolean {
  if (context === null || !namesPurposes(context)) return false;
  const { consent, consentManagement } = context;
  const preferences = entriesOf(objectOf(consent)?.['categoryPreferences']);
  const { allowedConsentIds = null, deniedConsentIds = null } = objectOf(consentManagement) ?? {};
  return (
    preferences.some(([, value]) => value !== null && answerIn(value) === null) ||
    [allowedConsentIds, deniedConsentIds].some((ids) => ids !== null && !isReadable(ids))
  );
}

/** Whether a context may name purposes: most do not, and every event is asked. */
function namesPurposes({ consent, consentManagement }: JsonObject): boolean {
  return consent !== undefined || consentManagement !== undefined;
}

/** RudderStack's providers send a list, an object with the ids as its values, or one with lists of them by purpose. */
function textsOf(value: Json | undefined): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value)
    .flat()
    .filter((one) => typeof one === 'string');
}

function isReadable(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value)
    .flat()
    .every((one) => typeof one === 'string');
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return Object.entries(objectOf(value) ?? {});
}

function objectOf(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}
