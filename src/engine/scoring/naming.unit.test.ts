/** The names of match signatures: what makes another name, what does not, and that they stay for good. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { type CompiledProgramme, signatureNames } from './compile.ts';

const namesOf = (parts: string) =>
  signatureNames((programmesOf(parts).programmes[0] as CompiledProgramme).programme).slice(1);
const rule = (more: string, id = 'a') => `{ id: ${id}, label: A, when: { event: A }, ${more} }`;
const one = (more: string) => `rules: [${rule(more)}]`;
const pays = 'points: 1, pays: every time';
const rungs = (from: number, points: number) => `count: ever, rungs: [{ from: ${from}, points: ${points} }]`;
const matching = (when: string) => `rules: [{ id: a, label: A, when: ${when}, ${pays} }]`;
const byNumber = (worth: string, event = 'A') =>
  `rules: [{ id: a, label: A, when: { event: ${event} }, points: { ${worth} }, pays: every time }]`;
const clicks = (more: string) =>
  `rules: [${rule(pays)}, ${rule(pays, 'b')}]\nsuspiciousClicks: { rules: [a], message: m, within: 5 seconds, confirmWithin: 1 day, confirmedBy: [{ when: { event: Sign } }], ${more} }`;

describe('a name stays', () => {
  test.each([
    ['with other points', one(pays), one('points: 2, pays: every time')],
    ['with other points of a rung', one(rungs(2, 5)), one(rungs(2, 6))],
    ['with another label', one(pays), one(pays).replace('label: A', 'label: B')],
    ['with another decay', one(pays), one(`${pays}, decay: { linear: 1 day }`)],
    ['for other people', one(pays), one(`${pays}, who: { identity: known }`)],
    [
      'with its words in another order',
      matching('{ type: track, event: A, properties: { k: 1, l: 2, m: 3 } }'),
      matching('{ properties: { l: 2, m: 3, k: 1 }, event: A, type: track }'),
    ],
  ])('%s', (_name, parts, other) => {
    expect(namesOf(parts)).toEqual(namesOf(other));
  });
});

describe('another name', () => {
  test.each([
    ['with another match', matching('{ event: A }'), matching('{ event: B }')],
    [
      'with another list of events of servers',
      `serverOnly: [A]\n${one(pays)}`,
      `serverOnly: [B]\n${one(pays)}`,
    ],
    ['with a list of events of servers', one(pays), `serverOnly: [A]\n${one(pays)}`],
    ['with another frequency', one(pays), one('points: 1, pays: once')],
    ['with a rung from elsewhere', one(rungs(2, 5)), one(rungs(3, 5))],
    ['with another count', one(rungs(2, 5)), one(rungs(2, 5).replace('ever', 'in a day'))],
    ['paid by another number', byNumber('property: k, atMost: 5'), byNumber('property: l, atMost: 5')],
    [
      'paid by a number, with another match',
      byNumber('property: k, atMost: 5'),
      byNumber('property: k, atMost: 5', 'B'),
    ],
    ['paid by a number, no longer fixed', one(pays), byNumber('property: k, atMost: 5')],
    ['with values of a list in another order', matching('{ event: [A, B] }'), matching('{ event: [B, A] }')],
  ])('%s', (_name, parts, other) => {
    expect(namesOf(parts)).not.toEqual(namesOf(other));
  });

  test('of all that says what clicks are suspicious, not of the rules', () => {
    const few = namesOf(clicks('links: 3'));
    const many = namesOf(clicks('links: 4'));
    expect(few).toHaveLength(4);
    expect(many.slice(0, 2)).toEqual(few.slice(0, 2));
    expect(many.filter((name) => few.includes(name))).toEqual(few.slice(0, 2));
  });
});

test('names stay from version to version: another would forget every match that is stored', () => {
  expect(
    namesOf(`
rules:
  - { id: a, label: A, when: { type: track, event: A, properties: { k: 1, l: two } }, points: 1, pays: once, per: k }
  - { id: b, label: B, when: { event: B }, count: in a visit, distinct: k, rungs: [{ from: 2, points: 5 }] }
  - { id: c, label: C, when: { event: C }, then: { event: D }, within: 1 hour, points: 1 }
  - { id: d, label: D, when: { event: D }, unless: { event: E }, within: 1 hour, points: 1 }
resets: [{ id: r, label: R, when: { event: R }, to: zero }]
suspiciousClicks:
  { rules: [a, b], message: m, within: 5 seconds, confirmWithin: 1 day, delivered: { event: Sent }, afterDelivery: 2 seconds, confirmedBy: [{ when: { event: Sign } }] }`),
  ).toEqual([
    'reference/a@bdabx81j',
    'reference/b@9fpues0w',
    'reference/c@bw0mj3g7',
    'reference/c#then@bw0mj3g7',
    'reference/d@499z3z0w',
    'reference/d#end@499z3z0w',
    'reference/r@53t6rqq1',
    'reference/#clicks@38m2jdop',
    'reference/#delivered@7bnn6ny4',
    'reference/#sign-1@4p3zgr7n',
  ]);
  expect(
    namesOf(
      `rules: [{ id: a, label: A, when: any event, ${pays} }]\nsuspiciousClicks: { rules: [a], message: m, within: 5 seconds, confirmWithin: 1 day, confirmedBy: [{ when: { event: Sign } }] }`,
    ),
  ).toEqual(['reference/a@9v792gt4', 'reference/#clicks@ydfvoln', 'reference/#sign-1@9oik72pw']);
  // A person's word of before stays known: what opens a test of a trait, and what closes it.
  expect(namesOf(one(`${pays}, who: { traits: { stage: Nurture }, asOf: event }`))).toEqual([
    'reference/a@2el1pjy5',
    'reference/#said@6akm4bqh',
    'reference/#unsaid@6akm4bqh',
  ]);
});
