/** Alerts that this process has just committed, handed to its own live streams, which need not read them again. */
import { EventEmitter } from 'node:events';
import type pg from 'pg';
import type { Alert } from './alert.ts';

/** Alerts of one transaction in the order of their ids; no other alert has an id between `after` and theirs. */
export interface CommittedAlerts {
  after: number;
  alerts: readonly Alert[];
}

const published = new WeakMap<pg.Pool, EventEmitter<{ alerts: [CommittedAlerts] }>>();

/** Calls back with what is committed over a pool. Returns how to stop. What is committed otherwise is found by its id. */
export function onCommitted(pool: pg.Pool, listener: (committed: CommittedAlerts) => void): () => void {
  const emitter = published.get(pool) ?? new EventEmitter();
  published.set(pool, emitter);
  emitter.on('alerts', listener);
  return () => void emitter.off('alerts', listener);
}

export function publishCommitted(pool: pg.Pool, committed: CommittedAlerts): void {
  published.get(pool)?.emit('alerts', committed);
}
