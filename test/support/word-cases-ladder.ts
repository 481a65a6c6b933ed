/** Cases of the words of ladders, grades and suspicious clicks, as those of `word-cases.ts`. */
import type { Yaml } from './rule-arbitrary.ts';
import { alpha, beside, beta, gamma, named, paid, rules, type WordCase } from './word-case-parts.ts';

const clicks = (more: Yaml = {}, pays: Yaml = { pays: 'every time' }): Yaml => ({
  rules: [{ ...named('r'), when: alpha, points: 4, per: 'k', ...pays }],
  suspiciousClicks: {
    ...{ rules: ['r'], message: 'm', links: 2, within: '1 hour', confirmWithin: '1 hour' },
    confirmedBy: [{ when: { type: 'page' } }],
    ...more,
  },
});
const clicksWith = (more: Yaml, without: Yaml = {}): WordCase => [clicks(without), clicks(more)];

const ofClicks: Record<string, WordCase> = {
  suspiciousClicks: [rules(...(clicks()['rules'] as Yaml[])), clicks()],
  'suspiciousClicks.rules': [
    { ...clicks(), rules: [...(clicks()['rules'] as Yaml[]), paid({ id: 'other', when: alpha, per: 'k' })] },
    {
      ...clicks({ rules: ['r', 'other'] }),
      rules: [...(clicks()['rules'] as Yaml[]), paid({ id: 'other', when: alpha, per: 'k' })],
    },
  ],
  'suspiciousClicks.message': clicksWith({ message: 'n' }),
  'suspiciousClicks.links': clicksWith({ links: 3 }),
  'suspiciousClicks.within': clicksWith({ within: '10 minutes' }, { within: '1 day' }),
  'suspiciousClicks.delivered': clicksWith(
    { links: 20, delivered: beta, afterDelivery: '1 hour' },
    { links: 20 },
  ),
  'suspiciousClicks.afterDelivery': clicksWith(
    { links: 20, delivered: beta, afterDelivery: '2 days' },
    { links: 20, delivered: beta, afterDelivery: '10 minutes' },
  ),
  'suspiciousClicks.confirmedBy': clicksWith({ confirmedBy: [{ when: beta }] }),
  'suspiciousClicks.confirmWithin': clicksWith({ confirmWithin: '2 days' }, { confirmWithin: '10 minutes' }),
  'confirmedBy.when': clicksWith({ confirmedBy: [{ when: gamma }] }),
  'confirmedBy.times': clicksWith(
    { confirmedBy: [{ when: 'any event', times: 3 }] },
    { confirmedBy: [{ when: 'any event' }] },
  ),
};

const ladder = (
  more: Yaml,
  tiers: Yaml[] = [
    { name: 'warm', from: 6 },
    { name: 'hot', from: 20 },
  ],
): Yaml => ({
  ladder: { contactWithin: '24 hours', tiers, ...more },
});
const fading = { decay: { expires: '1 day' } };
const fadingOn = (more: Yaml, without: Yaml = {}): WordCase =>
  beside({ ...fading, ...ladder(more) }, { ...fading, ...ladder(without) });
const tiersAre = (tiers: Yaml[], without?: Yaml[]): WordCase =>
  beside(ladder({}, tiers), ladder({}, without));
const leadIf = (condition: Yaml, without?: Yaml): WordCase =>
  beside(
    { ...graded, ...ladder({}, [{ name: 'warm', from: 6, up: [{ do: 'open lead', if: condition }] }]) },
    {
      ...graded,
      ...ladder({}, [{ name: 'warm', from: 6, up: [{ do: 'open lead', ...(without && { if: without }) }] }]),
    },
  );
const graded: Yaml = {
  fit: {
    rules: [{ ...named('f'), who: { traits: { title: 'Boss' } }, points: 5 }],
    counts: false,
    grades: { A: 5, B: 'below' },
    matrix: { A: ['first'], B: ['later'] },
  },
};

const ofLadders: Record<string, WordCase> = {
  ladder: tiersAre([{ name: 'warm', from: 9 }]),
  'ladder.tiers': tiersAre([
    { name: 'warm', from: 6 },
    { name: 'hot', from: 12 },
  ]),
  'tiers.from': tiersAre([
    { name: 'warm', from: 9 },
    { name: 'hot', from: 20 },
  ]),
  'tiers.above': tiersAre([
    { name: 'warm', above: 6 },
    { name: 'hot', from: 20 },
  ]),
  'tiers.up': tiersAre([{ name: 'warm', from: 6, up: [] }]),
  'ladder.hysteresis': fadingOn({ hysteresis: 6 }),
  'ladder.leastTime': fadingOn({ leastTime: '2 days' }),
  'ladder.rearmAfter': fadingOn({ rearmAfter: '14 days' }),
  'up.do': tiersAre([{ name: 'warm', from: 6, up: [{ do: 'open lead' }] }]),
  'up.do = open lead': tiersAre(
    [{ name: 'warm', from: 6, up: [{ do: 'open lead' }] }],
    [{ name: 'warm', from: 6, up: [] }],
  ),
  'up.do = contact task': tiersAre(
    [{ name: 'warm', from: 6, up: [{ do: 'contact task' }] }],
    [{ name: 'warm', from: 6, up: [] }],
  ),
  'up.if': leadIf({ grade: 'A' }),
  'if.grade': leadIf({ grade: 'A' }),
  'if.priority': leadIf({ priority: 'first' }),
  'if.identity': leadIf({ identity: 'anonymous' }),
  'if.identity = known': leadIf({ identity: 'known' }, { identity: 'anonymous' }),
  'if.identity = anonymous': leadIf({ identity: 'anonymous' }),
  'if.owner': leadIf({ owner: 'present' }),
  'if.owner = present': leadIf({ owner: 'present' }, { owner: 'absent' }),
  'if.owner = absent': leadIf({ owner: 'absent' }, { owner: 'present' }),
  'fit.grades': [
    leadIf({ grade: 'A' })[1],
    { ...leadIf({ grade: 'A' })[1], fit: { ...(graded['fit'] as Yaml), grades: { A: 0, B: 'below' } } },
  ],
  'fit.grades * = below': [
    {
      ...leadIf({ grade: 'B' })[1],
      fit: { ...(graded['fit'] as Yaml), grades: { A: 5, B: 3, C: 'below' }, matrix: undefined },
    },
    {
      ...leadIf({ grade: 'B' })[1],
      fit: { ...(graded['fit'] as Yaml), grades: { A: 5, B: 'below' }, matrix: undefined },
    },
  ],
  'fit.matrix': [
    leadIf({ priority: 'first' })[1],
    {
      ...leadIf({ priority: 'first' })[1],
      fit: { ...(graded['fit'] as Yaml), matrix: { A: ['later'], B: ['first'] } },
    },
  ],
};

export const ladderCases: Readonly<Record<string, WordCase>> = { ...ofClicks, ...ofLadders };
