/** What the ops port answers while the main thread is busy, hangs, or has stood still with the whole process. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { json, livenessOf, metricsOf, readinessWithout, silentMsOf, withGauges } from './ops-answers.core.ts';

const { mainSilentMsMax, opsAnswerMsMax } = limits;
const partOf = ({ body }: { body: string }) => JSON.parse(body) as Record<string, unknown>;

describe('silence', () => {
  test.each([
    ['a beat long ago', { nowMs: 9_000, beatMs: 2_000, resumedMs: 0 }, 7_000],
    ['a process that has stood still since', { nowMs: 9_000, beatMs: 2_000, resumedMs: 8_500 }, 500],
    ['a beat of this moment, on the clock of another core', { nowMs: 9_000, beatMs: 9_001, resumedMs: 0 }, 0],
  ])('%s', (_what, signs, silentMs) => {
    expect(silentMsOf(signs)).toBe(silentMs);
  });
});

describe('liveness', () => {
  test.each([
    ['runs', opsAnswerMsMax, 200, { status: 'ok' }],
    ['is busy', opsAnswerMsMax + 1, 200, { status: 'ok', details: 'busy for 1 s' }],
    ['is busy for as long as it may', mainSilentMsMax, 200, { status: 'ok', details: 'busy for 30 s' }],
  ])('a main thread that %s', (_what, silentMs, status, body) => {
    const answer = livenessOf(silentMs);
    expect([answer.status, partOf(answer)]).toEqual([status, body]);
  });

  test('one that hangs is named, with what to do', () => {
    const answer = livenessOf(mainSilentMsMax + 1);
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('the main thread has not run for 30 s; restart the process');
  });
});

describe('readiness without an answer', () => {
  const answer = json(200, { status: 'ok', reasons: [] });
  const known = { answer, atMs: 1_000 };
  const oldMs = 1_000 + mainSilentMsMax;

  test('is that of before, until it is too old', () => {
    expect(readinessWithout(known, oldMs, 0)).toBe(answer);
    const old = readinessWithout(known, oldMs + 1, 0);
    expect([old.status, old.body]).toEqual([503, expect.stringContaining('it last said 30 s ago')]);
  });

  test('is none where nothing was said, and where the main thread hangs', () => {
    const unknown = readinessWithout(null, 1_000, 0);
    expect([unknown.status, unknown.body]).toEqual([503, expect.stringContaining('has not said yet')]);
    expect(readinessWithout(known, 1_000, mainSilentMsMax).status).toBe(200);
    const hanging = readinessWithout(known, 1_000, mainSilentMsMax + 1);
    expect([hanging.status, hanging.body]).toEqual([503, expect.stringContaining('has not run for 30 s')]);
  });
});

test('gauges of the thread stand in the place of those of the main thread, and of no others', () => {
  const text = '# HELP a_age Age.\n# TYPE a_age gauge\na_age 0\na_age_limit 3\n';
  expect(withGauges(text, { a_age: 1.5, b: 2 }).split('\n')).toEqual([
    ...['# HELP a_age Age.', '# TYPE a_age gauge', 'a_age 1.5', 'a_age_limit 3', 'b 2', ''],
  ]);
  expect(withGauges('', { b: 2 })).toBe('b 2\n');
});

test('metrics say their age: since they came, and before the first since the start; a problem stays as it is', () => {
  const times = { nowMs: 9_000, startedMs: 1_000, silentMs: 500 };
  const names = { age: 'age', silent: 'silent' };
  const text = { status: 200, type: 'text/plain', body: 'x 1\n' };
  expect(metricsOf({ answer: text, atMs: 8_000 }, times, names).body).toBe('x 1\nage 1\nsilent 0.5\n');
  expect(metricsOf(null, times, names)).toMatchObject({ status: 200, body: 'age 8\nsilent 0.5\n' });
  const problem = { status: 500, type: 'application/problem+json', body: '{"code":"internal"}' };
  expect(metricsOf({ answer: problem, atMs: 8_000 }, times, names)).toEqual(problem);
});
