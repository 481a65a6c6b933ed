/** A transaction of the clock that changes several records, of which each begins a trace: nothing but its time is behind it. */
import type pg from 'pg';
import type { Carried, TracedAct, Tracing } from '../../base/telemetry/telemetry.ts';
import { actingAs, clockActor } from '../store/store.ts';

/** `begin` returns what the alerts of one record carry; its span, by this name, is shown once all is committed. */
export async function actingByTime<T>(
  pool: pg.Pool,
  { nowMs, tracing, name }: { nowMs: number; tracing: Tracing; name: string },
  work: (connection: pg.PoolClient, begin: () => Carried) => Promise<T>,
): Promise<T> {
  let acts: TracedAct[] = [];
  const begin = () => {
    const act = tracing.begin(name, { attributes: { 'scoville.cause': 'time' } });
    acts.push(act);
    return act.carried;
  };
  const done = await actingAs(pool, clockActor, nowMs, (connection) => {
    // It may run again.
    acts = [];
    return work(connection, begin);
  });
  for (const act of acts) act.end();
  return done;
}
