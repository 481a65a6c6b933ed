/** Part (c): events scored a second by one worker, against a job an event and against reading and discarding, in turns. */
import { Redis } from 'ioredis';
import { startTestRedis } from '../test/support/servers.ts';
import { startChild } from './child.ts';
import { median, progress, type Row, ratio, whole } from './report.ts';

interface Options {
  turns: number;
  events: number;
  jobs: number;
}

const eventsPerProfile = 10;
const aims = { jobs: 10, discarding: 0.3 };

export async function measureScoring({ turns, events, jobs }: Options): Promise<Row[]> {
  const redis = await startTestRedis({ appendfsync: 'everysec' });
  const scorer = startChild('scorer');
  const admin = new Redis(redis.url);
  const redisUrl = redis.url;
  const filling = (count: number, seed: number) => ({
    redisUrl,
    count,
    profiles: Math.ceil(count / eventsPerProfile),
    seed,
  });

  const turn = async (size: { events: number; jobs: number }, seed: number) => {
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
      `(c) worker ${whole(rates.drain)}, job an event ${whole(rates.jobs)}, discarding ${whole(rates.discard)} events/s`,
    );
    return rates;
  };
  try {
    await turn({ events: Math.ceil(events / 2), jobs: Math.ceil(jobs / 4) }, 7);
    const rates: { discard: number; drain: number; jobs: number }[] = [];
    for (let seed = 11; rates.length < turns; seed++) rates.push(await turn({ events, jobs }, seed));
    const drain = whole(median(rates.map((rate) => rate.drain)));
    const againstJobs = median(rates.map((rate) => rate.drain / rate.jobs));
    const againstDiscard = median(rates.map((rate) => rate.drain / rate.discard));
    return [
      {
        part: '(c)',
        measured: 'events scored by one worker ÷ one BullMQ job an event',
        result: `**${ratio(againstJobs)}** (${drain} events/s against ${whole(median(rates.map((rate) => rate.jobs)))})`,
        aim: `≥ ${aims.jobs}`,
        isMet: againstJobs >= aims.jobs,
      },
      {
        part: '(c)',
        measured: 'events scored by one worker ÷ reading and discarding the same stream',
        result: `**${ratio(againstDiscard)}** (${drain} events/s against ${whole(median(rates.map((rate) => rate.discard)))})`,
        aim: `≥ ${aims.discarding}`,
        isMet: againstDiscard >= aims.discarding,
      },
    ];
  } finally {
    admin.disconnect();
    await scorer.stop();
    await redis.stop();
  }
}
