/** Bytes of Redis memory a profile with 20 matches, made by the real door and worker. */
import { Redis } from 'ioredis';
import { keysOf } from '../src/engine/stream/keys.ts';
import { startTestRedis } from '../test/support/servers.ts';
import { startChild } from './child.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { partitions } from './stream.ts';
import { shown } from './table.core.ts';

const aimBytes = 400;
/** Profiles measured one by one with MEMORY USAGE. */
const sampleSize = 500;

export interface MemoryCounts {
  profiles: number;
  repetitions: number;
}

const appendfsync = 'everysec';

/** Both are visitors with 20 matches; the second kind also says who it is. */
const kinds = {
  anonymous: 'an anonymous profile',
  identified: 'an identified profile with its identity record and the links from its device and its address',
} as const;
type Kind = keyof typeof kinds;

/** Bytes a profile, in all and by what is stored under a key. */
interface Usage {
  perProfile: number;
  byKind: Record<string, number>;
}

export async function measureMemory({ profiles, repetitions }: MemoryCounts): Promise<Measured> {
  const redis = await startTestRedis({ appendfsync });
  const scorer = startChild('scorer');
  const admin = new Redis(redis.url);
  const redisUrl = redis.url;
  const fill = async (kind: Kind, count: number, seed: number) => {
    const events = await scorer.ask<number>('fillMatches', { redisUrl, kind, profiles: count, seed });
    await scorer.ask('drain', { redisUrl, events });
  };
  const usageOf = async (kind: Kind, seed: number): Promise<Usage> => {
    await admin.flushdb();
    // Signature ids, cursors and the script cache are there before and after: one visitor lays them out.
    await fill(kind, 100, 1);
    const before = await frozenMemory(admin);
    await fill(kind, profiles, seed);
    const perProfile = ((await frozenMemory(admin)) - before) / profiles;
    progress(`  ${kind}: ${shown(perProfile)} bytes of used_memory a profile`);
    return { perProfile, byKind: await usageByKind(admin) };
  };
  try {
    const figures: Figure[] = [];
    for (const kind of ['anonymous', 'identified'] as const) {
      const usages: Usage[] = [];
      for (let turn = 0; turn < repetitions; turn++) usages.push(await usageOf(kind, 2 + turn));
      figures.push(...figuresOf(kind, usages));
    }
    return { configuration: { appendfsync, profiles, 'matches a profile': 20 }, figures };
  } finally {
    admin.disconnect();
    await scorer.stop();
    await redis.stop();
  }
}

function figuresOf(kind: Kind, usages: readonly Usage[]): Figure[] {
  const stored = Object.keys(usages[0]?.byKind ?? {}).sort();
  return [
    figureOf({
      id: `${kind}.used-memory`,
      title: `used_memory of ${kinds[kind]}`,
      unit: 'bytes',
      better: 'lower',
      repetitions: usages.map(({ perProfile }) => perProfile),
      ...(kind === 'anonymous' && { aim: { is: '≤', value: aimBytes } }),
    }),
    ...stored.map((name) =>
      figureOf({
        id: `${kind}.usage-${name}`,
        title: `MEMORY USAGE, ${kind}: ${name}`,
        unit: 'bytes',
        better: 'lower',
        repetitions: usages.map(({ byKind }) => byKind[name] ?? 0),
      }),
    ),
  ];
}

/** `used_memory` without what connections hold just now, once the streams are trimmed and nobody else is connected. */
async function frozenMemory(admin: Redis): Promise<number> {
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
