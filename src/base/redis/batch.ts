/**
 * Several commands in one round trip: a pipeline to one server; for a cluster one to each node that is concerned.
 *
 * ioredis sends a pipeline to one node alone. Where a slot moves meanwhile it sends the whole again to the new node, which answers
 * that keys are missing which have not come yet. So each command that a node refuses is sent by itself here: the client follows
 * each where its key is.
 */
import { type ChainableCommander, Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './client.ts';
import { cutByNode, isOfChange } from './cut.core.ts';

/** Takes the built-in commands of one key, which is their first argument, and `MEMORY USAGE`; no scripts and no `MULTI`. */
export type Batch = Omit<ChainableCommander, 'multi'>;

type Answer = [error: Error | null, result: unknown];

interface Recorded {
  name: string;
  args: unknown[];
}

/** Begins a batch. */
export function batchOf(redis: RedisClient): Batch {
  return redis instanceof Cluster ? recorderOf(redis) : redis.pipeline();
}

/** Whether the commands of a batch to one hash tag run in their order. A cluster may refuse some, which are sent again after the others. */
export const runsInOrder = (redis: RedisClient): boolean => !(redis instanceof Cluster);

/** `host:port`, as a cluster names its nodes. */
export const addressOf = ({ options: { host, port } }: Redis): string => `${host}:${port}`;

/** Returns the master that serves slots under that address; undefined where its connection is not ready. */
export function nodeAt(cluster: Cluster, address: string): Redis | undefined {
  return cluster.nodes('master').find((node) => addressOf(node) === address && node.status === 'ready');
}

function recorderOf(cluster: Cluster): Batch {
  const recorded: Recorded[] = [];
  const recorder: Batch = new Proxy({} as ChainableCommander, {
    get: (_target, name: string) => {
      if (name === 'exec') return () => answersOf(cluster, recorded);
      return (...args: unknown[]) => {
        recorded.push({ name, args });
        return recorder;
      };
    },
  });
  return recorder;
}

const keyOf = ({ name, args }: Recorded) => String(name === 'memory' ? args[1] : args[0]);

type Caller = Record<string, (...args: unknown[]) => Promise<unknown>>;

async function answersOf(cluster: Cluster, recorded: readonly Recorded[]): Promise<Answer[]> {
  const answers = new Array<Answer>(recorded.length);
  const byNode = cutByNode(recorded.map(keyOf), cluster.slots);
  const alone = async (index: number) => {
    const { name, args } = recorded[index] as Recorded;
    const asked =
      (cluster as unknown as Caller)[name]?.(...args) ?? Promise.reject(new Error(`no command ${name}`));
    answers[index] = await asked.then<Answer, Answer>(
      (result) => [null, result],
      (error: Error) => [error, undefined],
    );
  };
  const together = async (node: Redis, indexes: readonly number[]) => {
    const pipeline = node.pipeline();
    for (const index of indexes) {
      const { name, args } = recorded[index] as Recorded;
      (pipeline as unknown as Caller)[name]?.(...args);
    }
    const found = (await pipeline.exec()) ?? [];
    await Promise.all(
      indexes.map((index, at) => {
        const answer = found[at] as Answer;
        const mustFollow = answer[0] !== null && (isOfChange(answer[0]) || isOfConnection(answer[0]));
        if (mustFollow) return alone(index);
        answers[index] = answer;
        return undefined;
      }),
    );
  };
  await Promise.all(
    [...byNode].map(([address, indexes]) => {
      const node = cluster.status === 'ready' ? nodeAt(cluster, address) : undefined;
      return node === undefined ? Promise.all(indexes.map(alone)) : together(node, indexes);
    }),
  );
  return answers;
}

/** The client decides whether it sends again: a worker does, a door does not. */
const isOfConnection = (error: Error) => error.message === 'Connection is closed.';
