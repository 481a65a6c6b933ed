/** Figures of health in words: rates, times, and what is usual. Pure. */

import type { Health } from '../../../contract/api/api.ts';

/** Slots over which a rate is the present one: a minute. The last slot is under way, and left out. */
const nowSlots = 4;

const meanOf = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The present rate, a second. */
export function rateNow(counts: readonly number[], slotSeconds: number): number {
  return meanOf(counts.slice(-nowSlots - 1, -1)) / slotSeconds;
}

/** The rate that half of the slots reach: what is usual lately, a second. */
export function usualRate(counts: readonly number[], slotSeconds: number): number {
  const sorted = counts.slice(0, -1).sort((one, other) => one - other);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0) / slotSeconds;
}

/** The part of a series since the first process began: before it nothing was there to be counted. */
export function sinceStart<Value>(
  series: readonly Value[],
  { at, slotSeconds, processes }: Pick<Health, 'at' | 'slotSeconds' | 'processes'>,
): readonly Value[] {
  const first = Math.min(...processes.map(({ startedAt }) => Date.parse(startedAt)));
  const slots = Math.ceil((Date.parse(at) - first) / 1_000 / slotSeconds) + 1;
  return series.slice(-Math.max(2, slots));
}

/**
 * A rate in the unit in which it can be read: a second, or a minute where it is slow. Rates that are compared have the unit of the
 * fastest: `beside` are the others.
 */
export function rateInWords(perSecond: number, beside: readonly number[] = []): string {
  const fastest = Math.max(perSecond, ...beside);
  return fastest === 0 || fastest >= 1 ? `${amountOf(perSecond)} /s` : `${amountOf(perSecond * 60)} /min`;
}

function amountOf(rate: number): string {
  if (rate === 0) return '0';
  if (rate >= 10) return Math.round(rate).toLocaleString();
  return rate < 0.05 ? 'under 0.1' : rate.toFixed(1);
}

/** A short time; `most` is the longest that is measured. */
export function secondsInWords(seconds: number | null, most = 10): string {
  if (seconds === null) return 'none lately';
  if (seconds >= most) return `over ${most} s`;
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return `${Math.max(1, Math.round(seconds * 1_000))} ms`;
}

/** A time in its two largest units. */
export function durationInWords(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** How long ago something was. */
export function agoInWords(at: string, nowMs: number): string {
  return durationInWords(Math.max(0, nowMs - Date.parse(at)) / 1_000);
}

/** Its part of all, in per cent; 0 of none. */
export function percentOf(part: number, all: number): number {
  return all === 0 ? 0 : Math.min(100, (part / all) * 100);
}
