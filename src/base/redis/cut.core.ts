/** What goes to several nodes of a cluster, cut by node; and where a node sends a command that it does not serve. Pure. */
import { slotOf } from './slots.core.ts';

/** The owners of each slot, `host:port` of the master first, as the client knows them. */
export type Owners = readonly (readonly string[] | undefined)[];

/**
 * Returns the indexes of keys by the master that has them, in their order. Those of slots that nobody is known to have are under the
 * empty name.
 */
export function cutByNode(keys: readonly string[], owners: Owners): Map<string, number[]> {
  const byNode = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    const node = owners[slotOf(key)]?.[0] ?? '';
    const indexes = byNode.get(node);
    if (indexes === undefined) byNode.set(node, [index]);
    else indexes.push(index);
  }
  return byNode;
}

/** Where a command is to be sent instead; with `ASK` for this once. */
export interface Redirection {
  kind: 'MOVED' | 'ASK';
  /** `host:port`. */
  node: string;
}

/** Returns what an error redirects to; null for any other error. A command that is redirected was not executed. */
export function redirectionOf(error: Error): Redirection | null {
  const [, kind, node] = /^(MOVED|ASK) \d+ (\S*:\d+)/.exec(error.message) ?? [];
  return node === undefined ? null : { kind: kind as Redirection['kind'], node };
}

/** Whether a command was refused without being executed because the cluster is changing: it may be sent again. */
export const isOfChange = (error: Error) =>
  /^(?:MOVED|ASK|TRYAGAIN|CLUSTERDOWN|LOADING|READONLY)\b/.test(error.message);
