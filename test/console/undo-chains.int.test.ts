/** Acts on a record are taken back one after the other from its timeline, the latest first, each once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startMs } from '../sales/records.ts';
import { actingOf, bodyOf } from './bulk-acting.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let rep: Caller;
let acting: ReturnType<typeof actingOf>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  rep = await newcomer(consoleApp, 'mia@example.com', 'rep');
  acting = actingOf(consoleApp, await newcomer(consoleApp, 'boss@example.com', 'manager'));
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

interface Item {
  id: string;
  kind: string;
  changes: Record<string, unknown>;
  undo: { refusal: string | null } | null;
  undone: object | null;
  undoes: string[] | null;
}
const timeline = async (record: string): Promise<Item[]> =>
  (await bodyOf(rep, 'GET', `/timeline/${record}`)).items;
/** The entries that can be taken back now. */
const free = async (record: string) =>
  (await timeline(record)).filter(({ undo }) => undo?.refusal === null).map(({ id }) => id);
/** Takes back what can be, until nothing is left. Returns how many acts that were. */
const takeAllBack = async (record: string): Promise<number> => {
  for (let count = 0; ; count++) {
    const [entry] = await free(record);
    if (entry === undefined) return count;
    expect((await rep.ask('POST', `/timeline/${record}/${entry}/undo`)).json()).toEqual({ success: true });
  }
};

const mine = { owner: 'mia@example.com' };
const chains: [string, string, () => Promise<object>, object[]][] = [
  [
    'statuses, quality and owner of a lead',
    '/leads',
    async () => ({ person: await acting.person(), campaign: 'Fair', ...mine }),
    [
      { status: 'In progress' },
      { quality: { quality: 'junk', reason: 'Student' } },
      { status: 'Closed lost', reason: 'Budget' },
      { status: 'In progress' },
      { status: 'Converted' },
    ],
  ],
  [
    'stages, fields and amounts of an opportunity',
    '/opportunities',
    async () => ({
      pipeline: 'touchstone/opportunity',
      name: 'Pens',
      person: await acting.person(),
      ...mine,
    }),
    [{ amount: '10' }, { amount: '20', expectedClose: '2026-12-24' }, { amount: null }, { amount: '30' }],
  ],
  [
    'names of a company',
    '/companies',
    async () => ({ name: `First ${await acting.person()}` }),
    [{ name: 'Second' }, { name: 'Third', country: 'GB' }, { doNotContact: true }, { doNotContact: false }],
  ],
  [
    'deadlines and ends of a task',
    '/tasks',
    async () => ({ subject: 'Call', person: await acting.person(), dueOn: '2026-12-01', ...mine }),
    [{ dueOn: '2026-12-02' }, { status: 'Complete' }, { status: 'Open' }, { subject: 'Write' }],
  ],
];

describe('a chain of acts', () => {
  test.each(chains)(
    '%s: each is free once the later ones are taken back',
    async (_what, path, given, changes) => {
      const made = await bodyOf(rep, 'POST', path, await given());
      const read = async () => {
        const {
          revision: _now,
          updatedAt: _then,
          routingReason: _why,
          enteredAt: _at,
          ...rest
        } = await bodyOf(rep, 'GET', `${path}/${made.id}`);
        return rest;
      };
      const before = await read();
      for (const change of changes) await bodyOf(rep, 'PATCH', `${path}/${made.id}`, change);
      // A task that somebody has made is cancelled by the undo of its making.
      const isTask = path === '/tasks';
      expect(await takeAllBack(made.id)).toBe(changes.length + (isTask ? 1 : 0));
      const after = await read();
      expect(isTask ? after.status : after).toEqual(isTask ? 'Cancelled' : before);
      const items = await timeline(made.id);
      for (const { id, undoes, undone } of items) {
        const isUndo = undoes !== null;
        expect(items.some((one) => one.undoes?.includes(id))).toBe(undone !== null);
        if (isUndo) expect(undone).toBeNull();
        const answer = await rep.ask('POST', `/timeline/${made.id}/${id}/undo`);
        expect(answer.statusCode, answer.body).toBe(409);
      }
      expect(await read()).toEqual(after);
    },
  );

  test('a conversion, and the moves of what it opened', async () => {
    const { id: lead } = await bodyOf(rep, 'POST', '/leads', {
      person: await acting.person(),
      campaign: 'Fair',
      ...mine,
    });
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'Converted' });
    const [opened] = (await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items;
    const next = opened.next.find(({ missing }: { missing: string[] }) => missing.length === 0);
    await bodyOf(rep, 'PATCH', `/opportunities/${opened.id}`, { stage: next.to });
    const [conversion] = await free(lead);
    const undo = () => rep.ask('POST', `/timeline/${lead}/${conversion}/undo`);
    expect((await undo()).statusCode).toBe(409);
    expect(await takeAllBack(opened.id)).toBe(1);
    expect((await undo()).json()).toEqual({ success: true });
    expect(await bodyOf(rep, 'GET', `/opportunities/${opened.id}`)).toMatchObject({ end: 'voided' });
  });
});

describe('a contact that opened an opportunity', () => {
  const completed = async () => {
    await consoleApp.oneMoreLead();
    const [{ id: lead, task }] = (
      await bodyOf(acting.token, 'GET', '/leads?limit=1&campaign=EMEA&queue=true')
    ).items;
    await bodyOf(acting.token, 'POST', `/leads/${lead}/assign`, mine);
    await bodyOf(rep, 'PATCH', `/tasks/${task.id}`, { status: 'Complete', outcome: 'Opportunity created' });
    const [opened] = (await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items;
    const [entry] = await free(task.id);
    const undo = () => rep.ask('POST', `/timeline/${task.id}/${entry}/undo`);
    return { lead, task: task.id, opened, undo };
  };

  test('is not taken back while the opportunity stands elsewhere', async () => {
    const { lead, opened, undo } = await completed();
    const next = opened.next.find(({ missing }: { missing: string[] }) => missing.length === 0);
    await bodyOf(rep, 'PATCH', `/opportunities/${opened.id}`, { stage: next.to });
    const refused = await undo();
    expect([refused.statusCode, refused.json().detail]).toEqual([
      409,
      `this cannot be undone: it opened opportunity "${opened.id}", which is in "${next.to}" now; move both by hand`,
    ]);
    expect((await bodyOf(rep, 'GET', `/leads/${lead}`)).status).toBe('Converted');
    expect(await takeAllBack(opened.id)).toBe(1);
    expect((await undo()).json()).toEqual({ success: true });
    expect((await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items).toMatchObject([
      { end: 'voided' },
    ]);
  });

  test('is not taken back from its task alone after its lead was moved', async () => {
    const { lead, task, undo } = await completed();
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'In progress' });
    const refused = await undo();
    expect([refused.statusCode, refused.json().detail]).toEqual([
      409,
      `this cannot be undone: the status of its lead was changed again by you at ${new Date(startMs).toISOString()}`,
    ]);
    expect(await bodyOf(rep, 'GET', `/tasks/${task}`)).toMatchObject({ status: 'Complete' });
  });
});

test('a merge and its undo: its row says so, and the acts before it are free', async () => {
  const [{ id: kept }, { id: merged }] = [
    await bodyOf(rep, 'POST', '/people', { name: 'Ada', email: 'ada@kept.example' }),
    await bodyOf(rep, 'POST', '/people', { name: 'Ada L.', email: 'al@merged.example' }),
  ];
  await bodyOf(rep, 'PATCH', `/people/${kept}`, { name: 'Ada K.' });
  const wanted = { merged, take: ['name'] };
  const { id: merge } = await bodyOf(acting.token, 'POST', `/people/${kept}/merges`, wanted);
  expect(await free(kept)).toEqual(
    (await timeline(kept)).filter(({ changes }) => 'merged' in changes).map(({ id }) => id),
  );
  await bodyOf(acting.token, 'POST', `/merges/${merge}/undo`);
  const [said, done] = (await timeline(kept)).filter(({ changes }) => 'merged' in changes);
  expect([done?.undone !== null, said?.undoes]).toEqual([true, [done?.id]]);
  expect(await takeAllBack(kept)).toBe(1);
  expect((await bodyOf(rep, 'GET', `/people/${kept}`)).name).toBe('Ada');
});

test('a row that an undo left as it is does not say that it is undone', async () => {
  const { id } = await bodyOf(rep, 'POST', '/opportunities', {
    pipeline: 'emea/opportunity',
    name: 'Pens',
    person: await acting.person(),
    ...mine,
  });
  const influences = { items: [{ campaign: 'Fair', touch: 'later' }] };
  await bodyOf(rep, 'PUT', `/opportunities/${id}/campaign-influences`, influences);
  expect(await takeAllBack(id)).toBe(1);
  const undone = (await timeline(id)).filter((entry) => entry.undone !== null);
  expect(undone.map(({ kind }) => kind)).toEqual(['opportunities']);
  const [back] = (await timeline(id)).filter(({ undoes }) => undoes !== null);
  expect(back?.undoes).toEqual(undone.map((entry) => entry.id));
});

test('an act on many records leaves what its user has taken back already', async () => {
  const lead = await acting.lead({ campaign: 'Fair' });
  const act = await acting.act({ list: 'leads', ids: [lead], change: { status: 'In progress' } });
  expect(act.counts).toMatchObject({ done: 1 });
  const [entry] = await free(lead);
  await bodyOf(rep, 'POST', `/timeline/${lead}/${entry}/undo`);
  expect(await acting.undo(act.id)).toMatchObject({ counts: { kept: 1 } });
  expect((await timeline(lead)).filter(({ undoes }) => undoes !== null)).toHaveLength(1);
});

describe('a stage that says the wish for no contact', () => {
  const told = async () => {
    const { id: person } = await bodyOf(rep, 'POST', '/people', {
      name: 'Guided',
      email: `${await acting.person()}@guide.example`,
    });
    const { id: lead } = await bodyOf(rep, 'POST', '/leads', {
      person,
      pipeline: 'process-guide/lead',
      ...mine,
    });
    const read = async () => {
      const { stage, quality, fields } = await bodyOf(rep, 'GET', `/leads/${lead}`);
      return {
        stage,
        quality,
        fields,
        isMarked: (await bodyOf(rep, 'GET', `/people/${person}`)).doNotContact,
      };
    };
    const before = await read();
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, {
      ...{ stage: 'Do not contact', quality: { quality: 'junk', reason: 'Student' } },
      fields: { enquiry: 'A school paper' },
    });
    return { person, lead, before, read };
  };

  test('is taken back from the timeline of the person with the quality and the fields', async () => {
    const { person, before, read } = await told();
    expect(await takeAllBack(person)).toBe(1);
    expect(await read()).toEqual(before);
  });

  test('and not at all where the quality was changed since: that comes first', async () => {
    const { person, lead, before, read } = await told();
    const [wish] = await free(person);
    await bodyOf(rep, 'PATCH', `/leads/${lead}`, { quality: { quality: 'junk', reason: 'Rival' } });
    const answer = await rep.ask('POST', `/timeline/${person}/${wish}/undo`);
    expect([answer.statusCode, answer.json().detail]).toEqual([
      409,
      `this cannot be undone: the quality of its lead was changed again by you at ${new Date(startMs).toISOString()}`,
    ]);
    const [quality] = await free(lead);
    await bodyOf(rep, 'POST', `/timeline/${lead}/${quality}/undo`);
    await bodyOf(rep, 'POST', `/timeline/${person}/${wish}/undo`);
    expect(await read()).toEqual(before);
  });
});
