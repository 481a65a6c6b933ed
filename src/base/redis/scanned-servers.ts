/**
 * The servers of a cluster that a walk scans, each reached by a key: the client then finds it again after a failover.
 *
 * A key of a slot on its way leads to another server, so every answer names the run of the server that gave it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from 'ioredis';
import { limits } from '../kernel/kernel.ts';
import type { ClusterView } from './slot-reads.core.ts';
import { slotOf, slotsOfCluster } from './slots.core.ts';
import { mastersIn, type OpenSlot, speakerIn } from './topology.core.ts';

/** Runs a script without keys on one server. */
export type AskServer = (script: string, ...args: (string | number)[]) => Promise<unknown>;

export interface ScannedServer {
  id: string;
  /** Another one after each start of the server. */
  run: string;
  ask: AskServer;
}

export interface Look {
  view: ClusterView;
  /** Those with slots, and those that take some, by id. */
  servers: ReadonlyMap<string, ScannedServer>;
}

type KeyOf = (tag: string) => string;

/** How many slots of a server are tried: those on their way lead elsewhere. */
const slotsTriedMax = 8;

const nodesScript = `#!lua flags=no-writes,allow-cross-slot-keys
return {string.match(redis.call('INFO', 'server'), 'run_id:(%w+)'), redis.call('CLUSTER', 'NODES')}`;

/** Looks who has which slot, and reaches every server. Throws where that does not succeed for long. */
export async function lookAt(cluster: Cluster, keyOf: KeyOf): Promise<Look> {
  for (let tries = 1; ; tries++) {
    const look = await tryToLook(cluster, keyOf);
    if (look !== null) return look;
    if (tries === limits.walkRoundsMax)
      throw new Error(
        'the masters of the Redis Cluster do not agree on its slots: see "redis-cli --cluster check"',
      );
    await pause(limits.reconnectMsMax);
  }
}

/** Reaches a server another way; null where it has no slots any more, and takes none. */
export async function reachAgain(cluster: Cluster, id: string, keyOf: KeyOf): Promise<ScannedServer | null> {
  return (await lookAt(cluster, keyOf)).servers.get(id) ?? null;
}

interface Spoken extends ScannedServer {
  gives: OpenSlot[];
}

async function tryToLook(cluster: Cluster, keyOf: KeyOf): Promise<Look | null> {
  const [, nodes] = await said(keyed(cluster, keyOf('0')));
  const masters = mastersIn(nodes);
  const reached = await Promise.all(
    masters.map(
      async ({ id, ranges }) =>
        (await byKeys(cluster, id, tagsIn(ranges).map(keyOf))) ?? (await byItself(cluster, id)),
    ),
  );
  if (reached.includes(null)) return null;
  const servers = new Map(reached.map((server) => [(server as Spoken).id, server as Spoken]));
  const open = [...servers.values()].flatMap(({ gives }) => gives);
  for (const { slot, to } of open) {
    if (servers.has(to)) continue;
    // It has no slot yet: only a key that is missing in the open one leads there.
    const taker = await byKeys(cluster, to, [keyOf(tagOf(slot))]);
    if (taker === null) return null;
    servers.set(to, taker);
  }
  return { view: { masters, open }, servers };
}

const keyed =
  (cluster: Cluster, key: string): AskServer =>
  (script, ...args) =>
    cluster.eval(script, 1, key, ...args);

const said = async (ask: AskServer) => (await ask(nodesScript)) as [run: string, nodes: string];

async function byKeys(cluster: Cluster, id: string, keys: readonly string[]): Promise<Spoken | null> {
  for (const key of keys) {
    const ask = keyed(cluster, key);
    const [run, nodes] = await said(ask);
    const speaker = speakerIn(nodes);
    if (speaker.id === id) return { ...speaker, run, ask };
  }
  return null;
}

/** A server whose last slots are on their way is led to by no missing key: it is asked on its own connection. */
async function byItself(cluster: Cluster, id: string): Promise<Spoken | null> {
  for (const node of cluster.nodes('master')) {
    const ask: AskServer = (script, ...args) => node.eval(script, 0, ...args);
    const [run, nodes] = await said(ask).catch(() => ['', '']);
    const speaker = speakerIn(nodes);
    if (speaker.id === id) return { ...speaker, run, ask };
  }
  return null;
}

/** Tags whose slots a master serves, in slots far from each other. */
function tagsIn(ranges: readonly (readonly [number, number])[]): string[] {
  const tags: string[] = [];
  const isIn = (slot: number) => ranges.some(([from, to]) => from <= slot && slot <= to);
  for (let number = 0; tags.length < slotsTriedMax && number < slotsOfCluster; number++)
    if (isIn(slotOf(String(number)))) tags.push(String(number));
  return tags;
}

function tagOf(slot: number): string {
  let number = 0;
  while (slotOf(String(number)) !== slot) number++;
  return String(number);
}
