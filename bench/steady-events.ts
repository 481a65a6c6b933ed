/** Single events at a steady rate while something else happens: how long each waits for its score. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Spine } from '../test/support/spine.ts';
import { progress } from './progress.ts';
import { percentilesOf } from './statistics.core.ts';
import { shown } from './table.core.ts';
import { pageView } from './traffic.ts';

export const eventsPerSecond = 200;

/** How long events waited for their scores, and how many were not accepted. */
export interface Waits {
  p99Ms: number;
  notAccepted: number;
}

/** Sends single events at a steady rate while `during` lasts; returns the 99th percentile of accepted → scored, and what was refused. */
export async function latencies(spine: Spine, during: () => Promise<void>): Promise<Waits> {
  const seconds: number[] = [];
  let notAccepted = 0;
  const { ingestToScore } = spine.metrics;
  const observe = ingestToScore.observe;
  // Each value as it is, not the bucket it falls in.
  ingestToScore.observe = (value: unknown) => void seconds.push(value as number);
  try {
    let isOver = false;
    const sending = (async () => {
      const startMs = performance.now();
      const posts: Promise<boolean>[] = [];
      for (let sent = 0; !isOver; sent++) {
        const dueMs = startMs + (sent * 1_000) / eventsPerSecond;
        if (dueMs > performance.now()) await pause(Math.max(0, dueMs - performance.now()));
        posts.push(isAccepted(spine, sent));
      }
      return (await Promise.all(posts)).filter((accepted) => !accepted).length;
    })();
    await during();
    isOver = true;
    notAccepted = await sending;
  } finally {
    ingestToScore.observe = observe;
  }
  const rank = percentilesOf(seconds.map((value) => 1_000 * value));
  progress(
    `  accepted → scored, ms: p50 ${shown(rank(0.5))}, p99 ${shown(rank(0.99))}, p99.9 ${shown(rank(0.999))}`,
  );
  return { p99Ms: rank(0.99), notAccepted };
}

/** Sends one event; a connection that breaks is an event not accepted, not the end of the bench. */
async function isAccepted(spine: Spine, nth: number): Promise<boolean> {
  const event = { anonymousId: `bench-${nth % 997}`, ...pageView('/pricing') };
  return spine.post('/v1/page', event).then(
    (status) => status === 200,
    () => false,
  );
}
