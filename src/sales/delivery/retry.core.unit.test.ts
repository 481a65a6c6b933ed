import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type Answer, endpointAfter, retryAfterMs, retryDecision } from './retry.core.ts';

const { secondMs, minuteMs, hourMs, dayMs } = limits;
const nowMs = Date.parse('2026-11-23T12:00:00.000Z');
const taken: Answer = { errorKind: null, status: 200, error: null, retryAfter: null };
const answered = (status: number, retryAfter: string | null = null): Answer => ({
  errorKind: 'answered',
  status,
  error: `it answered ${status}`,
  retryAfter,
});
const broken: Answer = { errorKind: 'connection', status: null, error: 'cut', retryAfter: null };
const forbidden: Answer = { errorKind: 'forbidden', status: null, error: 'private', retryAfter: null };

describe('a delivery that was not taken', () => {
  test.each([
    [0, 5 * secondMs],
    [1, 5 * minuteMs],
    [2, 30 * minuteMs],
    [3, 2 * hourMs],
    [4, 5 * hourMs],
    [5, 10 * hourMs],
    [6, 14 * hourMs],
    [7, 20 * hourMs],
    [8, 24 * hourMs],
  ])('a webhook tried %i times before waits %i ms', (tries, waitMs) => {
    expect(retryDecision('webhook', tries, answered(500), nowMs, 0)).toEqual({
      outcome: 'retried',
      nextAtMs: nowMs + waitMs,
      freeAtMs: null,
    });
  });

  test.each(['webhook', 'mail', 'slack'] as const)('a %s is given up after the last wait', (kind) => {
    const waits = limits.deliveryWaitsMs[kind].length;
    expect(retryDecision(kind, waits - 1, broken, nowMs, 0).outcome).toBe('retried');
    expect(retryDecision(kind, waits, broken, nowMs, 0)).toMatchObject({ outcome: 'failed', nextAtMs: null });
    expect(retryDecision(kind, waits + 1, broken, nowMs, 0).outcome).toBe('failed');
    expect(retryDecision(kind, waits, taken, nowMs, 0).outcome).toBe('delivered');
  });

  test.each([
    [0, 0],
    [0.5, 250],
    [0.999, 499],
  ])('chance of %d lengthens 5 s by %i ms', (jitter, moreMs) => {
    expect(retryDecision('webhook', 0, answered(500), nowMs, jitter).nextAtMs).toBe(nowMs + 5_000 + moreMs);
  });

  test.each([
    ['webhook', answered(399), 'retried'],
    ['webhook', answered(400), 'retried'],
    ['webhook', answered(409), 'retried'],
    ['webhook', answered(410), 'failed'],
    ['webhook', answered(411), 'retried'],
    ['webhook', broken, 'retried'],
    ['webhook', forbidden, 'failed'],
    ['slack', answered(302), 'retried'],
    ['slack', answered(399), 'retried'],
    ['slack', answered(400), 'failed'],
    ['slack', answered(428), 'failed'],
    ['slack', answered(429), 'retried'],
    ['slack', answered(430), 'failed'],
    ['slack', answered(499), 'failed'],
    ['slack', answered(500), 'retried'],
    ['mail', answered(421), 'retried'],
    ['mail', answered(499), 'retried'],
    ['mail', answered(500), 'failed'],
    ['mail', answered(550), 'failed'],
    ['mail', broken, 'retried'],
  ] as const)('%s, %o: %s', (kind, answer, outcome) => {
    expect(retryDecision(kind, 0, answer, nowMs, 0).outcome).toBe(outcome);
  });
});

describe('Retry-After', () => {
  test.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['-1', null],
    ['1.5', null],
    ['0', 0],
    ['1', 1_000],
    [' 30 ', 30_000],
    ['86399', dayMs - 1_000],
    ['86400', dayMs],
    ['86401', dayMs],
    ['Mon, 23 Nov 2026 11:59:59 GMT', 0],
    ['Mon, 23 Nov 2026 12:00:00 GMT', 0],
    ['Mon, 23 Nov 2026 12:00:01 GMT', 1_000],
    ['Mon, 23 Nov 2099 12:00:00 GMT', dayMs],
    ['Nonsense GMT', null],
  ])('%j asks for %j ms', (header, ms) => {
    expect(retryAfterMs(header, nowMs)).toBe(ms);
  });

  test.each([
    ['4', 5_000],
    ['5', 5_000],
    ['6', 6_000],
  ])('%s s makes a wait of 5 s one of %i ms', (header, waitMs) => {
    expect(retryDecision('webhook', 0, answered(500, header), nowMs, 0).nextAtMs).toBe(nowMs + waitMs);
  });
});

describe('a destination that asks for less', () => {
  test.each([
    ['webhook', 428, false],
    ['webhook', 429, true],
    ['webhook', 430, false],
    ['webhook', 500, false],
    ['webhook', 501, false],
    ['webhook', 502, true],
    ['webhook', 503, true],
    ['webhook', 504, true],
    ['webhook', 505, false],
    ['slack', 429, true],
    ['slack', 400, false],
  ] as const)('%s, %i: left alone %s', (kind, status, isLeft) => {
    const { freeAtMs } = retryDecision(kind, 0, answered(status), nowMs, 0);
    expect(freeAtMs).toBe(isLeft ? nowMs + limits.throttleMs : null);
  });

  test.each([
    ['3599', hourMs - 1_000],
    ['3600', hourMs],
    ['3601', hourMs],
  ])('is left alone as long as it says (%s s), an hour at most', (header, ms) => {
    expect(retryDecision('slack', 0, answered(429, header), nowMs, 0).freeAtMs).toBe(nowMs + ms);
  });

  test('a mail server that is away holds mails up, one that refuses a mail does not', () => {
    expect(retryDecision('mail', 0, broken, nowMs, 0).freeAtMs).toBe(nowMs + limits.throttleMs);
    expect(retryDecision('mail', 0, answered(450), nowMs, 0).freeAtMs).toBe(null);
  });
});

describe('an endpoint', () => {
  const since = (ms: number) => endpointAfter(nowMs - ms, answered(500), nowMs);

  test('is failing from its first failure on, until it takes something', () => {
    expect(endpointAfter(null, broken, nowMs)).toEqual({ failingSinceMs: nowMs, disabledReason: null });
    expect(endpointAfter(5, taken, nowMs)).toEqual({ failingSinceMs: null, disabledReason: null });
  });

  test('is disabled when it has failed for five days', () => {
    const { endpointFailingMsMax } = limits;
    expect(since(endpointFailingMsMax - 1).disabledReason).toBe(null);
    expect(since(endpointFailingMsMax).disabledReason).toBe('it took nothing for 5 days');
    expect(since(endpointFailingMsMax + 1).disabledReason).toBe('it took nothing for 5 days');
  });

  test.each([
    [409, null],
    [410, 'it answered 410: it is gone'],
    [411, null],
  ])('at %i is disabled at once: %j', (status, reason) => {
    expect(endpointAfter(null, answered(status), nowMs).disabledReason).toBe(reason);
  });
});
