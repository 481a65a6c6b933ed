/** PostgreSQL put back to a dump while Redis goes on: what scoring has heard since of people in sales is put right, through the keeper. */
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { limits, profileIdOf, systemClock } from '../../src/base/kernel/kernel.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { ownTraits } from '../../src/contract/language/language.ts';
import { createAcceptor } from '../../src/engine/ingest/ingest.ts';
import { openKeeper } from '../../src/engine/restore/restore.ts';
import type { StatusSink } from '../../src/sales/leads/leads.ts';
import { admin } from '../sales/records.ts';
import { openTestSales } from '../support/rooms.ts';
import { startSpineWithHistory } from '../support/spine-with-history.ts';

test('customers since the dump are none again, and those of the dump are', async () => {
  const { spine, history, databaseUrl, isCopied, stopCopying, copyAgain } = await startSpineWithHistory({
    onTestFinished,
  });
  const { stream, metrics, profiles } = spine;
  const sales = await openTestSales({ databaseUrl, clock: systemClock });
  onTestFinished(sales.close);
  const keeper = openKeeper({
    ...{ pool: history.pool, stream, history, tiers: sales.leads, metrics },
    ...{ activateAgain: async () => undefined, logger: createLogger('silent') },
  });
  const acceptor = createAcceptor({
    ...{ appender: stream.appender, partitions: stream.partitions, latenessMs: limits.latenessMs },
    ...{ clock: systemClock, metrics },
  });
  const sink: StatusSink = {
    wanted: () => ({ isWanted: true, generation: 1 }),
    ...{ latenessMs: limits.latenessMs, historyMs: limits.historyDays * limits.dayMs },
    onHeld: () => undefined,
    say: (statements) => acceptor.say(statements),
  };
  const pass = async () => {
    while ((await sales.leads.passStatusesOn(sink)) > 0);
    await isCopied();
  };
  const people = new Map<string, string>();
  const put = async (name: string, kind: string) => {
    const { person } = await sales.records.putPerson({ email: `${name}@dump.example`, kind } as never, admin);
    people.set(name, person.id);
  };
  const customers = async () => {
    const of = [...people.keys()].map(async (name) => {
      const traits = await profiles.traits(profileIdOf(`e:${name}@dump.example`));
      return [name, traits?.[ownTraits.customer]];
    });
    return Object.fromEntries(await Promise.all(of));
  };
  await keeper.round();
  await put('ann', 'prospect');
  await put('bob', 'customer');
  await pass();
  await keeper.round();
  await stopCopying();
  const dump = await takeDump(databaseUrl);

  copyAgain();
  await sales.records.changePerson(people.get('ann') ?? '', { kind: 'customer' }, admin);
  await sales.records.changePerson(people.get('bob') ?? '', { kind: 'contact' }, admin);
  await put('cyd', 'customer');
  await pass();
  await keeper.round();
  expect(await customers()).toEqual({ ann: true, bob: false, cyd: true });

  await stopCopying();
  await dump.putBack();
  await keeper.round();
  copyAgain();
  await pass();
  expect(await customers()).toEqual({ ann: false, bob: true, cyd: false });
  await keeper.round();
  expect(await sales.leads.passStatusesOn(sink)).toBe(0);
});

/** A copy of a database as it is now. Connections to it are closed as it is made and put back. */
async function takeDump(databaseUrl: string) {
  const name = new URL(databaseUrl).pathname.slice(1);
  const server = new URL(databaseUrl);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  onTestFinished(() => client.end());
  const run = async (sql: string) => {
    await client.query(
      'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    );
    await client.query(sql);
  };
  await run(`CREATE DATABASE "${name} dump" TEMPLATE "${name}"`);
  return {
    putBack: async () => {
      await run(`DROP DATABASE "${name}" WITH (FORCE)`);
      await client.query(`ALTER DATABASE "${name} dump" RENAME TO "${name}"`);
    },
  };
}
