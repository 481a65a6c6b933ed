/** Requests of mail providers that sign no time, kept and sent again: over real HTTP on a real Redis. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { type ProviderName, writeConnections } from '../../../src/engine/mail/mail.ts';
import { reports, type SignedRequest, signers, testConnections } from '../../support/mail-providers.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let spine: Spine;
const file = path.join(tmpdir(), `mail-replays-${process.pid}.json`);

beforeAll(async () => {
  writeConnections(file, testConnections);
  redis = await startTestRedis();
  spine = await startSpine({ redisUrl: redis.url, mailConnectionsFile: file });
  spine.startWorker();
});
afterAll(async () => {
  await spine?.close();
  await redis?.stop();
  rmSync(file, { force: true });
});

async function send(name: ProviderName, { body, headers }: SignedRequest, to = spine) {
  const response = await fetch(`${to.url}/v1/mail/${name}`, { method: 'POST', headers, body });
  return { status: response.status, json: await response.json() };
}

const names = ['mandrill', 'postmark'] as const;
const of = (name: ProviderName, address: string, id: string, atMs: number) =>
  signers[name](reports[name]({ address, id, act: 'clicked', atMs }), 0, '');
const door = (nowMs: () => number) =>
  startSpine({ redisUrl: redis.url, mailConnectionsFile: file, clock: { nowMs } });

test.each(names)('%s: at the end of the window it is taken, a second beyond refused', async (name) => {
  const second = 1_000;
  const nowMs = Math.floor(Date.now() / second) * second;
  const to = await door(() => nowMs);
  const status = async (atMs: number) =>
    (await send(name, of(name, `edge-${name}@shop.example`, `edge ${atMs}`, atMs), to)).status;
  const { mailReplayMsMax: oldest, mailAheadMsMax: ahead } = limits;
  expect(await status(nowMs - oldest)).toBe(200);
  expect(await status(nowMs - oldest - second)).toBe(401);
  expect(await status(nowMs + ahead)).toBe(200);
  expect(await status(nowMs + ahead + second)).toBe(401);
  await to.close();
});

test.each(names)('%s: within it, it is answered as taken, and brings nobody back', async (name) => {
  const address = `kept-${name}@shop.example`;
  const request = of(name, address, 'kept', Date.now() - 5_000);
  const appended = async () => {
    await until('all is scored', () => spine.isQuiet());
    return (await spine.metrics.eventsScored.get()).values[0]?.value ?? 0;
  };
  const before = await appended();
  for (let again = 0; again < 3; again++)
    expect((await send(name, request)).json).toEqual({ success: true, accepted: 1, rejected: 0 });
  await until('it is scored', async () => (await appended()) > before);
  expect((await appended()) - before).toBe(1);
});

test('mandrill: of several events those that are old are refused alone', async () => {
  const at = [Date.now() - 5_000, Date.now() - 2 * limits.mailReplayMsMax];
  const events = at.flatMap(
    (atMs, nth) =>
      reports.mandrill({ address: 'part@shop.example', id: `p${nth}`, act: 'clicked', atMs }) as object[],
  );
  const { json } = await send('mandrill', signers.mandrill(events, 0, ''));
  expect(json).toEqual({ success: true, accepted: 1, rejected: 1 });
});
