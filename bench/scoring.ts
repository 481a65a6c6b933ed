/** Events scored a second by one worker, against a job an event and against reading and discarding, in turns. */
import { Redis } from 'ioredis';
import { startTestRedis } from '../test/support/servers.ts';
import { startChild } from './child.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured, ratioOf } from './results.core.ts';
import { shown } from './table.core.ts';

export interface ScoringCounts {
  repetitions: number;
  events: number;
  jobs: number;
}

interface Rates {
  discard: number;
  drain: number;
  jobs: number;
}

const eventsPerProfile = 10;
const appendfsync = 'everysec';
const aims = { jobs: 10, discarding: 0.3 };

export async function measureScoring({ repetitions, events, jobs }: ScoringCounts): Promise<Measured> {
  const redis = await startTestRedis({ appendfsync });
  const scorer = startChild('scorer');
  const admin = new Redis(redis.url);
  const redisUrl = redis.url;
  const filling = (count: number, seed: number) => ({
    redisUrl,
    count,
    profiles: Math.ceil(count / eventsPerProfile),
    seed,
  });

  const turn = async (size: { events: number; jobs: number }, seed: number): Promise<Rates> => {
    await admin.flushdb();
    const filled = await scorer.ask<number>('fill', filling(size.events, seed));
    const discarded = await scorer.ask<{ events: number; seconds: number }>('discard', { redisUrl });
    const drainSeconds = await scorer.ask<number>('drain', { redisUrl, events: filled });
    await admin.flushdb();
    const added = await scorer.ask<number>('addJobs', filling(size.jobs, seed));
    const jobSeconds = await scorer.ask<number>('jobs', { redisUrl, events: added });
    const rates = {
      discard: discarded.events / discarded.seconds,
      drain: filled / drainSeconds,
      jobs: added / jobSeconds,
    };
    progress(
      `  worker ${shown(rates.drain)}, job an event ${shown(rates.jobs)}, discarding ${shown(rates.discard)} events/s`,
    );
    return rates;
  };
  try {
    await turn({ events: Math.ceil(events / 2), jobs: Math.ceil(jobs / 4) }, 7);
    const rates: Rates[] = [];
    for (let seed = 11; rates.length < repetitions; seed++) rates.push(await turn({ events, jobs }, seed));
    const configuration = { appendfsync, events, jobs, 'events a profile': eventsPerProfile };
    return { configuration, figures: figuresOf(rates) };
  } finally {
    admin.disconnect();
    await scorer.stop();
    await redis.stop();
  }
}

function figuresOf(rates: readonly Rates[]): Figure[] {
  const rate = (id: string, title: string, side: keyof Rates) =>
    figureOf({
      id,
      title,
      unit: 'events/s',
      better: 'higher',
      repetitions: rates.map((turn) => turn[side]),
      ...(side !== 'drain' && { isReference: true }),
    });
  const worker = rate('worker', 'events scored by one worker', 'drain');
  const jobs = rate('job-per-event', 'one BullMQ job an event', 'jobs');
  const discard = rate('discard', 'reading and discarding the same stream', 'discard');
  const ratio = (id: string, other: Figure, aim: number) =>
    ratioOf(
      { id, title: `${worker.title} ÷ ${other.title}`, better: 'higher', aim: { is: '≥', value: aim } },
      worker,
      other,
    );
  return [
    ratio('against-jobs.ratio', jobs, aims.jobs),
    ratio('against-discard.ratio', discard, aims.discarding),
    worker,
    jobs,
    discard,
  ];
}
