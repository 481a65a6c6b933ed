/**
 * The oracle's reading of `when`, `who`, `per` and `points` of `docs/programmes.md`: one plain function a word of the page.
 */
import type { EventMatch, Match, ValueTest, Who } from '../../src/contract/language/language.ts';

/** An event as the oracle sees it: one thing somebody did. */
export interface LanguageEvent {
  messageId: string;
  /** Event time, ms since the epoch. */
  atMs: number;
  type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias';
  /** Name of a tracked event, or of a page; empty where there is none. */
  name: string;
  path: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context?: Record<string, unknown>;
  /** Sent with a public key. */
  via?: 'public';
  /** What Scoville says of the person: nobody did anything. */
  isOwn?: true;
}

/** What is known of somebody now. */
export interface LanguagePerson {
  traits: Record<string, unknown>;
  email: string | null;
  isKnown: boolean;
}

export function isMatch(event: LanguageEvent, match: Match): boolean {
  if (event.isOwn) return false;
  if (match === 'any event') return true;
  const words: Record<keyof EventMatch, () => boolean> = {
    type: () => anyOf(match.type, (type) => event.type === type),
    event: () => anyOf(match.event, (name) => event.type === 'track' && plain(event.name) === plain(name)),
    page: () => anyOf(match.page, (name) => isView(event) && plain(event.name) === plain(name)),
    path: () => event.path !== '' && anyOf(match.path, (glob) => fitsGlob(event.path, glob)),
    url: () =>
      anyOf(match.url, (glob) => {
        const address = addressOf(event) + (glob.includes('#') ? fragmentOf(event) : '');
        return addressOf(event) !== '' && fitsGlob(address, glob);
      }),
    properties: () => passAll(event.properties, match.properties),
    traits: () => passAll(event.traits, match.traits),
    utm: () => passAll(campaignOf(event), match.utm),
    campaign: () => passes(campaignOf(event)['campaign'], match.campaign as ValueTest),
    all: () => (match.all ?? []).every((inner) => isMatch(event, inner)),
    any: () => (match.any ?? []).some((inner) => isMatch(event, inner)),
    not: () => match.not !== undefined && !isMatch(event, match.not),
  };
  return Object.keys(match).every((word) => words[word as keyof EventMatch]());
}

export function isWho(person: LanguagePerson, who: Who): boolean {
  const domain = person.email === null ? null : (person.email.toLowerCase().split('@').at(-1) ?? '');
  const words: Record<keyof Who, () => boolean> = {
    traits: () => passAll(person.traits, who.traits),
    emailDomain: () => domain !== null && anyOf(who.emailDomain, (one) => isDomain(domain, one)),
    // The histories know two providers anyone can have an address at.
    freeMail: () => domain !== null && ['gmail.com', 'yahoo.com'].includes(domain) === who.freeMail,
    identity: () => person.isKnown === (who.identity === 'known'),
    leadStatus: () => passes(person.traits['scoville:leadStatus'], who.leadStatus as ValueTest),
    customer: () => (person.traits['scoville:customer'] === true) === who.customer,
    all: () => (who.all ?? []).every((inner) => isWho(person, inner)),
    any: () => (who.any ?? []).some((inner) => isWho(person, inner)),
    not: () => who.not !== undefined && !isWho(person, who.not),
  };
  return Object.keys(who).every((word) => words[word as keyof Who]());
}

function isDomain(domain: string, wanted: string): boolean {
  const name = wanted.toLowerCase();
  return name.startsWith('*.') ? domain.endsWith(name.slice(1)) : domain === name;
}

/**
 * The text of an event's key: the first that is there of each name, one after the other; null where none is. The form is
 * the product's, only so that its hash breaks ties in the same way.
 */
export function keyTextOf(event: LanguageEvent, per: string | readonly string[] | undefined): string | null {
  if (per === undefined) return null;
  const values = [per].flat().map((names) =>
    names
      .split(' or ')
      .map((name) => reach(event.properties, name))
      .find((value) => ['string', 'number', 'boolean'].includes(typeof value)),
  );
  if (values.every((value) => value === undefined)) return null;
  return values.map((value) => `${value === undefined ? '' : String(value)}\u0000`).join('');
}

/** The number a property spells; null where it spells none. */
export function numberIn(event: LanguageEvent, property: string): number | null {
  return spelled(reach(event.properties, property));
}

function passAll(
  values: Record<string, unknown> | undefined,
  tests: Record<string, ValueTest | undefined> | undefined,
): boolean {
  return Object.entries(tests ?? {}).every(
    ([name, test]) => test === undefined || passes(reach(values, name), test),
  );
}

/** Whether a value passes a test. Of a list, one item must pass all of it; `not` and `present` are about the whole list. */
export function passes(value: unknown, test: ValueTest): boolean {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const isAny = (given: Plain | readonly Plain[]) =>
    items.some((item) => anyOf<Plain>(given, (wanted) => isSame(item, wanted)));
  if (typeof test !== 'object' || Array.isArray(test)) return isAny(test);
  const { not, present, ...ofOne } = test;
  return (
    (not === undefined || !isAny(not)) &&
    (present === undefined || isThere(value) === present) &&
    (Object.keys(ofOne).length === 0 || items.some((item) => passesAll(item, ofOne)))
  );
}

type Plain = string | number | boolean;
type Comparisons = Exclude<ValueTest, Plain | Plain[]>;

/** Nothing, an empty text and an empty list are not there. */
function isThere(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value === 'string' ? value.trim() !== '' : !Array.isArray(value) || value.length > 0;
}

function passesAll(item: unknown, test: Omit<Comparisons, 'not' | 'present'>): boolean {
  const number = spelled(item);
  const text = plainText(item);
  const holds = (limit: number | undefined, isIt: (number: number, limit: number) => boolean) =>
    limit === undefined || (number !== null && isIt(number, limit));
  const says = (parts: string | string[] | undefined, isIt: (text: string, part: string) => boolean) =>
    parts === undefined || (text !== null && anyOf(parts, (part) => isIt(text, part.toLowerCase())));
  return (
    (test.is === undefined || anyOf<Plain>(test.is, (wanted) => isSame(item, wanted))) &&
    holds(test.atLeast, (a, b) => a >= b) &&
    holds(test.above, (a, b) => a > b) &&
    holds(test.atMost, (a, b) => a <= b) &&
    holds(test.below, (a, b) => a < b) &&
    holds(test.between?.[0], (a, b) => a >= b) &&
    holds(test.between?.[1], (a, b) => a <= b) &&
    says(test.contains, (a, b) => a.includes(b)) &&
    says(test.startsWith, (a, b) => a.startsWith(b)) &&
    says(test.endsWith, (a, b) => a.endsWith(b))
  );
}

function isSame(value: unknown, wanted: Plain): boolean {
  const text = plainText(value);
  return text === null ? value === wanted : text === plainText(wanted);
}

/** A text without case and outer spaces, a number as it is written; null for anything else. */
function plainText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : null;
}

export function spelled(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

function anyOf<T>(given: T | readonly T[] | undefined, isIt: (one: T) => boolean): boolean {
  return ([given].flat() as T[]).some(isIt);
}

/** A value by its name, or inside others by a name with dots. */
export function reach(values: unknown, name: string): unknown {
  if (typeof values !== 'object' || values === null) return undefined;
  const here = values as Record<string, unknown>;
  if (name in here) return here[name];
  const [first, ...rest] = name.split('.');
  return rest.length === 0 ? undefined : reach(here[first as string], rest.join('.'));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isView(event: LanguageEvent): boolean {
  return event.type === 'page' || event.type === 'screen';
}

function addressOf(event: LanguageEvent): string {
  const url = event.properties?.['url'];
  if (typeof url !== 'string') return '';
  const withoutScheme = url.includes('://') ? url.slice(url.indexOf('://') + 3) : url;
  return withoutScheme.split('#')[0]?.split('?')[0] as string;
}

/** The fragment with its `#`, before any query of it; empty where there is none. */
function fragmentOf(event: LanguageEvent): string {
  const url = event.properties?.['url'];
  if (typeof url !== 'string' || !url.includes('#')) return '';
  const fragment = url.slice(url.indexOf('#') + 1).split('?')[0] as string;
  return fragment === '' ? '' : `#${fragment}`;
}

function campaignOf(event: LanguageEvent): Record<string, unknown> {
  const inContext = (event.context?.['campaign'] ?? {}) as Record<string, unknown>;
  const found: Record<string, unknown> = {};
  for (const mark of ['source', 'medium', 'campaign', 'term', 'content']) {
    const value = inContext[mark === 'campaign' ? 'name' : mark] ?? event.properties?.[`utm_${mark}`];
    if (value !== undefined) found[mark] = value;
  }
  return found;
}

/** `*` is anything within a segment, `**` any number of segments. */
function fitsGlob(text: string, glob: string): boolean {
  const segments = (path: string) => path.toLowerCase().split('/');
  return fitSegments(segments(text), segments(glob));
}

function fitSegments(segments: readonly string[], globs: readonly string[]): boolean {
  const [glob, ...laterGlobs] = globs;
  if (glob === undefined) return segments.length === 0;
  if (glob === '**' && fitSegments(segments, laterGlobs)) return true;
  const [segment, ...later] = segments;
  if (segment === undefined) return false;
  if (glob === '**') return fitSegments(later, globs);
  return fitsSegment(segment, glob) && fitSegments(later, laterGlobs);
}

function fitsSegment(segment: string, glob: string): boolean {
  if (glob === '') return segment === '';
  if (glob.startsWith('*'))
    return fitsSegment(segment, glob.slice(1)) || (segment !== '' && fitsSegment(segment.slice(1), glob));
  return segment !== '' && segment[0] === glob[0] && fitsSegment(segment.slice(1), glob.slice(1));
}
