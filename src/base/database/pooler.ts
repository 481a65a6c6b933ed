/**
 * A pooler in front of PostgreSQL: whether there is one, and what lasts through it.
 *
 * One such as PgBouncer in transaction mode gives each transaction another session. What is set, prepared or listened for in one
 * transaction is then not there in the next.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { dropConnection, singleConnection } from './silence.ts';

/** What pg knows of its session; @types/pg leaves it out. */
interface Greeted {
  /** The process that the other side has named when it took the connection. */
  processID: number | null;
}

/** Whether somebody else than PostgreSQL took a connection: a pooler names no process of the server. */
export async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid !== (client as unknown as Greeted).processID;
}

/** Rounds in which two connections prepare a statement: they have to meet in one session of the server. */
const meetingRounds = 3;

/** Whether the names of prepared statements are each connection's own, also where two of them share a session of the server. */
export async function keepsStatements(url: string, msMax: number): Promise<boolean> {
  const [one, other] = [singleConnection(url, msMax), singleConnection(url, msMax)];
  const name = `scoville_probe_${randomUUID()}`;
  try {
    await Promise.all([one.connect(), other.connect()]);
    for (let round = 0; round < meetingRounds; round++) {
      await one.query({ name, text: 'SELECT $1::int', values: [1] });
      await other.query({ name, text: 'SELECT $1::text', values: ['1'] });
    }
    return true;
  } catch (error) {
    if (preparedElsewhere.has((error as { code?: string }).code ?? '')) return false;
    throw error;
  } finally {
    await one.query(`DEALLOCATE "${name}"`).catch(() => undefined);
    for (const client of [one, other]) dropConnection(client);
  }
}

/** A name that is taken, one that is missing, and values of another statement. */
const preparedElsewhere = new Set(['42P05', '26000', '08P01', '22P02']);

/** Whether what is notified at one address of a database is heard at another: it is the same database, and a session there lasts. */
export async function hears(
  sessionUrl: string,
  { url, msMax }: { url: string; msMax: number },
): Promise<boolean> {
  const [listener, notifier] = [singleConnection(sessionUrl, msMax), singleConnection(url, msMax)];
  const channel = `scoville_probe_${randomUUID().replaceAll('-', '')}`;
  try {
    await Promise.all([listener.connect(), notifier.connect()]);
    const heard = new Promise<boolean>((resolve) => {
      listener.once('notification', () => resolve(true));
      setTimeout(() => resolve(false), msMax).unref();
    });
    await listener.query(`LISTEN ${channel}`);
    await notifier.query(`NOTIFY ${channel}`);
    return await heard;
  } finally {
    for (const client of [listener, notifier]) dropConnection(client);
  }
}
