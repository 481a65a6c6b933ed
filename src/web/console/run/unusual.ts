/** Which figures of health are not as usual: nothing that calls for anybody, and yet worth a look. Pure. */
import type { Health } from '../../../contract/api/api.ts';
import { secondsInWords } from './health-words.ts';

type Hop = Health['hops'][number]['hop'];

/** What is usual, seconds: docs/benchmarks.md measures less, on a machine that does nothing else. */
export const usualSeconds = { scored: 0.25, relayed: 1, notified: 1 } as const satisfies Record<Hop, number>;

export const hopLabels = {
  scored: 'Accepted → scored',
  relayed: 'Accepted → in sales',
  notified: 'Accepted → on the live stream',
} as const satisfies Record<Hop, string>;

/** Entries; a busy partition has a few on their way at any time. */
export const usualLag = 100;

export const lagLabels = {
  lag: 'Entries to be scored',
  historyLag: 'Entries not in the history yet',
} as const;

/** Whether 19 of 20 events took longer than is usual. Where none came, none was slow. */
export function isSlow({ hop, p95 }: Pick<Health['hops'][number], 'hop' | 'p95'>): boolean {
  return p95 !== null && p95 > usualSeconds[hop];
}

/** Entries that wait in all partitions; null while Redis does not say. */
export function entriesOf({ partitions }: Pick<Health, 'partitions'>, of: keyof typeof lagLabels) {
  return partitions?.reduce((total, one) => total + one[of], 0) ?? null;
}

/** What is not as usual, a line each, with what would be. What is wrong has its alarms, and is not repeated here. */
export function unusualIn(health: Pick<Health, 'hops' | 'partitions'>): string[] {
  const slow = health.hops
    .filter(isSlow)
    .map(
      ({ hop, p95 }) =>
        `${hopLabels[hop]} took ${secondsInWords(p95)} lately; usual is below ${secondsInWords(usualSeconds[hop])}`,
    );
  const waiting = (['lag', 'historyLag'] as const).flatMap((of) => {
    const value = entriesOf(health, of);
    return value !== null && value > usualLag
      ? [`${lagLabels[of]}: ${value.toLocaleString()}; usual is below ${usualLag}`]
      : [];
  });
  return [...slow, ...waiting];
}
