/** Edits of the table of rules as edits of the file: they change what was asked for, and nothing that somebody wrote beside it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freeId, tableOf, withCopy, withoutRule, withRule, withValue } from './edit-rules.ts';

const emea = readFileSync(new URL('../../../../rules/emea-lead-scoring.yaml', import.meta.url), 'utf8');

/** Lines of one text that are not in the other. */
function linesOnlyIn(one: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  return one.split('\n').filter((line) => !known.has(line));
}

describe('the table', () => {
  test('has a row a rule, in words, with its line', () => {
    const table = tableOf(emea);
    expect(table?.rules.map(({ id }) => id)).toHaveLength(6);
    expect(table?.rules[1]).toMatchObject({
      ...{ id: 'managed-cloud-page', label: 'Visited the Managed Cloud product page' },
      words: { when: 'a page view at /**/managed-cloud/**', points: '15', pays: 'once a visit', bounds: [] },
    });
    const { line = 0 } = table?.rules[1] ?? {};
    expect(emea.split('\n')[line - 1]).toContain('id: managed-cloud-page');
    expect(table?.tiers[2]).toEqual({ position: 2, name: '3 chilies', word: 'from', bound: 60 });
  });

  test('has the bound of a tier by its word, which an edit keeps', () => {
    const text = 'ladder:\n  tiers:\n    - { name: warm, above: 20 }\n    - { name: hot }\n';
    expect(tableOf(text)?.tiers).toEqual([
      { position: 0, name: 'warm', word: 'above', bound: 20 },
      { position: 1, name: 'hot', word: 'from', bound: null },
    ]);
    const changed = withValue(text, ['ladder', 'tiers', 0, 'above'], 25);
    expect(changed).toBe(text.replace('above: 20', 'above: 25'));
  });

  test('a text that is no YAML has none; one that is half written has what is there', () => {
    expect(tableOf('rules: [')).toBeNull();
    expect(tableOf('')).toBeNull();
    expect(tableOf('rules:\n  - id: a\n  -\n')?.rules.map(({ label }) => label)).toEqual(['a', 'Rule 2']);
  });
});

describe('a value', () => {
  test('is changed in its place; comments stay, and so does every other character', () => {
    const changed = withValue(emea, ['rules', 0, 'rungs', 0, 'points'], 4);
    expect(linesOnlyIn(changed, emea)).toEqual(['      - { from: 2, points: 4 }']);
    const words = withValue(changed, ['rules', 3, 'label'], 'Read: a "case", { really }');
    expect(parse(words).rules[3].label).toBe('Read: a "case", { really }');
    expect(linesOnlyIn(words, changed)).toHaveLength(1);
  });

  test('whatever is typed is read as it was typed', () => {
    const paths = tableOf(emea)?.rules.flatMap(({ fields }) => fields.map(({ path }) => path)) ?? [];
    const typed = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
    fc.assert(
      fc.property(fc.constantFrom(...paths), typed, (path, value) => {
        const changed = withValue(emea, path, value);
        const read = path.reduce((at, step) => (at as never)[step], parse(changed) as unknown);
        expect(read).toEqual(Object.is(value, -0) ? 0 : value);
        expect(linesOnlyIn(changed, emea).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a rule', () => {
  test('is removed with its own comment, and leaves the others as they were', () => {
    const commented = emea.replace('  - id: case-study', '  # As agreed with sales.\n  - id: case-study');
    const removed = withoutRule(commented, 3);
    expect(parse(removed).rules.map(({ id }: { id: string }) => id)).not.toContain('case-study');
    expect(removed).not.toContain('As agreed with sales');
    expect(linesOnlyIn(removed, emea)).toEqual([]);
    for (let index = 0; index < 6; index++) {
      const { rules } = parse(emea);
      expect(parse(withoutRule(emea, index)).rules).toEqual(
        rules.filter((_: unknown, at: number) => at !== index),
      );
    }
  });

  test('is added at the end of the rules, before what follows them', () => {
    const added = withRule(
      emea,
      'id: new-rule\nlabel: New\nwhen: { event: Demo Requested }\npoints: 5\npays: once\n',
    );
    const { rules, ladder } = parse(added);
    expect(rules.at(-1)).toEqual({
      id: 'new-rule',
      label: 'New',
      when: { event: 'Demo Requested' },
      points: 5,
      pays: 'once',
    });
    expect(ladder).toEqual(parse(emea).ladder);
    expect(linesOnlyIn(emea, added)).toEqual([]);
  });

  test('is copied whole, under an id of its own', () => {
    const { rules } = parse(withCopy(emea, 2));
    expect(rules).toHaveLength(7);
    expect(rules[6]).toEqual({ ...rules[2], id: 'abandoned-basket-2', label: 'Abandoned a basket (copy)' });
    expect(freeId('a-2', new Set(['a-2', 'a-3']))).toBe('a-4');
  });

  test('lists that are written otherwise are changed too', () => {
    const flow = 'name: x\nrules: [{ id: a, points: 1 }, { id: b, points: 2 }] # all\n';
    expect(parse(withoutRule(flow, 0)).rules).toEqual([{ id: 'b', points: 2 }]);
    expect(parse(withRule(flow, 'id: c')).rules).toHaveLength(3);
    expect(withoutRule(flow, 0)).toContain('# all');
    expect(parse(withRule('name: x\n', 'id: c')).rules).toEqual([{ id: 'c' }]);
  });
});

describe('aliases', () => {
  const shared =
    'rules:\n  - id: a\n    when: &w { type: page } # seen\n    points: 1\n  - id: b\n    when: *w\n    points: 2\nladder: *w\n';
  const anchored = shared.replace('ladder: *w\n', '');

  test.each([
    ['lead nowhere, as a path without quotes', 'rules:\n  - id: a\n    when: { path: */pricing }\n'],
    ['are keys that lead nowhere', 'rules:\n  - id: a\n    *x : b\n'],
    ['lead back to themselves', 'rules:\n  - id: a\n    when: &w { all: [*w] }\n'],
    ['stand for all rules', 'copy: &r\n  - id: a\nrules: *r\n'],
    ['stand for the ladder', shared],
  ])('that %s: there is no table', (_, text) => {
    expect(tableOf(text)).toBeNull();
    expect(withCopy(text, 0)).toBe(text);
  });

  test('a text that nests without an end has no table', () => {
    expect(tableOf(`rules: ${'['.repeat(20_000)}`)).toBeNull();
  });

  test('a copy says what they say, and takes no anchor from the others', () => {
    expect(tableOf(anchored)?.rules[1]?.words.when).toBe('a page view');
    for (const index of [0, 1]) {
      const copied = withCopy(anchored, index);
      expect(parse(copied).rules[2]).toMatchObject({ when: { type: 'page' }, points: index + 1 });
      expect(copied.match(/&w/g)).toHaveLength(1);
      expect(copied).toContain('# seen');
    }
  });

  test('a rule is removed that others lead to: the file says so', () => {
    const flow = 'rules: [{ id: a, when: &w { type: page } }, { id: b, when: *w }]\n';
    for (const text of [anchored, flow]) {
      const left = withoutRule(text, 0);
      expect(left).toContain('*w');
      expect(tableOf(left)).toBeNull();
    }
  });
});
