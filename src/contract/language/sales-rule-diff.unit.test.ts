/** Differences of sales processes and of the files beside them in words, by cases that somebody would make. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { salesRuleDiff } from './sales-rule-diff.ts';

const process = `process: shop
name: Shop
lanes: [Sales, { lane: Store }]
pipelines:
  - pipeline: order
    name: Orders
    of: order
    fields: { paid: { label: Paid, type: tick } }
    stages:
      - stage: Received
        lane: Sales
        next: [Delivered, { to: Lost, when: refused }]
        after: [{ time: 5 days, to: Lost, reason: time is up }]
      - { stage: Delivered, ends: done }
      - { stage: Lost, ends: lost }
`;
const diff = (...replaced: [string, string]) => {
  const changed = process.replace(...replaced);
  expect(changed).not.toBe(process);
  return salesRuleDiff(parse(process), parse(changed));
};
const stage = 'pipeline "Orders" (order): stage "Received"';

describe('what changed in a sales process', () => {
  test.each<[string, [string, string], string[]]>([
    [
      'a stage added',
      ['      - { stage: Lost', '      - { stage: Held, lane: Sales }\n      - { stage: Lost'],
      ['pipeline "Orders" (order): stage "Held" added: { lane: Sales }'],
    ],
    [
      'a stage removed',
      ['      - { stage: Lost, ends: lost }\n', ''],
      ['pipeline "Orders" (order): stage "Lost" removed'],
    ],
    ['a transition added', ['next: [', 'next: [Held, '], [`${stage}: transition to "Held" added`]],
    [
      'a transition removed',
      ['next: [Delivered, ', 'next: ['],
      [`${stage}: transition to "Delivered" removed`],
    ],
    [
      'a transition with another condition',
      ['when: refused', 'when: refused, needs: [paid]'],
      [`${stage}: transition to "Lost" when "refused": needs added: [paid]`],
    ],
    ['a time-out', ['5 days', '7 days'], [`${stage}: time-out to "Lost": time 5 days → 7 days`]],
    [
      'a lane',
      ['Sales, { lane: Store }', 'Sales, { lane: Store, roles: [] }'],
      ['lane "Store": roles added: []'],
    ],
    ['a name alone, or as an item', ['[Sales, { lane: Store }]', '[{ lane: Sales }, Store]'], []],
    [
      'a field',
      ['label: Paid', 'label: Paid in full'],
      ['pipeline "Orders" (order): fields.paid.label Paid → Paid in full'],
    ],
  ])('%s', (_what, replaced, expected) => {
    expect(diff(...replaced)).toEqual(expected);
  });

  test('a process that was never published is wholly new', () => {
    expect(salesRuleDiff({}, parse(process))[0]).toBe('process added: shop');
  });
});

test('steps of routing and escalation are known by their names', () => {
  const before = {
    steps: [
      { step: 'a', to: 'reps' },
      { step: 'b', to: 'queue' },
    ],
  };
  const after = {
    steps: [
      { step: 'b', to: 'queue' },
      { step: 'a', to: 'account owner' },
    ],
  };
  expect(salesRuleDiff(before, after)).toEqual(['step "a": to reps → account owner', 'steps: order changed']);
});

test('nothing is said of what is equal, and nothing is thrown, whatever the text is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(salesRuleDiff(before, structuredClone(before))).toEqual([]);
      expect(Array.isArray(salesRuleDiff(before, after))).toBe(true);
    }),
  );
});
