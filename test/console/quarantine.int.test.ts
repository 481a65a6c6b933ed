/** The quarantine over the API and the command line: what public keys invent beyond their limit is released once, or dropped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { quarantine } from '../../src/commands/quarantine.ts';
import type { HeldLeadView, ManyResult, TierUpdate } from '../../src/contract/api/api.ts';
import { identityOf, standing, startMs, usualActions } from '../sales/records.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => {
  await consoleApp?.close();
});

const { unprovenLeadsPerHourMax: most } = limits;
const invented = 300;

/** `by`: which public key named the person, and whether its address had named too many. */
const rise = (
  index: number,
  change: Partial<TierUpdate> = {},
  by: Partial<TierUpdate['identity']> = {},
): TierUpdate =>
  standing({
    ...{ profile: `invented${index}`, campaign: 'Invented', from: 0, to: 1, tierName: '1 chili' },
    ...{ score: 22, atMs: startMs, acceptedAtMs: startMs, actions: usualActions(startMs) },
    identity: {
      ...identityOf(`invented${index}@example.com`),
      userId: `i${index}`,
      unproven: ['email'],
      ...by,
    },
    ...change,
  });
let entries = 0;
const apply = (records: readonly TierUpdate[], partition: number) =>
  consoleApp.sales.leads.applyTierUpdates(
    records.map((record) => ({ partition, id: `${startMs}-${++entries}`, record })),
  );

async function ask<Answer>(method: string, path: string, status = 200): Promise<Answer> {
  const answer = await program(consoleApp).ask(method as Method, path);
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()]);
  return answer.json();
}
const list = (query = '') =>
  ask<{ items: HeldLeadView[]; nextCursor: string | null }>('GET', `/quarantine${query}`);
async function countOf(what: string): Promise<number> {
  const { rows } = await consoleApp.query(`SELECT count(*)::integer AS count FROM ${what}`);
  return (rows[0] as { count: number }).count;
}

test('300 invented people make as many leads and tasks as the limit allows, in two batches at once', async () => {
  const people = Array.from({ length: invented }, (_, index) => rise(index));
  await Promise.all([apply(people.slice(0, 150), 0), apply(people.slice(150), 1)]);
  expect(await countOf("leads WHERE campaign = 'Invented'")).toBe(most);
  expect(await countOf("tasks WHERE campaign = 'Invented'")).toBe(most);
  expect(await countOf("people WHERE claimed_email LIKE 'invented%'")).toBe(most);
  const page = await list('?limit=100');
  expect(page.items).toHaveLength(100);
  const rest = await list(`?limit=100&cursor=${page.nextCursor}`);
  const ids = [...page.items, ...rest.items].map(({ id }) => id);
  expect([new Set(ids).size, rest.nextCursor]).toEqual([invented - most, null]);
  await ask('GET', '/quarantine?cursor=x', 400);
});

test('another key opens its own; of an address that named too many each is held, and says so', async () => {
  const other = { unprovenBy: 'ky_other' };
  await Promise.all([
    apply([rise(1_000, {}, other), rise(1_001, {}, { ...other, crowd: true })], 2),
    apply([rise(1_002, {}, other), rise(1_003)], 3),
  ]);
  expect(await countOf("leads WHERE campaign = 'Invented'")).toBe(most + 2);
  const { items } = await list('?limit=200');
  const newest = items.filter(({ person }) => /invented100\d/.test(person.email ?? ''));
  expect(newest.map(({ why, key, person }) => [person.email, why, key]).sort()).toEqual([
    ['invented1001@example.com', 'identities', 'ky_other'],
    ['invented1003@example.com', 'leads', null],
  ]);
  const lines = await quarantine(ask, undefined, undefined);
  expect(lines.filter((line) => line.endsWith('too many identities of one address'))).toHaveLength(1);
  for (const { id } of newest) await ask('DELETE', `/quarantine/${id}`);
});

test('those of one profile, programme or campaign are found', async () => {
  const [held] = (await list('?limit=1')).items as [HeldLeadView];
  const found = async (query: string) => (await list(`?limit=200&${query}`)).items.map(({ id }) => id);
  expect(await found(`profile=${encodeURIComponent(held.profile)}`)).toEqual([held.id]);
  for (const [name, value] of Object.entries({ programme: held.programme, campaign: held.campaign })) {
    expect(await found(`${name}=${encodeURIComponent(value)}`)).toContain(held.id);
    expect(await found(`${name}=none`)).toEqual([]);
  }
});

test('a released one opens its lead, task and alert exactly once, also where two people release it', async () => {
  const { items } = await list('?limit=1');
  const [held] = items as [HeldLeadView];
  expect(await ask('GET', `/quarantine/${held.id}`)).toEqual(held);
  expect(held).toMatchObject({
    tierName: '1 chili',
    score: 22,
    person: { email: expect.stringContaining('invented') },
  });
  consoleApp.clock.turnTo(startMs + limits.dayMs);
  const answers = await Promise.all(
    [1, 2].map(() => program(consoleApp).ask('POST', `/quarantine/${held.id}/release`)),
  );
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404]);
  const index = Number(/\d+/.exec(held.person.email ?? '')?.[0]);
  // The update comes again, and a later one heats the lead.
  await apply([rise(index), rise(index, { from: 1, to: 2, score: 60, atMs: startMs + limits.dayMs + 5 })], 0);
  const { rows } = await consoleApp.query(
    `SELECT leads.tier, tasks.due_at, (SELECT count(*)::integer FROM alerts WHERE type = 'lead.opened' AND data->'lead'->>'id' = $1) AS opened
     FROM leads JOIN tasks ON tasks.lead_id = leads.id WHERE leads.id = $1`,
    [held.id],
  );
  expect(rows).toEqual([{ tier: 2, due_at: new Date(startMs + 2 * limits.dayMs), opened: 1 }]);
  await ask('DELETE', `/quarantine/${held.id}`, 404);
});

test('a dropped one is gone, and its rise opens nothing any more', async () => {
  const { items } = await list('?limit=1');
  const [held] = items as [HeldLeadView];
  expect(await ask('DELETE', `/quarantine/${held.id}`)).toEqual(held);
  await ask('POST', `/quarantine/${held.id}/release`, 404);
  await ask('GET', `/quarantine/${held.id}`, 404);
  const index = Number(/\d+/.exec(held.person.email ?? '')?.[0]);
  await apply([rise(index, { from: 1, to: 2, score: 60 })], 1);
  expect(await countOf(`leads WHERE id = '${held.id}'`)).toBe(0);
  expect((await list('?limit=200')).items.map(({ id }) => id)).not.toContain(held.id);
});

test('what is held and what was dropped is erased with its person, who begins anew', async () => {
  const [held, dropped] = [2_000, 2_001];
  const crowded = { unprovenBy: 'ky_crowd', crowd: true } as const;
  await apply([rise(held, {}, crowded), rise(dropped, {}, crowded)], 2);
  const { items } = await list('?limit=200');
  const idOf = (index: number) =>
    items.find(({ person }) => person.email === `invented${index}@example.com`)?.id;
  await ask('POST', `/quarantine/${idOf(dropped)}/drop`);
  await ask('POST', `/quarantine/${idOf(dropped)}/drop`, 404);
  const named = `quarantine WHERE id IN ('${idOf(held)}', '${idOf(dropped)}')`;
  expect(await countOf(named)).toBe(2);
  for (const index of [held, dropped]) {
    const notice = { profile: `invented${index}`, untilMs: startMs + 1, address: null, person: null };
    const record = { erasure: `er_${index}`, ...notice } as never;
    await consoleApp.sales.leads.applyTierUpdates([{ partition: 2, id: `${startMs}-${++entries}`, record }]);
  }
  expect(await countOf(named)).toBe(0);
  await apply(
    [held, dropped].map((index) => rise(index, {}, { unprovenBy: 'ky_again' })),
    2,
  );
  expect(await countOf(`leads WHERE id IN ('${idOf(held)}', '${idOf(dropped)}')`)).toBe(2);
});

test('many of a filter are released or dropped at once, each with its result', async () => {
  const before = (await list('?limit=200')).items;
  const many = async (act: string, body: object): Promise<ManyResult> =>
    (await program(consoleApp).ask('POST', `/quarantine/${act}`, body)).json();
  const [one, two] = before.map(({ id }) => id);
  expect((await many('release', { ids: [one, 'ld_none'] })).results).toEqual([
    { id: one, refusal: null },
    { id: 'ld_none', refusal: 'there is no held lead "ld_none"' },
  ]);
  expect(await countOf(`leads WHERE id = '${one}'`)).toBe(1);
  const [held] = before.filter(({ id }) => id === two) as [HeldLeadView];
  expect((await many('drop', { filter: { profile: held.profile } })).results).toEqual([
    { id: two, refusal: null },
  ]);
  expect((await many('drop', { filter: { campaign: 'none' } })).results).toEqual([]);
  expect((await list('?limit=200')).items).toHaveLength(before.length - 2);
});

test('the command line lists, releases and drops', async () => {
  const before = (await list('?limit=200')).items;
  expect(await quarantine(ask, undefined, undefined)).toHaveLength(before.length);
  const id = before[0]?.id ?? '';
  expect(await quarantine(ask, 'release', id)).toEqual([`${id}: released`]);
  expect(await countOf(`leads WHERE id = '${id}'`)).toBe(1);
  expect(await quarantine(ask, 'drop', 'all')).toHaveLength(before.length - 1);
  expect(await quarantine(ask, undefined, undefined)).toEqual(['nothing is held back']);
  await expect(quarantine(ask, 'keep', id)).rejects.toThrow('"keep" is not known; use release or drop');
  await expect(quarantine(ask, 'drop', undefined)).rejects.toThrow('an id is missing');
});
