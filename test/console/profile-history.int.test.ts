/** The ledger of a profile, its late events, and audits, over the API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entryOf, eventOf, notedOf } from '../engine/history/records.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let ask: Caller['ask'];
let id = '';
const notedAtMs = Date.parse('2026-11-02T10:00:00Z');

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  ask = program(consoleApp).ask;
  await consoleApp.view('ada', '/managed-cloud');
  id = (await ask('GET', '/profiles/ada')).json().id;
  const own = { profile: id, programme: 'emea' };
  const ledger = [
    notedOf({ ...own, notedAtMs, rule: 'page-depth', event: 'm1' }),
    notedOf({ ...own, notedAtMs: notedAtMs + 1, rule: 'company-fit', event: null }),
  ];
  await consoleApp.history.copyBatch({ events: [], ledger: [entryOf('g', ledger)], hasMore: false });
});
afterAll(async () => void (await consoleApp?.close()));

async function asked(path: string) {
  const answer = await ask('GET', path);
  return { status: answer.statusCode, body: answer.json() };
}

test('the ledger comes in pages, the latest first, with times as text', async () => {
  const first = (await ask('GET', '/profiles/ada/ledger?limit=1')).json();
  expect(first.items).toMatchObject([{ rule: 'company-fit', notedAt: '2026-11-02T10:00:00.001Z' }]);
  const second = (await ask('GET', `/profiles/ada/ledger?limit=2&cursor=${first.nextCursor}`)).json();
  expect(second).toMatchObject({ items: [{ rule: 'page-depth', profile: id }], nextCursor: null });
});

test('the score of the past comes with the ladder, the live one last; days and programmes are checked', async () => {
  const { status, body } = await asked('/profiles/ada/score-history?days=7');
  expect([status, body.profile, body.isCut, body.scores.length]).toEqual([200, id, false, 60]);
  expect(body.tiers[0]).toMatchObject({ tier: 1, from: expect.any(Number) });
  const { score, tier } = (await ask('GET', '/profiles/ada/explanation')).json();
  expect(body.scores.at(-1)).toMatchObject({ score, tier });
  expect((await asked('/profiles/ada/score-history?days=0')).status).toBe(400);
  expect((await asked('/profiles/ada/score-history?programme=none')).status).toBe(404);
  expect((await asked('/profiles/nobody/score-history')).status).toBe(404);
});

test('what somebody did lately comes once, with page and asset, the last first', async () => {
  const of = (hash: number, more: object) =>
    eventOf(`did ${hash}`, { key: 'u:ada', hash, acceptedAtMs: notedAtMs, ...more } as never);
  const events = [
    of(0xa1, { atMs: notedAtMs - 2, path: '/pricing', name: '' }),
    of(0xa2, { atMs: notedAtMs - 1, type: 'track', name: 'Download', properties: { asset_id: 7, url: 'u' } }),
    // Sent again: scoring counts it once.
    of(0xa1, { atMs: notedAtMs, path: '/pricing', name: '' }),
  ];
  await consoleApp.history.copyBatch({ events: [entryOf('e', events)], ledger: [], hasMore: false });
  const { body } = await asked('/profiles/ada/events');
  const did = body.items.filter(({ event }: { event: string }) => /^0+a[12]$/.test(event));
  expect(did).toMatchObject([
    { type: 'track', name: 'Download', asset: '7', at: new Date(notedAtMs - 1).toISOString() },
    { type: 'page', path: '/pricing', asset: null },
  ]);
  expect((await asked('/profiles/nobody/events')).status).toBe(404);
});

test('an audit is waited for, watched, and stays as it ended when it is called off', async () => {
  const done = await ask('POST', '/audits', { waitSeconds: 60 });
  expect([done.statusCode, done.json().result]).toMatchObject([200, { checked: 0, mismatches: [] }]);
  const { id } = done.json();
  expect(done.headers['location']).toBe(`/api/v1/audits/${id}`);
  for (const method of ['GET', 'DELETE'] as const)
    expect((await ask(method, `/audits/${id}`)).json()).toEqual(done.json());
});

test('an audit of one profile that has no state skips it', async () => {
  const done = await ask('POST', '/audits', { profile: 'p-none', waitSeconds: 60 });
  const { result, progress } = done.json();
  expect(result).toMatchObject({ checked: 0, skipped: 1, skippedFor: [{ profiles: 1 }] });
  // Reasons come with the progress, not at the end alone.
  expect(progress).toEqual(result);
});

test('what came too late to give points is in the explanation, once, with its times and the reason', async () => {
  const day = 86_400_000;
  const explained = async () => (await ask('GET', '/profiles/ada/explanation')).json().late;
  expect(await explained()).toEqual({ count: 0, latest: [] });
  const at = (hash: number, ageMs: number, key = 'u:ada') =>
    eventOf(`late ${hash}`, { key, hash, acceptedAtMs: notedAtMs, atMs: notedAtMs - ageMs, name: 'Looked' });
  const events = [
    ...[at(1, 7 * day), at(2, 7 * day + 1), at(2, 7 * day + 1), at(3, 9 * day, 'u:bob')],
    ...Array.from({ length: 12 }, (_, index) => at(100 + index, 30 * day)),
  ];
  await consoleApp.history.copyBatch({ events: [entryOf('e', events)], ledger: [], hasMore: false });
  const late = await explained();
  expect([late.count, late.latest.length]).toEqual([13, 10]);
  expect(late.latest[0]).toEqual({
    event: '000000000002',
    type: 'page',
    name: 'Looked',
    at: new Date(notedAtMs - 7 * day - 1).toISOString(),
    acceptedAt: new Date(notedAtMs).toISOString(),
    reason: 'it came 7 days after it happened: too late to give points',
  });
});
