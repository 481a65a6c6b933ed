/** Listeners on a channel, each by a connection of its own: to the one Redis, or to a shard of a cluster. */
import type { Cluster, Redis } from 'ioredis';
import { openNode, slotOf } from '../../base/redis/redis.ts';

export interface Listener {
  onMessage(listener: (message: string) => void): void;
  /** Called when it hears again, also after the connection was away. */
  onListening(listener: () => void): void;
}

/** Listens by a connection to one Redis. */
export function listenTo(redis: Redis, channel: string): Listener {
  const heard: (() => void)[] = [];
  const subscribe = () =>
    redis.subscribe(channel).then(
      () => {
        for (const listener of heard) listener();
      },
      // An outage that readiness reports.
      () => undefined,
    );
  // By itself ioredis subscribes again too, and says nothing of when it hears.
  redis.options.autoResubscribe = false;
  redis.on('ready', subscribe);
  if (redis.status === 'ready') void subscribe();
  return {
    onMessage: (listener) =>
      void redis.on('message', (_channel: string, message: string) => listener(message)),
    onListening: (listener) => void heard.push(listener),
  };
}

/**
 * Listens to one shard of a cluster. It follows the channel: its slot may move, and a replica may take the place of its master. So
 * the owner is compared at each `look`, and a connection that ends is made again there.
 */
export class ShardListener implements Listener {
  readonly #cluster: Cluster;
  readonly #channel: string;
  readonly #onMessage: ((message: string) => void)[] = [];
  readonly #onListening: (() => void)[] = [];
  #address = '';
  #redis: Redis | null = null;

  constructor(cluster: Cluster, channel: string) {
    this.#cluster = cluster;
    this.#channel = channel;
  }

  /** The connection of the moment; null while there is none. */
  get redis(): Redis | null {
    return this.#redis;
  }

  onMessage(listener: (message: string) => void): void {
    this.#onMessage.push(listener);
  }

  onListening(listener: () => void): void {
    this.#onListening.push(listener);
  }

  /** Opens a connection where there is none, or where another master has the channel now. */
  look(): void {
    const owner = this.#cluster.slots[slotOf(this.#channel)]?.[0];
    if (owner === undefined || (owner === this.#address && this.#redis !== null)) return;
    this.close();
    const at = owner.lastIndexOf(':');
    const redis = openNode(this.#cluster, owner.slice(0, at), Number(owner.slice(at + 1)));
    // What fails here ends the connection; readiness reports the outage of the cluster.
    redis.on('error', () => undefined);
    this.#address = owner;
    this.#redis = redis;
    redis.on('smessage', (_channel: string, message: string) => {
      for (const listener of this.#onMessage) listener(message);
    });
    // The server ends a subscription when the slot leaves it.
    redis.on('moved', () => this.#leave(redis));
    redis.once('end', () => this.#leave(redis));
    redis.ssubscribe(this.#channel).then(
      () => {
        for (const listener of this.#onListening) listener();
      },
      () => this.#leave(redis),
    );
  }

  close(): void {
    this.#redis?.disconnect();
    this.#redis = null;
  }

  #leave(redis: Redis): void {
    if (this.#redis !== redis) return;
    this.close();
    this.#cluster.refreshSlotsCache();
  }
}
