/** The invented history: the same by its seed, believable by the month, and in an order that real sales could have. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { draftOf } from '../../engine/programmes/programmes.ts';
import { compileAlone } from '../../engine/scoring/scoring.ts';
import { reps } from './cast.core.ts';
import { daysBefore, type PlannedStory, type Span, spanOf, storiesOn, visitsOn } from './plan.core.ts';
import { campaignsOf } from './season.core.ts';
import type { Act } from './story.core.ts';

const text = readFileSync(new URL('../../../rules/emea-lead-scoring.yaml', import.meta.url), 'utf8');
const { programme, version } = draftOf('emea-lead-scoring', text);
const programmes = compileAlone(programme, version);
const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-25T12:00:00Z');
const span = spanOf('test', nowMs, 730);
const planOf = (asked: Span) =>
  daysBefore(Number.POSITIVE_INFINITY, asked)
    .reverse()
    .flatMap((dayStartMs) => storiesOn(programmes, asked, dayStartMs));
const stories = planOf(span);

const actsOf = <Kind extends Act['do']>({ moments }: PlannedStory, kind: Kind) =>
  moments.flatMap(({ atMs, act }) =>
    act.do === kind ? [{ ...(act as Extract<Act, { do: Kind }>), atMs }] : [],
  );
const partOf = (some: readonly unknown[], all: readonly unknown[]) => some.length / all.length;

test('the same seed and moment make the same day, another seed another one', () => {
  const dayStartMs = Date.parse('2026-10-20T00:00:00Z');
  const day = storiesOn(programmes, span, dayStartMs);
  expect(day.length).toBeGreaterThan(0);
  expect(storiesOn(programmes, span, dayStartMs)).toEqual(day);
  expect(storiesOn(programmes, { ...span, seed: 'other' }, dayStartMs)).not.toEqual(day);
});

test('the days of a history are the whole ones before today, and today until now', () => {
  const days = daysBefore(Number.POSITIVE_INFINITY, span);
  expect([days.length, days[0], days.at(-1)]).toEqual([731, Date.parse('2026-11-25'), span.fromMs]);
  const [today = 0, yesterday = 0] = days;
  expect(daysBefore(today + 1, span)[0]).toBe(today);
  expect(daysBefore(today, span)[0]).toBe(yesterday);
  expect(daysBefore(span.fromMs, span)).toEqual([]);
});

test('each month has believably many leads: more in autumn than in August, more in the second year', () => {
  const months = new Map<string, number>();
  for (const { moments } of stories) {
    const month = new Date(moments[0]?.atMs ?? 0).toISOString().slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  expect(months.size).toBe(25);
  const whole = [...months].slice(1, -1);
  for (const [month, count] of whole) expect([month, count >= 6 && count <= 60]).toEqual([month, true]);
  for (const year of [2025, 2026])
    expect(months.get(`${year}-10`)).toBeGreaterThan(1.5 * (months.get(`${year}-08`) ?? 0));
  const yearOf = (from: number) => whole.slice(from, from + 11).reduce((sum, [, count]) => sum + count, 0);
  expect(yearOf(12)).toBeGreaterThan(1.1 * yearOf(0));
});

test('nothing happens before the first heat or after now, and nobody shares an address', () => {
  for (const { moments, behaviour } of stories) {
    const times = moments.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(moments[0]?.act.do).toBe('score');
    expect(times.at(-1)).toBeLessThan(nowMs);
    // What people did so lately can be undone, each act for itself.
    for (const { atMs, act } of moments) if (act.do !== 'score') expect(atMs).toBeLessThan(nowMs - dayMs);
    expect(behaviour[0]?.atMs).toBeLessThanOrEqual(times[0] as number);
  }
  const cold = daysBefore(Number.POSITIVE_INFINITY, span).flatMap((dayStartMs) => visitsOn(span, dayStartMs));
  const all = [...stories, ...cold].map(({ visitor }) => visitor.email);
  expect(new Set(all).size).toBe(all.length);
  for (const { behaviour } of cold) expect(behaviour.at(-1)?.atMs).toBeLessThan(nowMs);
});

test('a score is the sum of its reasons, and a lead rises before anybody works on it', () => {
  for (const story of stories) {
    const scores = actsOf(story, 'score');
    expect(scores[0]?.update).toMatchObject({ from: 0, episode: 1 });
    for (const { update } of scores)
      expect(update.reasons.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(update.score, 6);
    const done = actsOf(story, 'complete')[0];
    if (done !== undefined) expect(done.atMs).toBeGreaterThan(scores[0]?.atMs ?? 0);
  }
});

test('an opportunity is opened before it moves, moves stage by stage, and ends once', () => {
  const order = ['1 Pl', '2 Op', '3 Pr', '4 Ne', '5 Cl'];
  for (const story of stories) {
    const stages = actsOf(story, 'stage');
    if (stages.length === 0) continue;
    const opened = actsOf(story, 'complete').find(({ outcome }) => outcome === 'Opportunity created');
    expect(stages[0]?.atMs).toBeGreaterThan(opened?.atMs ?? Number.POSITIVE_INFINITY);
    const ends = stages.filter(({ stage }) => stage.startsWith('Closed'));
    expect(ends.length).toBeLessThanOrEqual(1);
    const passed = stages
      .filter(({ stage }) => !stage.startsWith('Closed'))
      .map(({ stage }) => stage.slice(0, 4));
    expect(passed).toEqual(order.slice(0, passed.length));
    if (ends.length === 1) expect(stages.at(-1)).toBe(ends[0]);
    if (ends[0]?.stage === 'Closed Won') expect(passed).toEqual(order);
    else if (ends[0] !== undefined) expect(ends[0].reason).toBeTruthy();
  }
});

test.each([0, 5, 9, 11, 12, 18, 23])('at %i o’clock each rep has somebody to call', (hour) => {
  const untilMs = Date.parse('2026-11-25') + hour * 3_600_000;
  const now = spanOf('test', untilMs, 30);
  const last = daysBefore(Number.POSITIVE_INFINITY, now)
    .slice(0, 2)
    .flatMap((dayStartMs) => storiesOn(programmes, now, dayStartMs));
  const waiting = last.filter((story) => {
    const [first] = actsOf(story, 'score');
    return (first?.atMs ?? 0) > untilMs - dayMs && actsOf(story, 'complete').length === 0;
  });
  const countries = reps.map((rep) => rep.countries);
  for (const [index, rep] of reps.entries())
    expect(
      waiting.filter(({ visitor }) => visitor.rep === rep && countries[index]?.includes(visitor.country)),
      rep.name,
    ).not.toEqual([]);
});

test('reps differ: the best wins a larger part than the last', () => {
  const ends = (email: string) =>
    stories.filter(({ visitor }) => visitor.rep.email === email).flatMap((story) => actsOf(story, 'stage'));
  const winning = reps.map(({ email, winsPart }) => {
    const closed = ends(email).filter(({ stage }) => stage.startsWith('Closed'));
    expect(closed.length).toBeGreaterThan(10);
    return {
      winsPart,
      part: partOf(
        closed.filter(({ stage }) => stage === 'Closed Won'),
        closed,
      ),
    };
  });
  const sorted = [...winning].sort((a, b) => b.winsPart - a.winsPart);
  expect(sorted[0]?.part).toBeGreaterThan((sorted.at(-1)?.part ?? 1) + 0.1);
});

test('few contacts come late, none so late that another rep would have the task; weekends are quiet, and somebody is on call', () => {
  const waits = stories.flatMap((story) => {
    const [first] = actsOf(story, 'score');
    return actsOf(story, 'complete').map(({ atMs }) => ({ atMs, late: atMs - (first?.atMs ?? 0) - dayMs }));
  });
  const late = waits.filter(({ late: lateMs }) => lateMs > 0);
  expect(partOf(late, waits)).toBeGreaterThan(0.04);
  expect(partOf(late, waits)).toBeLessThan(0.15);
  for (const { atMs } of late) expect(new Date(atMs).getUTCDay() % 6).not.toBe(0);
  const escalated = stories.flatMap((story) => actsOf(story, 'escalate'));
  expect(escalated.length).toBeGreaterThanOrEqual(late.length);
  const isWeekend = (atMs: number) => new Date(atMs).getUTCDay() % 6 === 0;
  const hot = stories.map(({ moments }) => moments[0]?.atMs ?? 0);
  expect(partOf(hot.filter(isWeekend), hot)).toBeLessThan(0.1);
});

test('campaigns follow each other without a gap, and their leads are those who clicked in their mails', () => {
  const campaigns = campaignsOf(span);
  expect(campaigns).toHaveLength(11);
  for (const [index, { untilMs }] of campaigns.entries())
    expect(untilMs).toBe(campaigns[index + 1]?.fromMs ?? null);
  const names = new Set(campaigns.map(({ name }) => name));
  const ofCampaigns = stories.filter((story) => {
    const [first] = actsOf(story, 'score');
    return names.has(first?.update.campaign ?? '');
  });
  expect(partOf(ofCampaigns, stories)).toBeGreaterThan(0.3);
  for (const { behaviour } of ofCampaigns)
    expect(behaviour.some(({ doing }) => 'track' in doing && doing.track === 'Email Link Clicked')).toBe(
      true,
    );
});
