/** The ledger of a profile at its limit, by tables: payments that were only merged are no change, and any other change is said. */
import { expect, test } from 'vitest';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, lineWithoutEvent } from './contribution.ts';
import { evaluate } from './evaluate.ts';
import { ledgerOf } from './ledger.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';

const [programme] = programmesOf(
  'rules: [{ id: a, label: A, when: { event: A }, points: 1, pays: every time }]',
).programmes as [CompiledProgramme];
const nothing = plainly(evaluate(emptyState(), nobody, programme, mondayNoonMs));

/** A payment of a minute, a point each; its minute is the number of its event too. */
const paid = (minute: number, more: Partial<Contribution> & { rule?: string } = {}): Contribution => {
  const { rule = 'a', ...fields } = more;
  const source = { id: rule, label: rule };
  return {
    ...lineWithoutEvent('fit', source, (more.count ?? 1) * 1_000, mondayNoonMs + minute, 'every time'),
    ...{ kind: 'rule', hash: minute, atMs: mondayNoonMs + minute, ...fields },
  };
};
const linesOf = (before: readonly Contribution[], after: readonly Contribution[]) =>
  ledgerOf('p', programme, { ...nothing, paid: before }, { ...nothing, paid: after }, 0)
    .map(({ kind, rule, event, points }) => `${kind} ${rule} ${Number(`0x${event}`)} ${points}`)
    .sort();

const singles = [1, 2, 3].map((minute) => paid(minute));

test.each<[string, Contribution[], Contribution[], string[]]>([
  ['several as one', singles, [paid(3, { count: 3 })], []],
  ['one as several', [paid(3, { count: 3 })], singles, ['changed a 3 1', 'paid a 1 1', 'paid a 2 1']],
  ['two heaps', [...singles, paid(4)], [paid(4, { count: 2 }), paid(2, { count: 2 })], []],
  ['two heaps in order', [...singles, paid(4)], [paid(2, { count: 2 }), paid(4, { count: 2 })], []],
  ['a larger heap', [paid(2, { count: 2 }), paid(3)], [paid(3, { count: 3 })], []],
  [
    'points lost',
    singles,
    [paid(3, { count: 3, earned: 2_000 })],
    ['changed a 3 2', 'taken back a 1 1', 'taken back a 2 1'],
  ],
  [
    'a payment lost, and its points not',
    singles,
    [paid(3, { count: 2, earned: 3_000 })],
    ['changed a 3 3', 'taken back a 1 1', 'taken back a 2 1'],
  ],
  ['a new one after them', singles, [paid(3, { count: 3 }), paid(9)], ['paid a 9 1']],
  ['one gone after them', [...singles, paid(9)], [paid(3, { count: 3 })], ['taken back a 9 1']],
  [
    'one of another rule gone',
    [...singles, paid(1, { rule: 'b' })],
    [paid(3, { count: 3 })],
    ['taken back b 1 1'],
  ],
  [
    'one of another rung gone',
    [...singles, paid(1, { rung: 1 })],
    [paid(3, { count: 3 })],
    ['taken back a 1 1'],
  ],
  [
    'one of another kind gone',
    [...singles, paid(1, { kind: 'fit' })],
    [paid(3, { count: 3 })],
    ['taken back a 1 1'],
  ],
  ['a single one in the place of another', [paid(1)], [paid(2)], ['paid a 2 1', 'taken back a 1 1']],
])('%s', (_name, before, after, lines) => {
  expect(linesOf(before, after)).toEqual(lines);
});

test('what a higher rung replaced names the first of the next one that is paid', () => {
  const rung = (at: number, reason: string, minute: number) => paid(minute, { rung: at, reason });
  const reasonOf = (after: Contribution[]) =>
    ledgerOf('p', programme, { ...nothing, paid: [rung(1, 'one', 1)] }, { ...nothing, paid: after }, 0).find(
      ({ kind }) => kind === 'taken back',
    )?.reason;
  expect(reasonOf([rung(2, 'two', 2), rung(2, 'two again', 3), rung(3, 'three', 4)])).toBe(
    'replaced by a higher rung: two',
  );
  expect(reasonOf([rung(0, 'none', 2)])).toBe('no longer counts');
  expect(reasonOf([])).toBe('no longer counts');
});
