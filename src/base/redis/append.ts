/**
 * Entries appended to streams of a cluster: one round trip to each node, and the replicas of each asked there.
 *
 * WAIT counts what its own connection wrote, so it follows the entries on the same connection. An entry that a node refuses
 * because its slot moves was not written: it follows, with a WAIT of its own.
 */
import type { Cluster, Redis } from 'ioredis';
import { addressOf, nodeAt } from './batch.ts';
import { cutByNode, type Redirection, redirectionOf } from './cut.core.ts';

/** An entry for a stream. */
export interface Entry {
  key: string;
  field: string;
  json: string;
}

export interface WantedReplicas {
  replicas: number;
  /** How long a node may wait for them. */
  msMax: number;
}

/** A slot that moves is followed that often: to the new node, and back where the move is called off. */
const roundsMax = 4;

/** Entries by their indexes, and the node they go to. */
interface Parcel extends Redirection {
  indexes: readonly number[];
}

interface Delivered {
  /** Of replicas; infinite where nothing was written. */
  acknowledged: number;
  redirected: Parcel[];
}

/**
 * Appends all entries; those of one stream stay in order. Returns how many replicas have each of them at least, 0 where none are
 * wanted. Throws the first error; then some of the entries may be there.
 */
export async function appendByNode(
  cluster: Cluster,
  entries: readonly Entry[],
  wanted: WantedReplicas | null,
): Promise<number> {
  const keys = entries.map(({ key }) => key);
  let parcels: Parcel[] = [...cutByNode(keys, cluster.slots)].map(([node, indexes]) => ({
    kind: 'MOVED',
    node,
    indexes,
  }));
  let acknowledged = Number.POSITIVE_INFINITY;
  for (let round = 0; parcels.length > 0; round++) {
    if (round === roundsMax) throw new Error(`slots of the cluster moved ${roundsMax} times meanwhile`);
    const delivered = await Promise.all(parcels.map((parcel) => deliver(cluster, entries, parcel, wanted)));
    acknowledged = Math.min(acknowledged, ...delivered.map((one) => one.acknowledged));
    parcels = delivered.flatMap(({ redirected }) => redirected);
    if (parcels.some(({ kind }) => kind === 'MOVED')) cluster.refreshSlotsCache();
  }
  return wanted === null ? 0 : acknowledged;
}

async function deliver(
  cluster: Cluster,
  entries: readonly Entry[],
  { kind, node: address, indexes }: Parcel,
  wanted: WantedReplicas | null,
): Promise<Delivered> {
  const node = await readyNode(cluster, address);
  const pipeline = node.pipeline();
  for (const index of indexes) {
    const { key, field, json } = entries[index] as Entry;
    if (kind === 'ASK') pipeline.asking();
    pipeline.xadd(key, '*', field, json);
  }
  if (wanted !== null) pipeline.wait(wanted.replicas, wanted.msMax);
  const answers = (await pipeline.exec()) ?? [];
  const each = kind === 'ASK' ? 2 : 1;
  const redirected = new Map<string, Parcel & { indexes: number[] }>();
  for (const [at, index] of indexes.entries()) {
    const [error] = answers[(at + 1) * each - 1] ?? [null];
    if (error === null) continue;
    const to = redirectionOf(error);
    if (to === null) throw error;
    const name = `${to.kind} ${to.node}`;
    const parcel = redirected.get(name) ?? { ...to, indexes: [] };
    parcel.indexes.push(index);
    redirected.set(name, parcel);
  }
  const written = indexes.length - [...redirected.values()].reduce((sum, one) => sum + one.indexes.length, 0);
  const [error, replicas] =
    wanted === null || written === 0 ? [null, Number.POSITIVE_INFINITY] : (answers.at(-1) ?? [null, 0]);
  if (error !== null) throw error;
  return { acknowledged: Number(replicas), redirected: [...redirected.values()] };
}

/** Looks the nodes up again where the address is not among those that are connected. */
async function readyNode(cluster: Cluster, address: string): Promise<Redis> {
  const known = nodeAt(cluster, address);
  if (known !== undefined) return known;
  await new Promise<void>((resolve) => {
    cluster.refreshSlotsCache(() => resolve());
  });
  const found = cluster.nodes('master').find((node) => addressOf(node) === address);
  if (found === undefined || cluster.status !== 'ready')
    throw new Error(`no master of the cluster answers at ${address === '' ? 'some of its slots' : address}`);
  if (found.status === 'wait') await found.connect();
  return found;
}
