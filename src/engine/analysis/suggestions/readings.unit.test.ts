/** What a lead's row has: the payments that stood when it was opened, of events known then to be of its person, and nothing later. */
import { describe, expect, test } from 'vitest';
import { eventHashOf, limits } from '../../../base/kernel/kernel.ts';
import { readProgramme, type ScovilleEvent } from '../../../contract/language/language.ts';
import { compileAlone } from '../../scoring/scoring.ts';
import { pastEventOf } from '../replay-worker.ts';
import { countingProgramme, featuresOf, type PersonEvent, readLead } from './readings.core.ts';

const startMs = Date.UTC(2026, 10, 2, 9);
const { hourMs } = limits;

const read = readProgramme(
  'web.yaml',
  `programme: web
name: Web
campaign: Web
timeZone: UTC
visit: { endsAfter: 30 minutes }
rules:
  - { id: demo, label: Demo, when: { event: Demo }, points: 10, pays: every time, decay: { linear: 10 hours } }
  - { id: page, label: Pages, when: { type: page }, count: ever, rungs: [{ from: 1, points: 2 }, { from: 3, points: 8 }] }
  - { id: order, label: Order, when: { event: Quote }, pays: every time, points: { property: value, times: 0.1, atMost: 50 } }
  - { id: idle, label: Idle, when: { event: Idle }, points: 0, pays: every time }
fit:
  rules: [{ id: boss, label: Boss, who: { traits: { title: Boss } }, points: 5 }]
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 5 }] }
`,
);
if (!read.ok) throw new Error(JSON.stringify(read.errors));
const { programme } = read;
const features = featuresOf(programme);
const programmes = compileAlone(countingProgramme(programme), 'counting');

function event(atHours: number, given: Partial<ScovilleEvent>, origin = 'p'): PersonEvent {
  const atMs = startMs + atHours * hourMs;
  const id = `${atHours} ${given.name} ${origin}`;
  const whole = {
    ...{ id, hash: eventHashOf(id), atMs, acceptedAtMs: atMs, profile: origin, key: 'u:ada' },
    ...{ type: 'track', name: '', path: '', properties: {} },
    ...given,
  } as ScovilleEvent;
  return { ...pastEventOf(programmes, whole), origin };
}
const tracked = (atHours: number, name: string, origin?: string) => event(atHours, { name }, origin);

function reading(events: readonly PersonEvent[], links = new Map(), openedHours = 5) {
  const lead = { profile: 'p', openedMs: startMs + openedHours * hourMs };
  const untilMs = startMs + 9 * hourMs;
  const settings = { programmes, features, latenessMs: limits.latenessMs, links, untilMs };
  const found = readLead(lead, events, settings);
  if (found === null) return null;
  const { columns, values, later, score } = found;
  const named = columns.map((column, index) => [features[column]?.rule, values[index]]);
  return { paid: Object.fromEntries(named), later: later.map((column) => features[column]?.rule), score };
}

test('features are the rules and the fit, with the points of one payment', () => {
  expect(features.map(({ rule, today }) => [rule, today])).toEqual([
    ['demo', 10],
    ['page', 8],
    ['order', 50],
    ['idle', 0],
    ['boss', 5],
  ]);
  const apart = {
    ...programme,
    fit: { ...(programme.fit as NonNullable<typeof programme.fit>), counts: false },
  };
  expect(featuresOf(apart).map(({ rule }) => rule)).not.toContain('boss');
});

describe('payments', () => {
  test('fade as they do in the score', () => {
    expect(reading([tracked(0, 'Demo'), tracked(5, 'Demo')])).toEqual({
      ...{ paid: { demo: 1.5 }, later: [], score: 15 },
    });
  });

  test('of rungs and of numbers are parts of the most that they can be', () => {
    const page = (hours: number) => event(hours, { type: 'page', path: `/${hours}` });
    const quote = event(4, { name: 'Quote', properties: { value: 100 } });
    expect(reading([page(1), page(2), quote])).toMatchObject({ paid: { page: 0.25, order: 0.2 }, score: 12 });
    expect(reading([page(1), page(2), page(3)])?.paid).toEqual({ page: 1 });
  });

  test('of a rule that gives nothing are counted, and not in the score', () => {
    expect(reading([tracked(1, 'Idle'), tracked(2, 'Idle')])).toMatchObject({ paid: { idle: 2 }, score: 0 });
  });

  test('of the fit are those of the person as it was known then', () => {
    const titled = (hours: number) => event(hours, { type: 'identify', traits: { title: 'Boss' } });
    expect(reading([titled(4)])?.paid).toEqual({ boss: 1 });
    expect(reading([tracked(1, 'Demo'), titled(6)])).toMatchObject({ paid: { demo: 0.6 }, later: ['boss'] });
  });
});

describe('nothing later counts', () => {
  test.each([
    ['at the moment', 5, ['idle'], []],
    ['a little later', 5 + 1 / 3600, [], ['idle']],
  ])('an event %s', (_, hours, paid, later) => {
    const found = reading([tracked(5, 'Demo'), tracked(hours, 'Idle')]);
    expect(Object.keys(found?.paid).filter((rule) => rule !== 'demo')).toEqual(paid);
    expect(found?.later).toEqual(later);
  });

  test('of a lead without an event before, nothing is read', () => {
    expect(reading([tracked(6, 'Demo')])).toBeNull();
    expect(reading([])).toBeNull();
  });

  test.each([
    ['then', 5, 0.6],
    ['only later', 5.001, undefined],
  ])('an event of a device that was known to be theirs %s', (_, linkedHours, demo) => {
    const links = new Map([['device', { parent: 'p', sinceMs: startMs + linkedHours * hourMs }]]);
    const found = reading([tracked(1, 'Demo', 'device'), tracked(2, 'Idle')], links);
    expect(found?.paid.demo).toBe(demo);
    expect(found?.paid.idle).toBe(1);
  });

  test('a lead of a device has the events that the device had, before it became part of a person', () => {
    const links = new Map([['p', { parent: 'person', sinceMs: startMs + 6 * hourMs }]]);
    const found = reading([tracked(1, 'Demo', 'p'), tracked(2, 'Idle', 'person')], links);
    expect(found?.paid).toEqual({ demo: 0.6 });
  });
});
