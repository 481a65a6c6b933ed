/** Alert rows after an id, and a listener that is called when there are more. */
import { startLoop, unlessAborted } from '../../base/background/background.ts';
import { dropConnection, type Queryable, singleConnection } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { flowTables } from '../store/store.ts';
import { type Alert, type AlertRow, alertOf, anyAlertId } from './alert.ts';
import { alertChannel } from './alert-rows.ts';

/** Where the tables of records in stages ring, with their names, as migrations 0046 and 0051 have it. */
const recordChannel = 'scoville_records';

export async function alertsAfter(database: Queryable, id: number, countMax: number): Promise<Alert[]> {
  const { rows } = await database.query<AlertRow>('SELECT * FROM alerts WHERE id > $1 ORDER BY id LIMIT $2', [
    id,
    countMax,
  ]);
  return rows.map(alertOf);
}

export async function lastAlertId(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ id: string | null }>('SELECT max(id) AS id FROM alerts');
  return Number(rows[0]?.id ?? 0);
}

/**
 * Calls back on news, with the last id that it is of, and with the name of a table whose records changed. It has
 * a connection of its own. A broken or silent connection is replaced, and the callbacks run, for every table: news and changes may have
 * been missed. A waiting listener never notices silence, so it sends a query every few seconds.
 * Closing does not wait for the server.
 */
export function listenForAlerts(
  url: string,
  onNews: (untilId: number) => void,
  onRecords: (table: string) => void = () => undefined,
): { close(): Promise<void> } {
  let client: ReturnType<typeof singleConnection> | null = null;
  let hasListened = false;
  const listen = async () => {
    const opened = singleConnection(url);
    client = opened;
    opened.once('end', () => opened === client && loop.wake());
    await opened.connect();
    opened.on('notification', ({ channel, payload = '' }) => {
      if (channel === recordChannel) onRecords(payload);
      else onNews(Number(payload) || anyAlertId);
    });
    await opened.query(`LISTEN ${alertChannel}; LISTEN ${recordChannel}`);
    onNews(anyAlertId);
    if (hasListened) for (const { table } of Object.values(flowTables)) onRecords(table);
    hasListened = true;
  };
  const drop = () => {
    if (client !== null) dropConnection(client);
    client = null;
  };
  // The connection is opened in one round and probed in the others: a probe fails at once where it has ended.
  const loop = startLoop({
    round: async (signal) => {
      // pg's `connect` never returns once the connection was dropped.
      await unlessAborted<unknown>(signal, client === null ? listen() : client.query('SELECT 1'));
      return { ms: limits.alertProbeEveryMs };
    },
    forget: drop,
  });
  return {
    close: async () => {
      await loop.close();
      drop();
    },
  };
}
