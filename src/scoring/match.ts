/** What a rule's `when` and `per` mean for one event, compiled to closures. */
import type { Json, Match, ScovilleEvent } from '../contract/contract.ts';
import { keyHashOf } from '../kernel/kernel.ts';
import { plainName } from './event-name.ts';
import { pathGlob } from './path-glob.ts';

type EventTest = (event: ScovilleEvent) => boolean;

/** A test that holds when all that the match names holds. `event` names tracked events only. */
export function matcherOf(match: Match): EventTest {
  const tests: EventTest[] = [];
  if (match.type !== undefined) {
    const types = new Set<string>([match.type].flat());
    tests.push((event) => types.has(event.type));
  }
  if (match.event !== undefined) {
    const names = new Set([match.event].flat().map(plainName));
    tests.push((event) => event.type === 'track' && names.has(plainName(event.name)));
  }
  if (match.path !== undefined) {
    const globs = [match.path].flat().map(pathGlob);
    tests.push((event) => event.path !== '' && globs.some((glob) => glob(event.path)));
  }
  for (const [name, wanted] of Object.entries(match.properties ?? {})) {
    const values = new Set([wanted].flat().map(plainValue));
    tests.push((event) => {
      const value = propertyAt(event, name);
      return Array.isArray(value)
        ? value.some((item) => values.has(plainValue(item)))
        : values.has(plainValue(value));
    });
  }
  return (event) => {
    for (const test of tests) if (!test(event)) return false;
    return true;
  };
}

/** The key of a payment: the named properties together, `a or b` being the first that is there; 0 where none is. */
export function keyOf(per: string | readonly string[]): (event: ScovilleEvent) => number {
  const parts = [per].flat().map((part) => part.split(' or '));
  return (event) => {
    let text = '';
    let isThere = false;
    for (const choices of parts) {
      const value = choices.map((name) => propertyAt(event, name)).find(isKeyValue);
      if (value !== undefined) isThere = true;
      text += `${value === undefined ? '' : String(value)}\u0000`;
    }
    return isThere ? keyHashOf(text) : 0;
  };
}

function isKeyValue(value: Json | undefined): value is string | number | boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  );
}

/** A property by name; a dotted name reaches into objects. Own keys only. */
function propertyAt(event: ScovilleEvent, name: string): Json | undefined {
  const { properties } = event;
  if (properties === undefined) return undefined;
  if (Object.hasOwn(properties, name)) return properties[name];
  if (!name.includes('.')) return undefined;
  let value: Json | undefined = properties;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
      return undefined;
    value = value[step];
  }
  return value;
}

/** Texts compare without case and outer spaces; numbers and texts stay different things. */
function plainValue(value: Json | undefined): string | number | boolean | undefined {
  if (typeof value === 'string') return value.trim().toLowerCase();
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
