/** Part (e): bytes of Redis memory a profile with 20 matches, made by the real door and worker. */
import { Redis } from 'ioredis';
import { keysOf } from '../src/stream/keys.ts';
import { startTestRedis } from '../test/support/servers.ts';
import { startChild } from './child.ts';
import { partitions } from './fill.ts';
import { progress, type Row, whole } from './report.ts';

const aimBytes = 400;
/** Profiles looked at one by one with MEMORY USAGE. */
const sampleSize = 500;

/** Both are visitors with 20 matches; the second kind also says who it is. */
const kinds = {
  anonymous: 'an anonymous profile',
  identified: 'an identified one, with its identity record and the links from its device and its address',
} as const;

export async function measureMemory({ profiles }: { profiles: number }): Promise<Row[]> {
  const redis = await startTestRedis({ appendfsync: 'everysec' });
  const scorer = startChild('scorer');
  const admin = new Redis(redis.url);
  const rows: Row[] = [];
  try {
    for (const kind of ['anonymous', 'identified'] as const) {
      await admin.flushdb();
      // Slots, cursors and the script cache are there before and after: one visitor lays them out.
      const warmUp = await scorer.ask<number>('fillMatches', {
        redisUrl: redis.url,
        kind,
        profiles: 100,
        seed: 1,
      });
      await scorer.ask('drain', { redisUrl: redis.url, events: warmUp });
      const before = await settledMemory(admin);
      const events = await scorer.ask<number>('fillMatches', {
        redisUrl: redis.url,
        kind,
        profiles,
        seed: 2,
      });
      await scorer.ask('drain', { redisUrl: redis.url, events });
      const bytes = (await settledMemory(admin)) - before;
      const parts = await usageByKind(admin);
      const perProfile = bytes / profiles;
      const inWords = Object.entries(parts).map(([name, mean]) => `${name} ${whole(mean)}`);
      progress(
        `(e) ${kind}: ${whole(perProfile)} bytes of used_memory a profile; MEMORY USAGE: ${inWords.join(', ')}`,
      );
      rows.push({
        part: '(e)',
        measured: `Redis memory of ${kinds[kind]}, 20 matches`,
        result: `**${whole(perProfile)} B** of \`used_memory\` each over ${whole(profiles)}; \`MEMORY USAGE\` ${inWords.join(', ')}`,
        ...(kind === 'anonymous' ? { aim: `≤ ${aimBytes} B`, isMet: perProfile <= aimBytes } : {}),
      });
    }
    return rows;
  } finally {
    admin.disconnect();
    await scorer.stop();
    await redis.stop();
  }
}

/** `used_memory` without what connections hold just now, once the streams are trimmed and nobody else is connected. */
async function settledMemory(admin: Redis): Promise<number> {
  for (let partition = 0; partition < partitions; partition++) {
    const { events, ledger, outbox, crossings, cursor } = keysOf(partition);
    // Waiting events and records are not part of a profile; history and pipeline, which would trim them, do not run here.
    await admin.del(events, ledger, outbox, crossings);
    // What was counted of the events goes with them, or the lag would be reckoned short.
    await admin.hdel(cursor, 'read', 'trimmed');
  }
  const jobs = await admin.keys('{scoville:jobs}*');
  if (jobs.length > 0) await admin.del(jobs);
  const stats = new Map(pairs((await admin.memory('STATS')) as unknown[]));
  const held = ['clients.normal', 'clients.slaves', 'aof.buffer', 'replication.backlog'];
  return (
    Number(stats.get('total.allocated')) - held.reduce((sum, name) => sum + Number(stats.get(name) ?? 0), 0)
  );
}

function pairs(list: unknown[]): [string, unknown][] {
  return Array.from({ length: list.length / 2 }, (_, index) => [
    String(list[index * 2]),
    list[index * 2 + 1],
  ]);
}

/** Mean MEMORY USAGE by what is stored under a key. */
async function usageByKind(admin: Redis): Promise<Record<string, number>> {
  const sums: Record<string, { count: number; bytes: number }> = {};
  for await (const keys of admin.scanStream({ match: 'scoville:{*', count: 1_000 })) {
    for (const key of keys as string[]) {
      const kind = /:(profile|identity):/.exec(key)?.[1];
      if (kind === undefined) continue;
      const isLink = kind === 'profile' && (await admin.strlen(key)) === 17;
      const name = isLink ? 'link' : kind;
      const sum = sums[name] ?? { count: 0, bytes: 0 };
      sums[name] = sum;
      if (sum.count === sampleSize) continue;
      sum.count++;
      sum.bytes += Number(await admin.memory('USAGE', key, 'SAMPLES', 0));
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([kind, { count, bytes }]) => [kind, bytes / count]));
}
