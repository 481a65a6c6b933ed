/** Three ways to score a stream, in one process: drain with the real worker, run a BullMQ job an event, or read and discard. */
import { answer } from '../answering.ts';
import { discardAll } from '../discard.ts';
import { cpuOf } from '../door.ts';
import { drainAll } from '../drained.ts';
import { fillStream } from '../fill.ts';
import { addJobs, runJobs } from '../job-per-event.ts';
import { visitorEvents, visitorsOf20Matches } from '../traffic.ts';

interface Filling {
  redisUrl: string;
  count: number;
  profiles: number;
  seed: number;
}

const eventsOf = ({ count, profiles, seed }: Filling) =>
  visitorEvents({ count, profiles, seed, startMs: Date.now() - 10 * 60_000, stepMs: (10 * 60_000) / count });

answer({
  fill: (filling: Filling) => fillStream(filling.redisUrl, eventsOf(filling)),
  fillMatches: ({
    redisUrl,
    ...visitors
  }: { redisUrl: string } & Parameters<typeof visitorsOf20Matches>[0]) =>
    fillStream(redisUrl, visitorsOf20Matches(visitors)),
  addJobs: (filling: Filling) => addJobs(filling.redisUrl, eventsOf(filling)),
  drain: ({ redisUrl, events }: { redisUrl: string; events: number }) => drainAll(redisUrl, events),
  jobs: ({ redisUrl, events }: { redisUrl: string; events: number }) => runJobs(redisUrl, events),
  discard: ({ redisUrl }: { redisUrl: string }) => discardAll(redisUrl),
  cpu: cpuOf,
});
