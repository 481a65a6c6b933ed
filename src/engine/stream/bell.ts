/** The bell: a Redis channel that says where there is news. A lost ring is harmless: a sweeper checks every partition. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Cluster } from 'ioredis';
import { partitionOf } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { bellChannel } from './keys.ts';
import type { Layout } from './layout.ts';
import type { Listener } from './listener.ts';

/** Rings of this installation, received by this process. */
export interface Bell {
  /** Called with a partition that has new events, or timers that were made due. */
  onEvents(listener: (partition: number) => void): void;
  /**
   * Called with a partition that has new tier updates, and whether this process committed them; with null where any may have some.
   */
  onTierUpdates(listener: (partition: number | null, isOurs: boolean) => void): void;
  /** Called when other programmes are active, or the installation is in another era. */
  onProgrammes(listener: () => void): void;
  /** Called when clients have other keys. */
  onKeys(listener: () => void): void;
  /** Called when somebody was erased. */
  onErasure(listener: () => void): void;
  /** Called when a process was asked for an erasure, or an import of events; `ringAsked` rings so. */
  onAsked(listener: () => void): void;
  ringAsked(): Promise<unknown>;
  /**
   * Called when this process listens again, and at first: what rang meanwhile was not heard. Also when it has begun to work in another
   * era: what it did not do before is to be looked for.
   */
  onReconnect(listener: () => void): void;
  /** All of this process who rest look now, at everything. */
  wakeAll(): void;
}

export const eventsRing = (partitions: Iterable<number>) => `e${[...partitions].join(',')}`;
export const programmesRing = 'g';
export const keysRing = 'k';
export const erasureRing = 'x';
/** Processes of a version before do not know it, and look by themselves. */
const askedRing = 'a';

/** Rings. In a cluster it is a message of the one shard that has the channel: a plain one would go to every node. */
export const ring = (redis: RedisClient, message: string): Promise<unknown> =>
  redis instanceof Cluster ? redis.spublish(bellChannel, message) : redis.publish(bellChannel, message);

/** Rings for the partitions of profiles: they have timers that are due. */
export async function ringFor(
  redis: RedisClient,
  layout: Layout,
  profiles: readonly string[],
): Promise<void> {
  const partitions = new Set(profiles.map((id) => partitionOf(id, layout.partitions)));
  if (partitions.size > 0) await ring(redis, eventsRing(partitions));
}

/** What the processes of a version before rang for tier updates, of whatever partition. */
const anyTierUpdatesRing = 's';

/** The bell of a process, which rings in this process itself without a way over Redis. */
export interface OwnBell extends Bell {
  /** Returns the ring for others, after those of this process have heard that a partition has new tier updates. */
  tierUpdatesRing(partition: number): string;
}

/** Listens on a connection of its own (a subscriber can do nothing else); rings on another. */
export function listenToBell(listener: Listener, redis: RedisClient): OwnBell {
  const emitter = new EventEmitter();
  /** By it a process knows its own rings. */
  const process = randomUUID();
  listener.onMessage((message) => {
    if (message === anyTierUpdatesRing) emitter.emit('tierUpdates', null, false);
    else if (message === programmesRing) emitter.emit('programmes');
    else if (message === keysRing) emitter.emit('keys');
    else if (message === erasureRing) emitter.emit('erasure');
    else if (message === askedRing) emitter.emit('asked');
    else if (message.startsWith('e'))
      for (const part of message.slice(1).split(',')) emitter.emit('events', Number(part));
    else if (message.startsWith('s')) {
      const [partition, sender] = message.slice(1).split(' ');
      if (sender !== process) emitter.emit('tierUpdates', Number(partition), false);
    }
  });
  const wakeAll = () => {
    emitter.emit('tierUpdates', null, false);
    emitter.emit('reconnect');
  };
  // Something may have rung while the connection was away.
  listener.onListening(wakeAll);
  return {
    tierUpdatesRing: (partition) => {
      emitter.emit('tierUpdates', partition, true);
      return `s${partition} ${process}`;
    },
    onEvents: (listener) => void emitter.on('events', listener),
    onTierUpdates: (listener) => void emitter.on('tierUpdates', listener),
    onProgrammes: (listener) => void emitter.on('programmes', listener),
    onKeys: (listener) => void emitter.on('keys', listener),
    onErasure: (listener) => void emitter.on('erasure', listener),
    onAsked: (listener) => void emitter.on('asked', listener),
    ringAsked: () => ring(redis, askedRing),
    onReconnect: (listener) => void emitter.on('reconnect', listener),
    wakeAll,
  };
}
