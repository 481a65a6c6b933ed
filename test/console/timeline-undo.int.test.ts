/** What users did is taken back in the timeline over the API: each kind of act, by those who may, for a day, unless changed since. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { askingAs } from './log-ins.ts';

type Ask = ReturnType<typeof askingOf>;
let consoleApp: ConsoleApp;
const asProgram = askingOf(() => consoleApp.app, bearer);
let asMia: Ask;
let asMark: Ask;
let asBoss: Ask;
let person = '';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  asMia = await askingAs(consoleApp, 'mia@example.com', 'rep');
  asMark = await askingAs(consoleApp, 'mark@example.com', 'operator');
  asBoss = await askingAs(consoleApp, 'boss@example.com', 'manager');
  person = (await asProgram('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).body.id;
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

/** The latest entry that can be taken back, else the latest. */
const latest = async (id: string, ask = asMia) => {
  const { items } = (await ask('GET', `/timeline/${id}`)).body;
  return items.find((one: { undo: object | null }) => one.undo !== null) ?? items[0];
};
const undo = async (id: string, entry: string, ask = asMia) => ask('POST', `/timeline/${id}/${entry}/undo`);

describe('an act is taken back', () => {
  const acts: [string, () => Promise<string>, object, (id: string) => string][] = [
    [
      'a completed task',
      async () => (await asMia('POST', '/tasks', { subject: 'Call', person, dueOn: '2026-12-01' })).body.id,
      { status: 'Complete' },
      (id) => `/tasks/${id}`,
    ],
    [
      'a person’s phone',
      async () =>
        (await asMia('POST', '/people', { email: 'bea@example.com', name: 'Bea', phone: '+44 1' })).body.id,
      { phone: '+44 20 7946 0100', title: 'Buyer' },
      (id) => `/people/${id}`,
    ],
    [
      'the wish for no contact',
      async () => (await asMia('POST', '/people', { email: 'cy@example.com', name: 'Cy' })).body.id,
      { doNotContact: true },
      (id) => `/people/${id}`,
    ],
    [
      'a company’s name',
      async () => (await asMia('POST', '/companies', { name: 'Northwind' })).body.id,
      { name: 'Southwind', country: 'GB' },
      (id) => `/companies/${id}`,
    ],
    [
      'the quality of a lead, and its owner',
      async () => (await asMia('POST', '/leads', { person, campaign: 'By hand' })).body.id,
      { quality: { quality: 'junk', reason: 'Student' }, owner: 'mia@example.com' },
      (id) => `/leads/${id}`,
    ],
    [
      'the amount, close and fields of an opportunity',
      async () =>
        (await asMia('POST', '/opportunities', { pipeline: 'touchstone/opportunity', name: 'Pens', person }))
          .body.id,
      { amount: '12.50', expectedClose: '2026-12-24' },
      (id) => `/opportunities/${id}`,
    ],
  ];
  test.each(acts)('%s', async (_what, make, change, pathOf) => {
    const id = await make();
    const before = (await asMia('GET', pathOf(id))).body;
    expect((await asMia('PATCH', pathOf(id), change)).status).toBe(200);
    const entry = await latest(id);
    expect(entry.undo).toEqual({ until: new Date(startMs + limits.undoMs).toISOString(), refusal: null });
    expect((await undo(id, entry.id)).body).toEqual({ success: true });
    const after = (await asMia('GET', pathOf(id))).body;
    const { revision: _was, updatedAt: _then, routingReason: _why, ...rest } = before;
    expect(after).toMatchObject(rest);
    // Neither is done a second time, and both say so.
    const { items } = (await asMia('GET', `/timeline/${id}`)).body;
    const back = items.find((one: { undoes: string[] | null }) => one.undoes?.includes(entry.id));
    expect(back).toMatchObject({ undo: null, undone: null });
    expect(items.find((one: { id: string }) => one.id === entry.id)).toMatchObject({
      ...{ undo: null, undoes: null },
      undone: { at: new Date(startMs).toISOString(), by: 'mia@example.com' },
    });
    for (const [again, why] of [
      [back.id, 'it is an undo itself; do by hand what it took back'],
      [entry.id, `it was undone by you at ${new Date(startMs).toISOString()}`],
    ]) {
      const { status, body } = await undo(id, again);
      expect([status, body.detail]).toEqual([409, `this cannot be undone: ${why}`]);
    }
    expect((await asMia('GET', pathOf(id))).body).toEqual(after);
  });

  test('a move along a pipeline, where a way leads back; else the reason is said', async () => {
    const lead = (await asMia('POST', '/leads', { person, campaign: 'Moved', owner: 'mia@example.com' }))
      .body;
    await asMia('PATCH', `/leads/${lead.id}`, { stage: 'In progress' });
    expect((await undo(lead.id, (await latest(lead.id)).id)).status).toBe(200);
    expect((await asMia('GET', `/leads/${lead.id}`)).body.stage).toBe(lead.stage);
    const wanted = { pipeline: 'touchstone/order', name: 'Pens', person };
    const { id } = (await asBoss('POST', '/orders', wanted)).body;
    expect((await asBoss('PATCH', `/orders/${id}`, { stage: 'Coordinate delivery' })).status).toBe(200);
    const refused = await undo(id, (await latest(id, asBoss)).id, asBoss);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('cannot move from')]);
  });
});

describe('an act is taken back as a whole', () => {
  const opportunity = async (more: object = {}) =>
    (
      await asMia('POST', '/opportunities', {
        pipeline: 'touchstone/opportunity',
        name: 'Pens',
        person,
        ...more,
      })
    ).body.id;
  const amountOf = async (id: string) => (await asMia('GET', `/opportunities/${id}`)).body.amount;
  const mugs = (id: string, quantity: number) =>
    asMia('PUT', `/opportunities/${id}/items`, { items: [{ product: 'Mug', quantity }] });

  test('an amount that follows the items is nobody’s decision, and follows them after an undo too', async () => {
    await asProgram('PUT', '/products/Mug', { unitPrice: '10' });
    const id = await opportunity();
    expect((await mugs(id, 1)).status).toBe(200);
    await mugs(id, 5);
    expect([await amountOf(id), (await latest(id)).undo]).toEqual(['50.00', null]);
    await asMia('PATCH', `/opportunities/${id}`, { amount: '99' });
    await mugs(id, 7);
    expect(await amountOf(id)).toBe('99.00');
    expect((await undo(id, (await latest(id)).id)).status).toBe(200);
    expect(await amountOf(id)).toBe('70.00');
    await mugs(id, 8);
    expect(await amountOf(id)).toBe('80.00');
  });

  test('an amount that came with a record without items comes back', async () => {
    const id = await opportunity();
    await consoleApp.query('UPDATE opportunities SET amount = 12.5 WHERE id = $1', [id]);
    await asMia('PATCH', `/opportunities/${id}`, { amount: '99' });
    expect((await undo(id, (await latest(id)).id)).status).toBe(200);
    expect(await amountOf(id)).toBe('12.50');
  });

  const converted = async (campaign: string) => {
    const { id } = (await asMia('POST', '/leads', { person, campaign, owner: 'mia@example.com' })).body;
    expect((await asMia('PATCH', `/leads/${id}`, { status: 'Converted' })).status).toBe(200);
    const { items } = (await asMia('GET', `/opportunities?lead=${id}`)).body;
    return { lead: id, opportunity: items[0].id };
  };

  test('the opportunity of a conversion never was; no undo of the undo opens another', async () => {
    const { lead, opportunity: opened } = await converted('Converted once');
    const entry = await latest(lead);
    expect((await undo(lead, entry.id)).status).toBe(200);
    expect((await asMia('GET', `/leads/${lead}`)).body.status).not.toBe('Converted');
    expect((await asMia('GET', `/opportunities/${opened}`)).body.end).toBe('voided');
    const { items: entries } = (await asMia('GET', `/timeline/${lead}`)).body;
    for (const { id, changes } of entries)
      if (!('id' in changes)) expect((await undo(lead, id)).status).toBe(409);
    const { items } = (await asMia('GET', `/opportunities?lead=${lead}`)).body;
    expect(items.map(({ id }: { id: string }) => id === opened)).toEqual([true]);
  });

  test('a conversion whose opportunity went on is not taken back unseen', async () => {
    const { lead, opportunity: opened } = await converted('Converted for good');
    const [next] = (await asMia('GET', `/opportunities/${opened}`)).body.next;
    await consoleApp.query('UPDATE opportunities SET came_from = stage, stage = $2 WHERE id = $1', [
      opened,
      next.to,
    ]);
    const refused = await undo(lead, (await latest(lead)).id);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      `this cannot be undone: it opened opportunity "${opened}", which is in "${next.to}" now; move both by hand`,
    ]);
    expect((await asMia('GET', `/leads/${lead}`)).body.status).toBe('Converted');
    expect((await asMia('GET', `/opportunities/${opened}`)).body.end).toBeNull();
  });

  test('a snoozed task that was completed is snoozed again', async () => {
    const task = { subject: 'Call', person, owner: 'mia@example.com', dueOn: '2026-12-01' };
    const { id } = (await asMia('POST', '/tasks', task)).body;
    const snoozedUntil = new Date(startMs + limits.hourMs).toISOString();
    expect((await asMia('PATCH', `/tasks/${id}`, { snoozedUntil })).status).toBe(200);
    expect((await asMia('PATCH', `/tasks/${id}`, { status: 'Complete' })).body.snoozedUntil).toBeNull();
    expect((await undo(id, (await latest(id)).id)).status).toBe(200);
    expect((await asMia('GET', `/tasks/${id}`)).body).toMatchObject({ status: 'Open', snoozedUntil });
  });

  test('a task that was given away and completed in one is whose it was', async () => {
    const task = { subject: 'Call', person, owner: 'mia@example.com', dueOn: '2026-12-01' };
    const { id } = (await asMia('POST', '/tasks', task)).body;
    await asBoss('PATCH', `/tasks/${id}`, { status: 'Complete', owner: 'boss@example.com' });
    expect((await undo(id, (await latest(id)).id, asBoss)).status).toBe(200);
    expect((await asMia('GET', `/tasks/${id}`)).body).toMatchObject({
      status: 'Open',
      owner: 'mia@example.com',
    });
  });
});

describe('an act is not taken back', () => {
  test('where somebody has changed the same since; and what else they changed stays', async () => {
    const { id } = (await asMia('POST', '/companies', { name: 'First' })).body;
    await asMia('PATCH', `/companies/${id}`, { name: 'Second' });
    const entry = await latest(id);
    await asProgram('PATCH', `/companies/${id}`, { phone: '+44 2' });
    expect((await asMia('GET', `/timeline/${id}`)).body.items[0]).toMatchObject({
      actor: 'API token',
      undo: null,
    });
    await asProgram('PATCH', `/companies/${id}`, { name: 'Third' });
    const refusal = `its name was changed again by API token at ${new Date(startMs).toISOString()}`;
    const { items } = (await asMia('GET', `/timeline/${id}`)).body;
    expect(items.find((one: { id: string }) => one.id === entry.id).undo).toMatchObject({ refusal });
    const answer = await undo(id, entry.id);
    expect([answer.status, answer.body.detail]).toEqual([409, `this cannot be undone: ${refusal}`]);
    expect((await asMia('GET', `/companies/${id}`)).body).toMatchObject({ name: 'Third', phone: '+44 2' });
  });

  test('where a quotation was sent since: neither its follow-up date nor its amount', async () => {
    const opportunity = {
      pipeline: 'process-guide/opportunity',
      name: 'Pens',
      person,
      owner: 'mia@example.com',
    };
    const { id: of } = (await asBoss('POST', '/opportunities', opportunity)).body;
    for (const sending of [{ followUpOn: '2026-12-20' }, {}]) {
      const { id } = (await asBoss('POST', `/opportunities/${of}/quotations`, { amount: 100 })).body;
      const acts = [];
      for (const change of [{ followUpOn: '2026-12-01' }, { amount: 120 }]) {
        expect((await asBoss('PATCH', `/quotations/${id}`, change)).status).toBe(200);
        acts.push((await latest(id, asBoss)).id);
      }
      const sent = await asBoss('PATCH', `/quotations/${id}`, { status: 'sent', ...sending });
      expect(sent.status).toBe(200);
      const refusal = expect.stringMatching(/^its .* changed again by you at /);
      const { items } = (await asBoss('GET', `/timeline/${id}`)).body;
      for (const act of acts) {
        expect(items.find((one: { id: string }) => one.id === act).undo).toMatchObject({ refusal });
        const answer = await undo(id, act, asBoss);
        expect([answer.status, answer.body.detail]).toEqual([
          409,
          expect.stringMatching(/^this cannot be undone: its .* changed again by you at /),
        ]);
      }
      expect((await asBoss('GET', `/quotations/${id}`)).body).toMatchObject({
        ...{ status: 'sent', amount: '120.00' },
        followUpOn: sending.followUpOn ?? '2026-12-01',
      });
    }
  });

  test('after a day', async () => {
    const { id } = (await asMia('POST', '/companies', { name: 'Of yesterday' })).body;
    await asMia('PATCH', `/companies/${id}`, { name: 'Of today' });
    const entry = await latest(id);
    consoleApp.clock.turnTo(startMs + limits.undoMs);
    // Her session has ended by then.
    expect((await latest(id, asProgram)).undo).toBeNull();
    expect((await undo(id, entry.id, asProgram)).status).toBe(409);
    consoleApp.clock.turnTo(startMs + limits.undoMs - 1);
    expect((await undo(id, entry.id, asProgram)).status).toBe(200);
  });

  test('by a role that may not change it, which is offered none', async () => {
    const { id } = (await asMia('POST', '/companies', { name: 'Closed to operators' })).body;
    await asMia('PATCH', `/companies/${id}`, { name: 'Still closed' });
    expect((await latest(id, asMark)).undo).toBeNull();
    expect((await undo(id, (await latest(id)).id, asMark)).status).toBe(403);
  });

  test('by an entry of another record, or none', async () => {
    const { id } = (await asMia('POST', '/companies', { name: 'Alone' })).body;
    await asMia('PATCH', `/companies/${id}`, { name: 'Alone still' });
    const entry = await latest(id);
    for (const [record, wanted] of [
      [person, entry.id],
      [id, '0'],
      [id, 'x'],
    ])
      expect((await undo(record ?? '', wanted ?? '')).status).toBe(404);
  });

  test('twice, of two who ask at once', async () => {
    const { id } = (await asMia('POST', '/companies', { name: 'Once' })).body;
    await asMia('PATCH', `/companies/${id}`, { name: 'Twice' });
    const entry = await latest(id);
    const answers = await Promise.all([undo(id, entry.id), undo(id, entry.id, asProgram)]);
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect((await asMia('GET', `/companies/${id}`)).body.name).toBe('Once');
  });
});

test('a former value that nobody may give today is no fault of the server: the undo says why', async () => {
  const { id } = (await asMia('POST', '/companies', { name: 'Westwind' })).body;
  await consoleApp.query(`UPDATE companies SET country = 'Deutschland' WHERE id = $1`, [id]);
  expect((await asMia('PATCH', `/companies/${id}`, { country: 'DE' })).status).toBe(200);
  const { status, body } = await undo(id, (await latest(id)).id);
  expect([status, body.detail]).toEqual([409, expect.stringContaining('"country" was something')]);
  expect((await asMia('GET', `/companies/${id}`)).body.country).toBe('DE');
});
