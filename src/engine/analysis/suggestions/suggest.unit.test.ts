/** What is learnt from planted truths: found within their intervals, tested on later leads alone, refused where it would be a guess. */
import { describe, expect, test } from 'vitest';
import { plantedLeads } from '../../../../test/support/planted-leads.ts';
import { limits } from '../../../base/kernel/kernel.ts';
import { inOrderOfTime, type LeadSample } from './lead-sample.core.ts';
import { suggest } from './suggest.core.ts';
import { foldsOf } from './tested.core.ts';
import { learn, suggestedScore } from './worths.core.ts';

const truths = [1.2, 0.5, 0, -1, 0.7];
const today = [5, 10, 10, 10, -4];
const planting = { truths, today, leads: 400 };
const tiers = [
  { name: 'warm', from: 10 },
  { name: 'hot', from: 25 },
];
const settings = { penalty: 1, resamples: 40 };
const seeds = Array.from({ length: 8 }, (_, index) => 101 + index);

/** Leads that ended one way or the other, so many of each. */
function leadsOf(won: number, notWon: number): LeadSample[] {
  const { samples } = plantedLeads(7, { ...planting, leads: won + notWon });
  return samples.map((sample, index) => ({
    ...sample,
    // Spread evenly over the time.
    won:
      Math.floor(((index + 1) * won) / (won + notWon)) > Math.floor((index * won) / (won + notWon)) ? 1 : 0,
  }));
}
const { features } = plantedLeads(7, planting);
const refusalOf = (samples: readonly LeadSample[], unread = 0) =>
  suggest(samples, features, { tiers, unread }).refusal;

describe('planted truths', () => {
  test('are within their intervals about as often as these say, and wrong signs are seen', () => {
    let held = 0;
    let opposite = 0;
    for (const seed of seeds) {
      const { samples } = plantedLeads(seed, planting);
      const { rules, scale, factor } = learn(samples, features, settings);
      rules.forEach(({ low, high }, column) => {
        const worth = (truths[column] as number) * (scale as number) * factor;
        if ((low as number) <= worth && worth <= (high as number)) held++;
      });
      for (const index of [3, 4]) if (rules[index]?.state === 'opposite') opposite++;
    }
    const share = held / (seeds.length * truths.length);
    expect(share).toBeGreaterThan(0.88);
    // An interval that is never wrong would be too wide to say anything.
    expect(opposite).toBeGreaterThan(1.6 * seeds.length);
  });

  test('that are those of today mostly change nothing', () => {
    const right = [15, 8, 4, -10, 6];
    const asToday = { ...planting, today: right, truths: right.map((points) => points / 10) };
    const changed = seeds.map((seed) => {
      const planted = plantedLeads(seed, asToday);
      const { rules } = learn(planted.samples, planted.features, settings);
      return rules.filter(({ suggested, today: points }) => suggested !== points).length;
    });
    // One interval of twenty misses by chance, and then the others may be multiplied.
    expect(changed.filter((count) => count === 0).length).toBeGreaterThanOrEqual(0.6 * seeds.length);
  });

  test('that today misses rank later leads better, and the chances that are expected come true', () => {
    const { samples } = plantedLeads(3, { ...planting, leads: 900 });
    const { learnt } = suggest(samples, features, { tiers, unread: 0 });
    const { ranking, calibration, leads } = learnt?.test ?? expect.fail('nothing was learnt');
    expect(ranking.after).toBeGreaterThan((ranking.before as number) + 0.05);
    expect(calibration.reduce((sum, bin) => sum + bin.leads, 0)).toBe(leads);
    for (const { expected, won } of calibration)
      expect(Math.abs((expected as number) - (won as number))).toBeLessThan(0.15);
    const [warm, hot] = learnt?.test.tiers ?? [];
    expect(warm?.after.precision).toBeGreaterThan(warm?.before.precision as number);
    expect(hot?.after.recall).toBeLessThanOrEqual(warm?.after.recall as number);
  });
});

test('points are scaled with those of today, so that tiers keep their meaning', () => {
  const { samples } = plantedLeads(5, planting);
  const once = learn(samples, features, settings);
  const tenfold = learn(
    samples,
    features.map((feature) => ({ ...feature, today: feature.today * 10 })),
    settings,
  );
  expect(tenfold.scale).toBeCloseTo(10 * (once.scale as number), 6);
  expect(tenfold.rules.map(({ state }) => state)).toEqual(once.rules.map(({ state }) => state));
  // The leads have the same score on average, but for a fifth and what is rounded.
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  for (const seed of seeds) {
    const planted = plantedLeads(seed, planting);
    const { rules, factor } = learn(planted.samples, features, settings);
    const before = mean(planted.samples.map(({ score }) => score));
    const after = mean(planted.samples.map((sample) => suggestedScore(sample, rules)));
    if (factor < 4) expect(Math.abs(after - before)).toBeLessThan(0.2 * before + 1);
    else expect(after).toBeLessThan(before);
  }
});

test('the score of a lead moves by the difference of each payment', () => {
  const { samples } = plantedLeads(5, planting);
  const { rules } = learn(samples, features, settings);
  const bare = { ...(samples[0] as LeadSample), score: 12, row: { columns: [], values: [] } };
  expect(suggestedScore(bare, rules)).toBe(12);
  const one = { ...bare, row: { columns: [0], values: [1.5] } };
  expect(suggestedScore(one, rules)).toBe(12 + 1.5 * ((rules[0]?.suggested as number) - 5));
});

test('the same leads in any order give the same answer', () => {
  const { samples } = plantedLeads(9, { ...planting, leads: 200 });
  const answer = suggest(samples, features, { tiers, unread: 0 });
  expect(answer.learnt).not.toBeNull();
  expect(suggest(samples.toReversed(), features, { tiers, unread: 0 })).toEqual(answer);
});

test('no fold is learnt from a lead whose outcome was not known when its first later lead was opened', () => {
  const { samples } = plantedLeads(2, planting);
  const folds = foldsOf(samples);
  expect(folds.length).toBeGreaterThan(3);
  const ordered = inOrderOfTime(samples);
  for (const { known, later } of folds) {
    const beganMs = Math.min(...later.map(({ openedMs }) => openedMs));
    for (const { endedMs } of known) expect(endedMs).toBeLessThan(beganMs);
    expect(known).toEqual(ordered.filter(({ endedMs }) => endedMs < beganMs));
  }
});

describe('refused, with how many there are and how many are needed', () => {
  const half = limits.suggestionOutcomesMin / 2;
  const each = limits.suggestionOutcomesEachMin;

  test.each([
    ['no outcome', 0, 0, 'no outcomes'],
    ['one outcome too few', half, half - 1, 'too few outcomes'],
    ['enough outcomes', half, half, null],
    ['one won lead too few', each - 1, 2 * half, 'too few outcomes'],
    ['enough won leads', each, 2 * half, null],
    ['one lost lead too few', 2 * half, each - 1, 'too few outcomes'],
    ['enough lost leads', 2 * half, each, null],
    ['nothing won', 0, 2 * half, 'one-sided'],
    ['nothing lost', 2 * half, 0, 'one-sided'],
  ] as const)('%s', (_, won, notWon, reason) => {
    expect(refusalOf(leadsOf(won, notWon))?.reason ?? null).toBe(reason);
  });

  test('says the figures, and leads that the history does not have', () => {
    const few = refusalOf(leadsOf(30, 20), 4);
    expect(few?.detail).toBe(
      '50 leads have an outcome: 30 won, 20 lost or junk. 4 more have no events in the history. 100 are needed, at least 25 of each kind.',
    );
  });

  test('rules need outcomes too', () => {
    const many = { ...planting, truths: Array(12).fill(0.2), today: Array(12).fill(5), leads: 100 };
    const planted = plantedLeads(4, many);
    const samples = leadsOf(50, 50).map((lead, index) => ({ ...lead, row: planted.samples[index]?.row }));
    const { refusal } = suggest(samples as LeadSample[], planted.features, { tiers, unread: 0 });
    expect(refusal?.detail).toMatch(/120 are needed to learn 12 rules, at least 60 of each kind/);
  });

  test('outcomes that were all known too late to test anything', () => {
    const late = leadsOf(100, 100).map((sample) => ({ ...sample, endedMs: 10 ** 12 }));
    expect(refusalOf(late)?.reason).toBe('untested');
  });

  test('rules that every lead has alike', () => {
    const alike = leadsOf(100, 100).map((lead) => ({ ...lead, row: { columns: [0], values: [1] } }));
    expect(refusalOf(alike)?.reason).toBe('nothing to learn');
  });

  test('rules that part all leads together, though none does alone', () => {
    const parted = leadsOf(100, 100).map((lead, index): LeadSample => {
      // Won leads have one of two rules twice, the others once.
      const column = Math.floor(index / 2) % 2;
      return { ...lead, row: { columns: [column], values: [lead.won === 1 ? 2 : 1] } };
    });
    expect(refusalOf(parted)?.reason).toBe('separated');
  });
});

test('a rule that says nothing moves into its interval and no further, however it is estimated', () => {
  // Nearly every lead has it: its slope is chance, and moves every score.
  const moved = seeds.map((seed) => {
    const { samples } = plantedLeads(seed, planting);
    const everywhere = samples.map((sample, index): LeadSample => {
      const { columns, values } = sample.row;
      const row = { columns: [...columns, 5], values: [...values, index % 7 === 0 ? 0.9 : 1] };
      return { ...sample, score: sample.score + 60, row };
    });
    const pages = { rule: 'pages', label: 'Pages', today: 60 };
    const { rules, factor } = learn(everywhere, [...features, pages], settings);
    return { ...(rules[5] ?? expect.fail('it has no rule')), factor };
  });
  const silent = moved.filter(({ state }) => state === 'silent' || state === 'unsure');
  expect(silent.length).toBeGreaterThan(0.7 * seeds.length);
  for (const { suggested, high, factor } of silent) {
    const nearest = Math.min(60 * factor, high as number);
    expect(Math.abs(suggested - nearest)).toBeLessThanOrEqual(1);
  }
});

describe('a rule is left as it is', () => {
  const { samples } = plantedLeads(11, planting);
  const stateOf = (given: readonly LeadSample[]) => learn(given, features, settings).rules[2];
  const least = limits.suggestionLeadsARuleMin;
  /** The third rule is with so many of the leads alone, and pays so many of the others later. */
  const having = (leads: number, later = 0, isOf = (_: LeadSample) => true) => {
    let left = leads;
    let laterLeft = later;
    return samples.map((sample): LeadSample => {
      const { columns, values } = sample.row;
      const kept = columns.flatMap((column, index) => (column === 2 ? [] : [[column, values[index]]]));
      const isIn = isOf(sample) && left-- > 0;
      const row = [...kept, ...(isIn ? [[2, 1]] : [])] as [number, number][];
      return {
        ...sample,
        row: { columns: row.map(([column]) => column), values: row.map(([, value]) => value) },
        later: !isIn && laterLeft-- > 0 ? [2] : [],
      };
    });
  };

  test.each([
    ['too few leads have it', least - 1, 0, 'rare'],
    ['too few leads lack it', samples.length - least + 1, 0, 'rare'],
    ['it pays only after the lead is opened', 0, least, 'after'],
    ['it nearly always pays after the lead is opened', 2 * least, 18 * least, 'after'],
  ] as const)('%s', (_, leads, later, state) => {
    expect(stateOf(having(leads, later))).toMatchObject({ state, suggested: 10, low: null, high: null });
  });

  test.each([
    ['just enough leads have it', least, 0],
    ['just enough leads lack it', samples.length - least, 0],
    ['it pays later a little less often', 2 * least, 18 * least - 1],
  ])('but not where %s', (_, leads, later) => {
    expect(['silent', 'unsure', 'stands', 'more', 'less', 'opposite']).toContain(
      stateOf(having(leads, later))?.state,
    );
  });

  test('every lead with it was won: it belongs to the outcome', () => {
    const leaking = having(30, 0, ({ won }) => won === 1);
    expect(stateOf(leaking)).toMatchObject({ state: 'separates', leads: 30, won: 30, suggested: 10 });
    // Of half a dozen that may be chance.
    const few = having(least, 0, ({ won }) => won === 1);
    expect(stateOf(few)?.state).not.toBe('rare');
  });
});
