/** The transactions of a pool, as a test counts them. */
import type pg from 'pg';

/** Without a promise where it is given a function. */
type Query = (...given: unknown[]) => unknown;

/** Returns the first statement of each transaction that connections of the pool begin from now on; a statement alone is one, too. */
export function watchTransactions(pool: pg.Pool): string[] {
  const begun: string[] = [];
  const watched = new WeakSet<object>();
  pool.on('acquire', (connection) => {
    if (watched.has(connection)) return;
    watched.add(connection);
    const { query } = connection as unknown as { query: Query };
    let state: 'none' | 'begun' | 'named' = 'none';
    const watching: Query = (...given) => {
      const [first] = given as [string | { text: string }];
      const text = (typeof first === 'string' ? first : first.text).trim();
      if (text.startsWith('BEGIN')) state = 'begun';
      else if (/^(COMMIT|ROLLBACK)/.test(text)) state = 'none';
      else if (state !== 'named') {
        begun.push(text);
        if (state === 'begun') state = 'named';
      }
      return query.apply(connection, given);
    };
    Object.assign(connection, { query: watching });
  });
  return begun;
}
