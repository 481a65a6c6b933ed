/** Bulk acts over the API: the change of one record made of many, by ids and by a filter; with their refusals and the undo. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf as body, refusalOf as refusal } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let boss: Caller;
let mia: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  boss = await newcomer(consoleApp, 'boss@example.com', 'manager');
  mia = await newcomer(consoleApp, 'mia@example.com', 'rep');
  await newcomer(consoleApp, 'tom@example.com', 'rep');
  acting = actingOf(consoleApp, boss);
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

let made = 0;

const opportunity = async (more: object = {}): Promise<string> =>
  (
    await body(acting.token, 'POST', '/opportunities', {
      ...{ pipeline: 'touchstone/opportunity', name: 'Pens', person: await acting.person(), ...more },
    })
  ).id;
const quotation = async (status = 'sent', more: object = {}): Promise<string> =>
  (
    await body(acting.token, 'POST', `/opportunities/${await opportunity(more)}/quotations`, {
      ...{ status, amount: '12.50' },
    })
  ).id;

describe('every list', () => {
  const lists: [list: string, make: () => Promise<string>, change: object][] = [
    ['leads', () => acting.lead(), { owner: 'mia@example.com' }],
    [
      'tasks',
      async () =>
        (
          await body(acting.token, 'POST', '/tasks', {
            subject: 'Call',
            person: await acting.person(),
            dueOn: '2026-12-01',
          })
        ).id,
      { status: 'Cancelled', reason: 'Made by mistake' },
    ],
    ['people', () => acting.person({ country: 'DE' }), { country: 'FR', kind: 'contact' }],
    [
      'companies',
      async () => (await body(acting.token, 'POST', '/companies', { name: `Company ${++made}` })).id,
      { doNotContact: true },
    ],
    ['opportunities', () => opportunity(), { expectedClose: '2026-12-24' }],
    [
      'orders',
      async () =>
        (
          await body(acting.token, 'POST', '/orders', {
            pipeline: 'company-xyz/order',
            name: 'Box',
            person: await acting.person(),
          })
        ).id,
      { owner: 'tom@example.com' },
    ],
    [
      'campaigns',
      async () =>
        (
          await body(acting.token, 'POST', '/campaigns', {
            pipeline: 'touchstone/campaign',
            name: `C ${++made}`,
          })
        ).id,
      { owner: 'boss@example.com' },
    ],
    ['quotations', () => quotation(), { followUpOn: '2026-12-24' }],
  ];

  test.each(lists)('%s are changed as one of them is, and put back', async (list, make, change) => {
    const ids = [await make(), await make(), await make()];
    const states = async () =>
      Promise.all(
        ids.map(async (id) => {
          const {
            revision: _one,
            updatedAt: _two,
            completedAt: _three,
            closedReason: _four,
            routingReason: _five,
            ...rest
          } = await body(boss, 'GET', `/${list}/${id}`);
          return rest;
        }),
      );
    const before = await states();
    const done = await acting.act({ list, ids, change });
    expect(done).toMatchObject({
      ...{ status: 'done', list, createdBy: 'boss@example.com', refused: [] },
      counts: { records: 3, done: 3, waiting: 0, refused: 0, unchanged: 0 },
    });
    const { reason: _reason, ...asked } = change as { reason?: string };
    for (const one of await states()) expect(one).toMatchObject(asked);
    expect((await acting.act({ list, ids, change })).counts).toMatchObject({
      done: 0,
      unchanged: list === 'tasks' ? expect.any(Number) : 3,
    });
    expect(await acting.undo(done.id)).toMatchObject({
      status: 'undone',
      counts: { undone: 3, kept: 0 },
      undoUntil: null,
    });
    expect(await states()).toEqual(before);
  });
});

describe('a filter', () => {
  test('finds what its list finds, also more than a page of it, and counts it before', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.push(await acting.lead({ campaign: 'Filtered' }));
    const other = await acting.lead({ campaign: 'Another' });
    const selection = { list: 'leads', filter: { campaign: 'Filtered', open: 'true' } };
    expect(await body(boss, 'POST', '/bulk-acts/count', selection)).toEqual({ count: 5, isCapped: false });
    const done = await acting.act({ ...selection, change: { owner: 'mia@example.com' } });
    expect([done.counts.done, done.filter]).toEqual([5, selection.filter]);
    expect((await body(boss, 'GET', `/leads/${other}`)).owner).toBeNull();
    // Those that are its own: `me` is the caller.
    expect(
      await body(mia, 'POST', '/bulk-acts/count', {
        list: 'leads',
        filter: { owner: 'me', campaign: 'Filtered' },
      }),
    ).toEqual({ count: 5, isCapped: false });
  });

  test('that finds nothing, or that the list has not, is refused', async () => {
    const change = { owner: null };
    expect(await refusal(boss, { list: 'leads', filter: { campaign: 'Nowhere' }, change })).toEqual([
      400,
      expect.stringContaining('"filter" finds no leads'),
    ]);
    expect(await refusal(boss, { list: 'leads', filter: { colour: 'red' }, change })).toEqual([
      400,
      expect.stringContaining('colour'),
    ]);
  });

  test('that finds as many as an act takes is done; one more is refused before anything is changed', async () => {
    await consoleApp.query(
      `INSERT INTO companies (id, name, owner, created_at, updated_at)
       SELECT 'cp_many_' || n, 'Many ' || n, 'many', now(), now() FROM generate_series(1, $1::int) AS n`,
      [limits.bulkRecordsMax],
    );
    const selection = { list: 'companies', filter: { owner: 'many' } };
    expect(await body(boss, 'POST', '/bulk-acts/count', selection)).toEqual({
      count: limits.bulkRecordsMax,
      isCapped: false,
    });
    const { id } = await body(boss, 'POST', '/bulk-acts', { ...selection, change: { country: 'FR' } });
    expect((await acting.find(id)).counts).toMatchObject({
      records: limits.bulkRecordsMax,
      waiting: limits.bulkRecordsMax,
    });
    await body(boss, 'DELETE', `/bulk-acts/${id}`);
    await consoleApp.query(
      `INSERT INTO companies (id, name, owner, created_at, updated_at) VALUES ('cp_one_more', 'One more', 'many', now(), now())`,
    );
    expect(await body(boss, 'POST', '/bulk-acts/count', selection)).toEqual({
      count: limits.bulkRecordsMax,
      isCapped: true,
    });
    expect(await refusal(boss, { ...selection, change: { country: 'FR' } })).toEqual([
      400,
      expect.stringContaining(`over ${limits.bulkRecordsMax} companies`),
    ]);
    await consoleApp.query(`DELETE FROM companies WHERE owner = 'many'`);
  });
});

describe('a record', () => {
  test('that is refused holds up no other, and is in the file of the refused with its name', async () => {
    const mine = await acting.lead({ owner: 'mia@example.com' });
    const toms = await acting.lead({ owner: 'tom@example.com' });
    const done = await acting.act(
      { list: 'leads', ids: [mine, toms, 'ld_nowhere'], change: { owner: null } },
      mia,
    );
    expect(done.counts).toMatchObject({ done: 1, refused: 2 });
    expect(done.refused.map(({ record }) => record)).toEqual([toms, 'ld_nowhere']);
    const csv = (await mia.ask('GET', `/bulk-acts/${done.id}/refused`)).body;
    expect(csv.split('\r\n')[0]).toBe('record,name,reason');
    expect(csv).toContain(`${toms},P `);
    expect(csv).toContain('Only the owner or a manager reassigns it');
    expect(csv).toContain('there is no lead');
  });

  test('gets what is meant for it alone', async () => {
    const ids = [await acting.lead(), await acting.lead(), await acting.lead()];
    const [one = '', two = '', three = ''] = ids;
    const { next } = await body(boss, 'GET', `/leads/${one}`);
    const wanted = next.find(({ missing }: { missing: string[] }) => missing.length === 0);
    const done = await acting.act({
      ...{ list: 'leads', ids, change: { stage: wanted.to, ...(wanted.when && { when: wanted.when }) } },
      each: { [two]: { owner: 'tom@example.com' }, [three]: { owner: 'nobody@example.com' } },
    });
    expect(done.counts).toMatchObject({ done: 2, refused: 1 });
    expect(done.refused[0]).toMatchObject({
      record: three,
      reason: expect.stringContaining('nobody@example.com'),
    });
    expect(await body(boss, 'GET', `/leads/${two}`)).toMatchObject({
      stage: wanted.to,
      owner: 'tom@example.com',
    });
    expect(await acting.undo(done.id)).toMatchObject({ counts: { undone: 2, kept: 0 } });
    expect((await body(boss, 'GET', `/leads/${two}`)).owner).toBeNull();
  });

  test('that somebody changed since is kept by the undo, with the reason', async () => {
    const ids = [await acting.person({ country: 'DE' }), await acting.person({ country: 'DE' })];
    const [one = '', two = ''] = ids;
    const done = await acting.act({ list: 'people', ids, change: { country: 'FR' } });
    await body(boss, 'PATCH', `/people/${one}`, { country: 'IT' });
    const undone = await acting.undo(done.id);
    expect(undone.counts).toMatchObject({ undone: 1, kept: 1 });
    expect(undone.refused).toEqual([
      {
        record: one,
        name: expect.stringMatching(/^P \d+$/),
        reason: expect.stringContaining('changed again by boss@example.com'),
      },
    ]);
    expect((await body(boss, 'GET', `/people/${one}`)).country).toBe('IT');
    expect((await body(boss, 'GET', `/people/${two}`)).country).toBe('DE');
  });

  test('that is named twice is changed once', async () => {
    const id = await acting.person();
    expect(
      (await acting.act({ list: 'people', ids: [id, id], change: { title: 'Buyer' } })).counts,
    ).toMatchObject({
      records: 1,
      done: 1,
    });
  });
});

describe('a campaign', () => {
  test('gets a part in leads and opportunities, once, and leaves those it came to alone', async () => {
    await body(acting.token, 'POST', '/campaigns', { pipeline: 'touchstone/campaign', name: 'Autumn' });
    const ids = [await acting.lead(), await acting.lead()];
    const [one = ''] = ids;
    await body(boss, 'PUT', `/leads/${one}/campaign-influences`, {
      items: [{ campaign: 'Autumn', touch: 'first' }],
    });
    const done = await acting.act({ list: 'leads', ids, campaign: 'Autumn' });
    expect(done.counts).toMatchObject({ done: 1, unchanged: 1 });
    const parts = async () =>
      Promise.all(
        ids.map(async (id) => {
          const { items } = await body(boss, 'GET', `/leads/${id}/campaign-influences`);
          return items.filter(({ campaign }: { campaign: string }) => campaign === 'Autumn').length;
        }),
      );
    expect(await parts()).toEqual([1, 1]);
    await acting.undo(done.id);
    expect(await parts()).toEqual([1, 0]);
    expect((await acting.act({ list: 'leads', ids, campaign: 'Winter' })).counts).toMatchObject({
      refused: 2,
    });
    expect(await refusal(boss, { list: 'companies', ids, campaign: 'Autumn' })).toEqual([
      400,
      expect.stringContaining('campaigns have a part in'),
    ]);
  });

  test('has people whom somebody adds, found by its name, exported, and taken out by the undo', async () => {
    await body(acting.token, 'POST', '/campaigns', { pipeline: 'touchstone/campaign', name: 'Spring fair' });
    const marketer = await newcomer(consoleApp, 'mel@example.com', 'marketer');
    const [known = '', ...others] = [await acting.person(), await acting.person(), await acting.person()];
    await body(marketer, 'PUT', `/people/${known}/campaign-influences`, {
      items: [{ campaign: 'Spring fair', touch: 'later' }],
    });
    const ids = [known, ...others];
    const added = async () =>
      (await body(boss, 'GET', '/people?campaign=Spring%20fair')).items.map(({ id }: { id: string }) => id);
    expect(await added()).toEqual([known]);
    const done = await acting.act({ list: 'people', ids, campaign: 'Spring fair' }, marketer);
    expect(done.counts).toMatchObject({ records: 3, done: 2, unchanged: 1, refused: 0 });
    expect((await added()).sort()).toEqual([...ids].sort());
    const csv = await boss.ask('GET', '/exports?kind=people&campaign=Spring%20fair');
    expect(csv.body.trim().split('\r\n')).toHaveLength(4);
    const [, join] = (await body(boss, 'GET', `/timeline/${others[0]}`)).items.reverse();
    expect(join).toMatchObject({
      ...{ kind: 'campaign_influences', actor: 'mel@example.com' },
      changes: { 'campaign Spring fair': [null, { touch: 'later' }] },
    });
    expect((await acting.undo(done.id, marketer)).counts).toMatchObject({ undone: 2, kept: 0 });
    expect(await added()).toEqual([known]);
  });
});

describe('quotations', () => {
  const answered = { list: 'quotations', change: { status: 'declined', reason: 'too dear' } };

  test('are sent and answered by their rules; what a customer was told has no way back', async () => {
    const [draft, sent] = [await quotation('draft'), await quotation()];
    const done = await acting.act({ ...answered, ids: [draft, sent] });
    expect(done).toMatchObject({
      counts: { done: 1, refused: 1 },
      refused: [
        {
          record: draft,
          name: expect.stringMatching(/^Q-/),
          reason: expect.stringContaining('a draft has no answer'),
        },
      ],
    });
    expect(await acting.undo(done.id)).toMatchObject({
      counts: { undone: 0, kept: 1 },
      refused: [
        { reason: expect.any(String) },
        { record: sent, reason: expect.stringContaining('no way back') },
      ],
    });
    expect(await body(boss, 'GET', `/quotations/${sent}`)).toMatchObject({ status: 'declined' });
  });

  test('are found by their filter, and one that no longer fits is refused', async () => {
    const owner = 'quoting@example.com';
    await newcomer(consoleApp, owner, 'rep');
    const [one, two] = [await quotation('sent', { owner }), await quotation('sent', { owner })];
    const selection = { list: 'quotations', filter: { status: 'sent', owner } };
    expect(await body(boss, 'POST', '/bulk-acts/count', selection)).toEqual({ count: 2, isCapped: false });
    const { id } = await body(boss, 'POST', '/bulk-acts', {
      ...selection,
      change: { followUpOn: '2026-12-20' },
    });
    await body(boss, 'PATCH', `/quotations/${one}`, { status: 'accepted' });
    await acting.work();
    expect(await acting.find(id)).toMatchObject({
      counts: { done: 1, refused: 1 },
      refused: [{ record: one }],
    });
    expect(await body(boss, 'GET', `/quotations/${two}`)).toMatchObject({ followUpOn: '2026-12-20' });
  });
});
