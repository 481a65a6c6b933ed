/** What a programme's `when`, `per` and `points` mean for one event, compiled to closures. */

import { keyHashOf } from '../../base/kernel/kernel.ts';
import {
  believedTraits,
  type EventMatch,
  type Match,
  type ScovilleEvent,
  type ValueTest,
  type Worth,
} from '../../contract/language/language.ts';
import { addressOf, addressWithFragment, campaignOf, type Utm } from './event-address.ts';
import { plainName } from './event-name.ts';
import { pathGlob } from './path-glob.ts';
import { numberOf, valueAt, valueTest } from './value-test.ts';

export type EventTest = (event: ScovilleEvent) => boolean;

const everything: EventTest = () => true;

/** A test that holds when all that the match names holds. `event` names tracked events only, `page` pages and screens. */
export function matcherOf(match: Match): EventTest {
  if (match === 'any event') return everything;
  const tests: EventTest[] = [...kindTests(match)];
  const paths = pathTestOf(match);
  if (paths !== null) tests.push((event) => paths(event.path));
  tests.push(...contentTests(match));
  for (const inner of match.all ?? []) tests.push(matcherOf(inner));
  if (match.any !== undefined) {
    const choices = match.any.map(matcherOf);
    tests.push((event) => choices.some((choice) => choice(event)));
  }
  if (match.not !== undefined) {
    const unwanted = matcherOf(match.not);
    tests.push((event) => !unwanted(event));
  }
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

/** The test of the path alone; null where the match names none. A path that is unknown is no path. */
export function pathTestOf(match: EventMatch): ((path: string) => boolean) | null {
  if (match.path === undefined) return null;
  const globs = [match.path].flat().map(pathGlob);
  return (path) => path !== '' && globs.some((glob) => glob(path));
}

/** The key of a payment: the named properties together, `a or b` being the first that is there; 0 where none is. */
export function keyOf(per: string | readonly string[] | undefined): (event: ScovilleEvent) => number {
  if (per === undefined) return () => 0;
  const parts = [per].flat().map((part) => part.split(' or '));
  return (event) => {
    let text = '';
    let isThere = false;
    for (const choices of parts) {
      const value = choices.map((name) => valueAt(event.properties, name)).find(isKeyValue);
      if (value !== undefined) isThere = true;
      text += `${value === undefined ? '' : String(value)}\u0000`;
    }
    return isThere ? keyHashOf(text) : 0;
  };
}

/** The number a worth is computed from; null where the points are fixed or the event has no such number. */
export function numberFor(worth: Worth | undefined): (event: ScovilleEvent) => number | null {
  if (typeof worth !== 'object' || !('property' in worth)) return () => null;
  const { property } = worth;
  return (event) => numberOf(valueAt(event.properties, property)) ?? null;
}

function kindTests(match: EventMatch): EventTest[] {
  const tests: EventTest[] = [];
  if (match.type !== undefined) {
    const types = new Set<string>([match.type].flat());
    tests.push((event) => types.has(event.type));
  }
  if (match.event !== undefined) {
    const names = new Set([match.event].flat().map(plainName));
    tests.push((event) => event.type === 'track' && names.has(plainName(event.name)));
  }
  if (match.page !== undefined) {
    const names = new Set([match.page].flat().map(plainName));
    tests.push(
      (event) => (event.type === 'page' || event.type === 'screen') && names.has(plainName(event.name)),
    );
  }
  return tests;
}

function contentTests(match: EventMatch): EventTest[] {
  const tests: EventTest[] = [];
  if (match.url !== undefined) {
    tests.push(addressTest([match.url].flat()));
  }
  for (const [name, wanted] of Object.entries(match.properties ?? {})) {
    const test = valueTest(wanted);
    tests.push((event) => test(valueAt(event.properties, name)));
  }
  for (const [name, wanted] of Object.entries(match.traits ?? {})) {
    const test = valueTest(wanted);
    tests.push((event) => test(valueAt(believedTraits(event), name)));
  }
  const marks: [keyof Utm, ValueTest][] = Object.entries(match.utm ?? {}) as [keyof Utm, ValueTest][];
  if (match.campaign !== undefined) marks.push(['campaign', match.campaign]);
  for (const [name, wanted] of marks) {
    const test = valueTest(wanted);
    tests.push((event) => test(campaignOf(event)[name]));
  }
  return tests;
}

/** A test of the address by globs; those with `#` compare the fragment too. */
function addressTest(urls: readonly string[]): EventTest {
  const globsOf = (given: readonly string[]) =>
    given.map((url) => pathGlob(url.replace(/^https?:\/\//i, '')));
  const plain = globsOf(urls.filter((url) => !url.includes('#')));
  const withFragment = globsOf(urls.filter((url) => url.includes('#')));
  return (event) => {
    const address = addressOf(event);
    if (address === '') return false;
    if (plain.some((glob) => glob(address))) return true;
    if (withFragment.length === 0) return false;
    const whole = addressWithFragment(event);
    return withFragment.some((glob) => glob(whole));
  };
}

function isKeyValue(value: unknown): value is string | number | boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  );
}
