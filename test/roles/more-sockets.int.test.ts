/** Many new connections at once: they are accepted in few turns of the event loop, served, and closed with the server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { listen, tryAddress } from '../../src/roles/listening.ts';
import { alone, canShare, listenMore } from '../../src/roles/more-sockets.ts';
import { openRequestDrain } from '../../src/roles/request-drain.ts';
import { createServer } from '../../src/roles/server.ts';
import { newPort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const connections = 200;

async function openServer(host = '127.0.0.1') {
  const app = createServer(false);
  app.get('/', async () => 'served');
  const drain = openRequestDrain(app, createLogger('silent'));
  const url = await listen(app, { HOST: host, PORT: 0 });
  await listenMore(app);
  const { port } = app.server.address() as AddressInfo;
  return { app, drain, url, port };
}

test.runIf(canShare)('200 that came while the loop was busy are accepted in a few dozen turns', async () => {
  const { app, drain, port } = await openServer();
  onTestFinished(drain.close);
  let accepted = 0;
  app.server.on('connection', () => accepted++);
  const flag = () => new Int32Array(new SharedArrayBuffer(4));
  const [asked, done] = [flag(), flag()];
  const thread = new Worker(new URL('../support/connecting.mjs', import.meta.url), {
    workerData: { port, connections, asked, done },
  });
  onTestFinished(async () => void (await thread.terminate()));
  await once(thread, 'online');
  Atomics.store(asked, 0, 1);
  Atomics.notify(asked, 0);
  expect(Atomics.wait(done, 0, 0, limits.minuteMs)).not.toBe('timed-out');
  expect(accepted).toBe(0);
  let turns = 0;
  while (accepted < connections) {
    await new Promise((resolve) => void setImmediate(resolve));
    turns++;
  }
  // The kernel spreads them by chance: the fullest of 16 sockets has 25 of 200 or so. One socket takes 200 turns.
  expect(turns).toBeGreaterThanOrEqual(connections / limits.listeningSockets);
  expect(turns).toBeLessThan(connections / 2);
});

test('all of its sockets serve; a stop answers what came and closes every one', async () => {
  const { app, drain, url, port } = await openServer();
  const texts = Array.from({ length: 64 }, async () => {
    const answer = await fetch(url, { headers: { connection: 'close' } });
    return answer.text();
  });
  expect(new Set(await Promise.all(texts))).toEqual(new Set(['served']));
  await expect(tryAddress({ host: '127.0.0.1', port })).rejects.toThrow('another program already listens');
  const late = Array.from({ length: 32 }, async () => (await fetch(url)).text());
  await until('one was accepted', async () => (await Promise.race(late)) === 'served');
  await drain.close();
  expect(new Set(await Promise.all(late))).toEqual(new Set(['served']));
  expect(app.server.listening).toBe(false);
  await tryAddress({ host: '127.0.0.1', port });
});

test('a second server on the port is refused, as it was without a shared port', async () => {
  const { drain, port } = await openServer();
  onTestFinished(drain.close);
  const other = createServer(false);
  onTestFinished(() => other.close());
  await expect(listen(other, { HOST: '127.0.0.1', PORT: port })).rejects.toThrow(
    `PORT=${port}: another program already listens`,
  );
});

test.runIf(canShare)('of two starts at once on a port one is refused', async () => {
  const port = await newPort();
  const [one, other] = [createServer(false), createServer(false)];
  onTestFinished(async () => void (await Promise.all([one.close(), other.close()])));
  const starts = [one, other].map((app) => listen(app, { HOST: '127.0.0.1', PORT: port }));
  const ends = await Promise.allSettled(starts);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = ends.find((end) => end.status === 'rejected');
  expect(refused?.reason.message).toContain(`PORT=${port}: another program already listens`);
});

test.runIf(canShare)(
  'while one start looks and takes the port, another is refused; then the port is free to take',
  async () => {
    const port = await newPort();
    const app = createServer(false);
    onTestFinished(() => app.close());
    const address = { HOST: '127.0.0.1', PORT: port };
    await alone(port, () =>
      expect(listen(app, address)).rejects.toThrow(`PORT=${port}: another program already listens`),
    );
    expect(await listen(app, address)).toBe(`http://127.0.0.1:${port}`);
  },
);

test('where a port cannot be shared, the one socket of the server serves', async () => {
  const app = createServer(false);
  onTestFinished(() => app.close());
  app.get('/', async () => 'served');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  await listenMore(app);
  expect(await (await fetch(url)).text()).toBe('served');
});

test.runIf(canShare)(
  'localhost: each of its addresses has all the sockets, and none is shared with another program',
  async () => {
    const { app, drain, port } = await openServer('localhost');
    onTestFinished(drain.close);
    for (const { address, family } of app.addresses() as AddressInfo[]) {
      const host = family === 'IPv6' ? `[${address}]` : address;
      expect(await (await fetch(`http://${host}:${port}`)).text()).toBe('served');
      await expect(tryAddress({ host: address, port })).rejects.toThrow('another program already listens');
    }
    const other = createServer(false);
    onTestFinished(() => other.close());
    await expect(listen(other, { HOST: 'localhost', PORT: port })).rejects.toThrow('already listens');
  },
);
