/** What changed in a score, by tables: the lines of the ledger, and why a profile fell. */
import { describe, expect, test } from 'vitest';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Evaluation } from './evaluate.ts';
import { fallOf } from './fall.ts';
import { ledgerOf } from './ledger.ts';

const { dayMs, hourMs } = limits;

const of = (parts: string) => {
  const programmes = programmesOf(parts);
  return { life: new Life(programmes), programme: programmes.programmes[0] as CompiledProgramme };
};
const rule = (id: string, more: string) => `{ id: ${id}, label: The ${id}, when: { event: ${id} }, ${more} }`;

describe('the ledger', () => {
  test('what is paid, refused, and nothing said twice', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 1, pays: once')}, ${rule('b', 'points: 0, pays: every time')}]`,
    );
    const first = life.track('a').wait(1).track('a').evaluation;
    expect(ledgerOf('p', programme, null, first, 77)).toMatchObject([
      {
        profile: 'p',
        programme: 'reference',
        version: 'v1',
        notedAtMs: 77,
        kind: 'paid',
        rule: 'a',
        atMs: mondayNoonMs,
        points: 1,
        reason: 'once',
      },
      { kind: 'refused', rule: 'a', atMs: mondayNoonMs + 1, points: 0, reason: 'already paid once' },
    ]);
    expect(ledgerOf('p', programme, first, first, 77)).toEqual([]);
    const next = life.wait(1).track('a').track('b').evaluation;
    expect(ledgerOf('p', programme, first, next, 77).map(({ kind, rule: id }) => [kind, id])).toEqual([
      ['paid', 'b'],
      ['refused', 'a'],
    ]);
  });

  test('a fit is an entry without an event; a cap is none', () => {
    const { life, programme } = of(`
fit: { rules: [{ id: n, label: Known, who: { identity: known }, points: 5 }] }
rules: [${rule('a', 'points: 10, pays: every time, cap: { standing: 5 }')}]`);
    life.identify({ email: 'a@b.example' }).track('a');
    expect(life.score).toBe(10);
    expect(
      ledgerOf('p', programme, null, life.evaluation, 0).map(({ rule: id, event, atMs }) => [
        id,
        event === null,
        atMs,
      ]),
    ).toEqual([
      ['a', false, mondayNoonMs],
      ['n', true, null],
    ]);
  });

  describe('of what expires', () => {
    const { programme, life } = of(`rules:
  - ${rule('a', 'points: 10, pays: every time, decay: { expires: 2 days }')}
  - ${rule('b', 'points: 1, pays: every time')}`);
    const entries = (before: Evaluation | null, after: Evaluation) =>
      ledgerOf('p', programme, before, after, 0).map(({ kind, rule: id, reason }) => [kind, id, reason]);
    const gone = ['taken back', 'a', 'expires after 2 days'];
    const first = life.track('a').track('b').evaluation;
    const later = life.wait(2 * dayMs).evaluation;
    const next = life.track('b').evaluation;

    test('is gone beside what comes after it', () => {
      expect(entries(first, next)).toEqual([['paid', 'b', 'every time'], gone]);
    });

    test('is gone of the same payments at another time, and counts again where the clock was set back', () => {
      const same = { ...first, atMs: later.atMs };
      expect(entries(first, same)).toEqual([gone]);
      expect(entries(same, same)).toEqual([]);
      expect(entries(same, first)).toEqual([['paid', 'a', 'every time']]);
    });

    test('is no news where it had gone before, or was gone as it came', () => {
      const alone = (id: string) => ({ ...later, paid: later.paid.filter(({ source }) => source.id === id) });
      expect(later.paid.map(({ source }) => source.id)).toEqual(['a', 'b']);
      expect(entries(later, alone('b'))).toEqual([]);
      expect(entries(alone('b'), later)).toEqual([]);
    });

    test('is gone where something comes before it', () => {
      const { life: one } = of(`rules:
  - ${rule('a', 'points: 10, pays: every time, decay: { expires: 2 days }')}
  - ${rule('b', 'points: 1, pays: every time')}`);
      const before = one.wait(dayMs).track('a').evaluation;
      const after = one.wait(2 * dayMs).track('b', {}, 3 * dayMs).evaluation;
      expect(entries(before, after)).toEqual([['paid', 'b', 'every time'], gone]);
    });
  });

  test('of two that fade alike the smaller may be gone alone', () => {
    const { life, programme } = of(
      'rules: [{ id: a, label: A, when: { event: a }, points: { property: n, atMost: 99 }, pays: every time, decay: { halfLife: 1 day } }]',
    );
    const before = life.track('a', { n: 10 }).track('a', { n: 0.001 }).evaluation;
    const after = life.wait(3 * dayMs).evaluation;
    expect(ledgerOf('p', programme, before, after, 0)).toMatchObject([{ kind: 'taken back', points: 0.001 }]);
  });

  test('what fades says nothing until it is gone', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 10, pays: every time, decay: { linear: 2 days }')}]`,
    );
    const at = (ms: number) => life.wait(ms).evaluation;
    const [whole, half, gone] = [life.track('a').evaluation, at(dayMs), at(dayMs)];
    expect(ledgerOf('p', programme, whole, half, 0)).toEqual([]);
    expect(ledgerOf('p', programme, half, gone, 0)).toMatchObject([
      { kind: 'taken back', points: 10, reason: 'to zero in 2 days' },
    ]);
    expect(ledgerOf('p', programme, gone, gone, 0)).toEqual([]);
  });

  test('taken back by a reset, by being excluded, by nobody knows what', () => {
    const { life, programme } = of(`
exclude: [{ id: rival, label: A rival, who: { emailDomain: rival.example } }]
fit: { rules: [{ id: n, label: Known, who: { traits: { title: Boss } }, points: 5 }] }
rules: [${rule('a', 'points: 10, pays: every time')}]
resets: [{ id: r, label: Start over, when: { event: r }, to: fit }]`);
    const steps = [
      life.track('a').evaluation,
      life.wait(1).track('r').evaluation,
      life.wait(1).track('a').identify({ email: 'a@b.example', title: 'Boss' }).evaluation,
      life.identify({ email: 'a@b.example', title: 'Clerk' }).evaluation,
      life.identify({ email: 'a@rival.example' }).evaluation,
    ];
    const between = steps
      .slice(1)
      .map((after, index) =>
        ledgerOf('p', programme, steps[index] ?? null, after, 0).map(({ kind, rule: id, reason }) => [
          kind,
          id,
          reason,
        ]),
      );
    expect(between).toEqual([
      [['taken back', 'a', 'taken back by "Start over"']],
      [
        ['paid', 'a', 'every time'],
        ['paid', 'n', 'by what is known now'],
      ],
      [['taken back', 'n', 'no longer counts']],
      [['taken back', 'a', 'excluded: A rival']],
    ]);
  });

  test('a cut that grew is a change, though it is of the same cap', () => {
    const { life, programme } = of(
      `cap: { ever: 15 }\nrules: [${rule('a', 'points: 10, pays: every time')}, ${rule('b', 'points: 2, pays: every time')}]`,
    );
    const before = life
      .track('a')
      .wait(2 * hourMs)
      .track('a').evaluation;
    const after = life.track('b', {}, hourMs).evaluation;
    expect(
      ledgerOf('p', programme, before, after, 0).map(({ kind, rule: id, points }) => [kind, id, points]),
    ).toEqual([
      ['paid', 'b', 2],
      ['changed', 'a', 3],
    ]);
  });

  test('a cut that moved is a change', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 10, pays: every time, cap: { ever: 15 }')}]`,
    );
    const before = life.track('a').evaluation;
    const after = life.track('a', {}, hourMs).evaluation;
    expect(ledgerOf('p', programme, before, after, 0).map(({ kind, points }) => [kind, points])).toEqual([
      ['paid', 10],
      ['changed', 5],
    ]);
  });
});

describe('why it was taken back', () => {
  const refusal = (id: string, hash: number, reason: string) => ({
    source: { id, label: id },
    atMs: 0,
    hash,
    reason,
  });

  test('a refusal of that rule and event, not of another rule or event', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 1, pays: every time')}, ${rule('b', 'points: 1, pays: every time')}]`,
    );
    const before = life.track('a').evaluation;
    const hash = before.contributions[0]?.hash as number;
    const refusals = [refusal('a', 1, 'other event'), refusal('b', hash, 'other rule')];
    const reasons = (...more: ReturnType<typeof refusal>[]) =>
      ledgerOf(
        'p',
        programme,
        before,
        { ...plainly(before), contributions: [], paid: [], refusals: [...refusals, ...more] },
        0,
      ).flatMap(({ kind, reason }) => (kind === 'taken back' ? [reason] : []));
    expect(reasons()).toEqual(['no longer counts']);
    expect(reasons(refusal('a', hash, 'its own'))).toEqual(['its own']);
  });

  test('faded, though others still stand', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 1, pays: every time, decay: { linear: 1 day }')}, ${rule('b', 'points: 1, pays: every time')}]`,
    );
    const before = life.track('a').track('b').evaluation;
    expect(ledgerOf('p', programme, before, life.wait(dayMs).evaluation, 0)).toMatchObject([
      { kind: 'taken back', rule: 'a', reason: 'to zero in 1 day' },
    ]);
  });

  test('replaced by a higher rung of the same rule', () => {
    const rungs = 'rungs: [{ from: 1, points: 1 }, { from: 2, points: 2 }]';
    const { life, programme } = of(
      `rules: [{ id: b, label: b, when: { event: [a, b] }, count: in a day, ${rungs} }, ${rule('a', `count: in a visit, ${rungs}`)}]`,
    );
    life.track('a').wait(hourMs).track('b');
    const before = life.track('a').evaluation;
    const entries = ledgerOf('p', programme, before, life.wait(1).track('a').evaluation, 0);
    expect(entries.filter(({ kind }) => kind === 'taken back')).toMatchObject([
      { rule: 'a', points: 1, reason: 'replaced by a higher rung: 2 in one visit' },
    ]);
  });

  test('not replaced by a rung of another rule, nor by the same of another count', () => {
    const rungs = 'rungs: [{ from: 1, points: 1 }, { from: 2, points: 2 }]';
    const { life, programme } = of(
      `rules: [{ id: b, label: b, when: { event: b }, count: in a day, ${rungs} }, ${rule('a', `count: in a visit, ${rungs}`)}]`,
    );
    const before = life.track('b').track('a').wait(1).track('b').wait(hourMs).track('a').evaluation;
    const paid = before.paid.filter(({ source, atMs }) => source.id === 'b' || atMs === mondayNoonMs);
    expect(ledgerOf('p', programme, before, { ...plainly(before), paid }, 0)).toMatchObject([
      { kind: 'taken back', rule: 'a', reason: 'no longer counts' },
    ]);
  });
});

describe('why it fell', () => {
  const tiers = 'ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 10 }] }';
  const fell = (life: Life, programme: CompiledProgramme) => {
    const [tierState] = life.replay.tierStates;
    if (tierState === undefined) throw new Error('no tierState');
    return fallOf(life.replay.state, life.replay.person, programme, tierState, life.evaluation);
  };

  test('not while it never fell, nor since it rose again', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 10, pays: every time')}, ${rule('b', 'points: -5, pays: every time')}]\n${tiers}`,
    );
    expect(fell(life.track('a'), programme)).toBe(null);
    expect(fell(life.wait(1).track('b'), programme)).not.toBe(null);
    expect(fell(life.wait(1).track('a'), programme)).toBe(null);
  });

  test('the greatest loss first: what is gone, what has faded, what is new and negative', () => {
    const { life, programme } = of(`
rules:
  - ${rule('fades', 'points: 4, pays: every time, decay: { linear: 4 days }')}
  - ${rule('expires', 'points: 6, pays: every time, decay: { expires: 1 day }')}
  - ${rule('stays', 'points: 5, pays: every time')}
  - ${rule('grows', 'points: 1, pays: every time')}
  - ${rule('bad', 'points: -3, pays: every time')}
${tiers}`);
    life.track('fades').track('expires').track('stays').wait(dayMs).track('bad').track('grows');
    expect(fell(life, programme)).toEqual({
      from: 1,
      to: 0,
      atMs: mondayNoonMs + dayMs,
      losses: [
        { rule: 'expires', label: 'The expires', was: 6, is: 0, reason: 'expires after 1 day' },
        { rule: 'bad', label: 'The bad', was: 0, is: -3, reason: 'every time' },
        { rule: 'fades', label: 'The fades', was: 4, is: 3, reason: 'to zero in 4 days' },
      ],
    });
  });

  test('excluded, it lost all it had', () => {
    const { life, programme } = of(`
exclude: [{ id: rival, label: A rival, who: { emailDomain: rival.example } }]
rules: [{ id: a, label: The a, when: { event: a }, points: 10, pays: every time, who: { traits: { title: Boss } } }]
${tiers}`);
    life
      .identify({ email: 'a@b.example', title: 'Boss' })
      .track('a')
      .wait(1)
      .identify({ email: 'a@rival.example', title: 'Boss' });
    expect(fell(life, programme)?.losses).toEqual([
      { rule: 'a', label: 'The a', was: 10, is: 0, reason: 'excluded: A rival' },
    ]);
  });

  test('excluded, it lost its fit too', () => {
    const { life, programme } = of(`
exclude: [{ id: rival, label: A rival, who: { emailDomain: rival.example } }]
fit: { rules: [{ id: f, label: Fits, who: { traits: { title: Boss } }, points: 10 }] }
rules: [${rule('a', 'points: 1, pays: every time')}]
${tiers}`);
    life.identify({ email: 'a@b.example', title: 'Boss' }).track('a').wait(1);
    life.identify({ email: 'a@rival.example', title: 'Boss' });
    expect(fell(life, programme)?.losses).toMatchObject([
      { rule: 'f', was: 10, is: 0, reason: 'excluded: A rival' },
      { rule: 'a', was: 1, is: 0, reason: 'excluded: A rival' },
    ]);
  });

  test('by a refusal of that rule and event, not of another rule or event', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'points: 10, pays: every time')}, ${rule('b', 'points: -5, pays: every time')}]\n${tiers}`,
    );
    life.track('a').wait(1).track('b');
    const [tierState] = life.replay.tierStates;
    const hash = life.evaluation.contributions[0]?.hash as number;
    const refusal = (id: string, of: number, reason: string) => ({
      source: { id, label: id },
      atMs: 0,
      hash: of,
      reason,
    });
    const refusals = [refusal('a', 1, 'other event'), refusal('b', hash, 'other rule')];
    const reason = (...more: ReturnType<typeof refusal>[]) =>
      fallOf(life.replay.state, life.replay.person, programme, tierState as NonNullable<typeof tierState>, {
        ...plainly(life.evaluation),
        contributions: [],
        paid: [],
        refusals: [...refusals, ...more],
      })?.losses.map((one) => one.reason);
    expect(reason()).toEqual(['no longer counts']);
    expect(reason(refusal('a', hash, 'its own'))).toEqual(['its own']);
  });

  test('taken back by a reset, and what it refused before is not the reason', () => {
    const { life, programme } = of(`
rules: [${rule('b', 'points: 1, pays: once')}, ${rule('a', 'points: 9, pays: once')}]
resets: [{ id: r, label: Start over, when: { event: r }, to: fit }]
${tiers}`);
    life.track('a').track('b').wait(1).track('b').wait(1).track('r');
    expect(fell(life, programme)?.losses).toMatchObject([
      { rule: 'a', was: 9, is: 0, reason: 'taken back by "Start over"' },
      { rule: 'b', was: 1, is: 0, reason: 'taken back by "Start over"' },
    ]);
  });

  test('replaced by a rung that is worth less', () => {
    const { life, programme } = of(`
rules: [${rule('a', 'count: in a visit, rungs: [{ from: 1, points: 10 }, { from: 2, points: 2 }]')}, ${rule('b', 'points: 1, pays: once')}]
${tiers}`);
    life.track('b').track('a').wait(1).track('b').wait(1).track('a');
    expect(fell(life, programme)?.losses).toEqual([
      { rule: 'a', label: 'The a', was: 10, is: 0, reason: 'no longer counts' },
    ]);
  });

  test('a loss that stood already is no news, one that grows is', () => {
    const { life, programme } = of(`
rules: [${rule('bad', 'points: -3, pays: every time')}, ${rule('zero', 'points: 0, pays: every time')}, ${rule('a', 'points: 13, pays: every time, decay: { expires: 1 day }')}]
${tiers}`);
    life.track('bad').track('a').wait(1).track('zero').wait(dayMs);
    expect(fell(life, programme)?.losses.map((one) => [one.rule, one.was, one.is])).toEqual([['a', 13, 0]]);
  });

  test('what a fit no longer gives', () => {
    const { life, programme } = of(`
fit: { rules: [{ id: f, label: Fits, who: { traits: { title: Boss } }, points: 7 }] }
rules: [${rule('a', 'points: 5, pays: every time')}]
${tiers}`);
    life
      .identify({ email: 'a@b.example', title: 'Boss' })
      .track('a')
      .wait(1)
      .identify({ title: 'Clerk', email: 'a@b.example' });
    expect(life.tier).toBe(0);
    expect(fell(life, programme)?.losses).toEqual([]);
  });
});
