/** The law of the ledger: its lines are what one evaluation has and the other has not, wherever in them it stands. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Contribution, lineWithoutEvent } from './contribution.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { ledgerOf } from './ledger.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';

const [programme] = programmesOf(
  'rules: [{ id: a, label: A, when: { event: A }, points: 1, pays: every time }]',
).programmes as [CompiledProgramme];
const nothing = plainly(evaluate(emptyState(), nobody, programme, mondayNoonMs));

/** A payment; few values of each field, so that two often differ in one alone. */
const payment = fc
  .record({
    kind: fc.constantFrom('rule' as const, 'fit' as const),
    id: fc.constantFrom('a', 'b'),
    hash: fc.nat(2),
    key: fc.nat(1),
    rung: fc.nat(1),
    earned: fc.constantFrom(1_000, 2_000),
    reason: fc.constantFrom('once', 'every time'),
  })
  .map(({ kind, id, earned, reason, ...more }): Contribution => {
    const source = { id, label: id };
    return { ...lineWithoutEvent('fit', source, earned, mondayNoonMs, reason), ...more, kind };
  });
const idOf = ({ kind, source, hash, key, rung }: Contribution) =>
  [kind, source.id, hash, key, rung].join(' ');
const payments = fc.uniqueArray(payment, { selector: idOf, maxLength: 12 });
/** Two evaluations: the second keeps some payments of the first, in some order, with others around them. */
const changes = fc.tuple(payments, payments, fc.boolean()).chain(([before, more, isShuffled]) => {
  const after = [
    ...new Map([...more, ...before.slice(more.length % 3)].map((one) => [idOf(one), one])).values(),
  ];
  const order = isShuffled ? fc.shuffledSubarray(after, { minLength: after.length }) : fc.constant(after);
  return fc.tuple(fc.constant(before), order);
});

const evaluationOf = (contributions: readonly Contribution[]): Evaluation => ({
  ...nothing,
  contributions,
  paid: contributions,
});
/** The lines by what they say, in no order. */
const linesOf = (before: readonly Contribution[], after: readonly Contribution[]) =>
  ledgerOf('p', programme, evaluationOf(before), evaluationOf(after), 0)
    .map(({ kind, rule, event, points }) => `${kind} ${rule} ${event} ${points}`)
    .sort();

describe('the ledger', { timeout: lawTimeoutMs }, () => {
  test('says what is paid, changed and taken back, and nothing of the rest', () => {
    fc.assert(
      fc.property(changes, ([before, after]) => {
        const [had, has] = [before, after].map((all) => new Map(all.map((one) => [idOf(one), one]))) as [
          Map<string, Contribution>,
          Map<string, Contribution>,
        ];
        const line = (kind: string, { source, hash, earned }: Contribution) =>
          `${kind} ${source.id} ${String(hash?.toString(16)).padStart(12, '0')} ${earned / 1_000}`;
        const expected = [
          ...after.filter((one) => !had.has(idOf(one))).map((one) => line('paid', one)),
          ...after
            .filter((one) => {
              const was = had.get(idOf(one));
              return was !== undefined && (was.earned !== one.earned || was.reason !== one.reason);
            })
            .map((one) => line('changed', one)),
          ...before.filter((one) => !has.has(idOf(one))).map((one) => line('taken back', one)),
        ];
        expect(linesOf(before, after)).toEqual(expected.sort());
      }),
      runs(1_000),
    );
  });

  const payment: Contribution = {
    ...lineWithoutEvent('fit', { id: 'a', label: 'A' }, 1_000, mondayNoonMs, 'once'),
    kind: 'rule',
    hash: 1,
  };
  const line = (kind: string, hash: number, rule = 'a') =>
    `${kind} ${rule} ${String(hash).padStart(12, '0')} 1`;

  test.each<[string, Partial<Contribution>, string[]]>([
    ['event', { hash: 2 }, [line('paid', 2), line('taken back', 1)]],
    ['key', { key: 2 }, [line('paid', 1), line('taken back', 1)]],
    ['rung', { rung: 2 }, [line('paid', 1), line('taken back', 1)]],
    ['kind', { kind: 'fit' }, [line('paid', 1), line('taken back', 1)]],
    ['rule', { source: { id: 'b', label: 'A' } }, [line('paid', 1, 'b'), line('taken back', 1)]],
    ['reason', { reason: 'every time' }, [line('changed', 1)]],
    ['amount', { earned: 2_000 }, [line('changed', 1).replace(/1$/, '2')]],
    ['label', { source: { id: 'a', label: 'B' } }, []],
  ])('says of two payments that differ in the %s alone what they are', (_name, more, lines) => {
    expect(linesOf([payment], [{ ...payment, ...more }])).toEqual(lines);
  });

  test('says of a change what it earned until then, and of nothing else', () => {
    const said = (is: Partial<Contribution>) =>
      ledgerOf('p', programme, evaluationOf([payment]), evaluationOf([{ ...payment, ...is }]), 0);
    expect(said({ earned: 2_000 })).toMatchObject([{ kind: 'changed', points: 2, pointsBefore: 1 }]);
    for (const entry of said({ hash: 2 })) expect(entry).not.toHaveProperty('pointsBefore');
  });

  /** Events by their numbers; the others stay, though they stand elsewhere. */
  test.each([
    ['142', '312', [3], [4]],
    ['312', '142', [4], [3]],
    ['1234', '1534', [5], [2]],
    ['1234', '134', [], [2]],
    ['134', '1234', [2], []],
    ['123', '321', [], []],
  ])('says from %s to %s what came and what went', (before, after, came, went) => {
    const of = (hashes: string) => [...hashes].map((hash) => ({ ...payment, hash: Number(hash) }));
    expect(linesOf(of(before), of(after))).toEqual([
      ...came.map((hash) => line('paid', hash)),
      ...went.map((hash) => line('taken back', hash)),
    ]);
  });

  /** As after a merge of two profiles on which one event was sealed at different times. */
  test('says of two payments alike which one comes or goes', () => {
    const other = { ...payment, hash: 2 };
    expect(linesOf([payment, payment], [payment])).toEqual([line('taken back', 1)]);
    expect(linesOf([payment], [payment, payment])).toEqual([line('paid', 1)]);
    expect(linesOf([other, payment, payment], [other, payment])).toEqual([line('taken back', 1)]);
    expect(linesOf([payment, payment], [payment, payment])).toEqual([]);
  });
});
