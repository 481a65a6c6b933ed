/** Which of some rules recognise an event: the words of tables for tests. */
import { expect } from 'vitest';
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import { recognise } from '../../src/engine/scoring/recognise.ts';
import { programmesOf } from './programme.ts';

export type Given = Partial<
  Pick<ScovilleEvent, 'type' | 'name' | 'path' | 'properties' | 'traits' | 'context'>
>;

export const eventOf = (given: Given): ScovilleEvent => ({
  id: 'e',
  hash: 1,
  atMs: 0,
  acceptedAtMs: 0,
  profile: 'p',
  key: 'a:a',
  type: 'track',
  name: '',
  path: '',
  ...given,
});

/** Of rules, one a `when`: the indices of those that recognise an event. */
export function recogniser(whens: readonly string[]): (given: Given) => number[] {
  const rules = whens.map(
    (when, index) => `{ id: r${index}, label: r, when: ${when}, points: 1, pays: every time }`,
  );
  const programmes = programmesOf(`rules: [${rules.join(', ')}]`);
  const [programme] = programmes.programmes;
  return (given) => {
    const slots = recognise(programmes, eventOf(given)).matches.map(({ signatureId }) => signatureId);
    expect(slots).toEqual([...slots].sort((a, b) => a - b));
    return (programme?.rules ?? []).flatMap(({ signatureId, index }) =>
      slots.includes(signatureId) ? [index] : [],
    );
  };
}

export type Row = readonly [name: string, given: Given, expected: number[]];

/** One programme for all rows: compiling one takes longer than all its events. */
export function expectRows(whens: readonly string[], rows: readonly Row[]): void {
  const recognised = recogniser(whens);
  expect(rows.map(([name, given]) => [name, recognised(given)])).toEqual(
    rows.map(([name, , expected]) => [name, expected]),
  );
}

export const track = (name: string, properties?: Given['properties']): Given => ({
  name,
  ...(properties && { properties }),
});
export const page = (path: string, name = ''): Given => ({ type: 'page', path, name });
