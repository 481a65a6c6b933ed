/** One act of a user that changed several records is taken back as one, whichever of their timelines is asked. */
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
let asTom: Ask;
const mia = 'mia@example.com';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  asMia = await askingAs(consoleApp, mia, 'rep', { name: 'Mia Chen' });
  asTom = await askingAs(consoleApp, 'tom@example.com', 'rep', { name: 'Tom Berg' });
});
beforeEach(() => consoleApp.clock.turnTo(startMs));
afterAll(() => consoleApp?.close());

/** A hot lead of Mia's, its contact task and its person. */
const hotLead = async () => {
  await consoleApp.oneMoreLead();
  const [{ id, task, person }] = (await asProgram('GET', '/leads?limit=1&campaign=EMEA&queue=true')).body
    .items;
  await asProgram('POST', `/leads/${id}/assign`, { owner: mia });
  return { lead: id as string, task: task.id as string, person: person.id as string };
};
type Hot = Awaited<ReturnType<typeof hotLead>>;
const stateOf = async ({ lead, task, person }: Hot) => {
  const [{ status, owner }, { status: taskStatus, outcome, owner: taskOwner }, { doNotContact }] = (
    await Promise.all(
      [`/leads/${lead}`, `/tasks/${task}`, `/people/${person}`].map((path) => asMia('GET', path)),
    )
  ).map(({ body }) => body);
  return { status, owner, task: taskStatus, outcome, taskOwner, doNotContact };
};
/** The entry of a record that its timeline offers first. */
const offered = async (id: string, ask = asMia) =>
  (await ask('GET', `/timeline/${id}`)).body.items.find((one: { undo: object | null }) => one.undo !== null);
const undo = (id: string, entry: string, ask = asMia) => ask('POST', `/timeline/${id}/${entry}/undo`);

const acts: [string, (hot: Hot) => Promise<{ status: number }>, (keyof Hot)[]][] = [
  [
    'a contact with an opportunity',
    ({ task }) => asMia('PATCH', `/tasks/${task}`, { status: 'Complete', outcome: 'Opportunity created' }),
    ['lead', 'task'],
  ],
  [
    'a contact without one',
    ({ task }) => asMia('PATCH', `/tasks/${task}`, { status: 'Complete', outcome: 'No opportunity' }),
    ['lead', 'task'],
  ],
  ['a conversion', ({ lead }) => asMia('PATCH', `/leads/${lead}`, { status: 'Converted' }), ['lead', 'task']],
  ['a claim', ({ lead }) => asTom('POST', `/leads/${lead}/claim`, {}), ['lead', 'task']],
  [
    'a wish for no contact',
    ({ person }) => asMia('PATCH', `/people/${person}`, { doNotContact: true }),
    ['lead', 'task', 'person'],
  ],
];
const cases = acts.flatMap(([what, act, records]) => records.map((from) => [what, from, act] as const));

describe('one act is taken back as one', () => {
  test.each(cases)('%s, from the timeline of the %s', async (what, from, act) => {
    const hot = await hotLead();
    // Only an owner gives away what is theirs.
    const asActor = what === 'a claim' ? asTom : asMia;
    if (what === 'a claim') await asProgram('POST', `/leads/${hot.lead}/return`, { reason: 'away' });
    const before = await stateOf(hot);
    expect((await act(hot)).status).toBe(200);
    const after = await stateOf(hot);
    expect(after).not.toEqual(before);
    const entry = await offered(hot[from]);
    expect(entry.undo.refusal).toBeNull();
    expect((await undo(hot[from], entry.id, asActor)).body).toEqual({ success: true });
    expect(await stateOf(hot)).toEqual(before);
    const { items } = (await asMia('GET', `/opportunities?lead=${hot.lead}&open=true`)).body;
    expect(items).toEqual([]);
    // The undo is one act as well, and none that is undone: each of its timelines says what it took back.
    for (const record of Object.values(hot)) {
      const { items: entries } = (await asActor('GET', `/timeline/${record}`)).body;
      const undos = entries.filter((one: { undoes: string[] | null }) => one.undoes !== null);
      for (const { id } of undos) expect((await undo(record, id, asActor)).status).toBe(409);
      expect(entries.filter((one: { undone: object | null }) => one.undone !== null).length > 0).toBe(
        undos.length > 0,
      );
    }
    expect((await undo(hot[from], entry.id, asActor)).status).toBe(409);
    expect(await stateOf(hot)).toEqual(before);
  });

  test('and not at all where a part of it was changed since, which is said in words for the reader', async () => {
    const hot = await hotLead();
    await asMia('PATCH', `/tasks/${hot.task}`, { status: 'Complete', outcome: 'No opportunity' });
    const entry = await offered(hot.lead);
    consoleApp.clock.turnTo(startMs + limits.hourMs);
    expect((await asMia('PATCH', `/tasks/${hot.task}`, { outcome: 'Opportunity created' })).status).toBe(200);
    const later = await stateOf(hot);
    const at = new Date(startMs + limits.hourMs).toISOString();
    for (const [ask, who] of [
      [asMia, 'you'],
      [asTom, 'Mia Chen'],
    ] as const) {
      const { items } = (await ask('GET', `/timeline/${hot.lead}`)).body;
      const { refusal } = items.find(({ id }: { id: string }) => id === entry.id).undo;
      expect(refusal).toBe(`its status was changed again by ${who} at ${at}`);
      const { status, body } = await undo(hot.lead, entry.id, ask);
      expect([status, body.detail]).toEqual([409, `this cannot be undone: ${refusal}`]);
    }
    expect(await stateOf(hot)).toEqual(later);
  });
});

describe('an act that began elsewhere', () => {
  test('with a merge, which brought a wish for no contact along, is taken back by the undo of the merge alone', async () => {
    const hot = await hotLead();
    const { body: marked } = await asMia('POST', '/people', {
      name: 'Marked',
      email: `marked-${hot.person}@example.com`,
      doNotContact: true,
    });
    const before = await stateOf(hot);
    expect(
      (await asMia('POST', `/people/${hot.person}/merges`, { merged: marked.id, take: [] })).status,
    ).toBe(201);
    const after = await stateOf(hot);
    expect(after).toMatchObject({ doNotContact: true, task: 'Cancelled' });
    for (const id of [hot.lead, hot.task, hot.person]) {
      const { items } = (await asMia('GET', `/timeline/${id}`)).body;
      const kinds = items.flatMap(({ kind, undo: offer }: { kind: string; undo: object | null }) =>
        offer ? [kind] : [],
      );
      expect(kinds.filter((kind: string) => kind === 'merges')).toEqual(id === hot.person ? ['merges'] : []);
      for (const { id: entry, kind, at } of items)
        if (kind !== 'merges' && at === items[0].at) expect((await undo(id, entry)).status).toBe(409);
    }
    expect(await stateOf(hot)).toEqual(after);
    expect((await undo(hot.person, (await offered(hot.person)).id)).status).toBe(200);
    expect(await stateOf(hot)).toEqual(before);
  });

  test('is taken back with all that it did to the record that was asked, not its stage alone', async () => {
    const { body: person } = await asMia('POST', '/people', {
      name: 'Of the guide',
      email: 'guide@example.com',
    });
    const given = { person: person.id, pipeline: 'process-guide/lead', owner: mia };
    const { id } = (await asMia('POST', '/leads', given)).body;
    const read = async () => {
      const { stage, owner, quality, fields } = (await asMia('GET', `/leads/${id}`)).body;
      return { stage, owner, quality, fields };
    };
    const before = await read();
    const change = {
      ...{ stage: 'Do not contact', quality: { quality: 'junk', reason: 'Student' } },
      fields: { enquiry: 'A school paper' },
    };
    expect((await asMia('PATCH', `/leads/${id}`, change)).status).toBe(200);
    expect((await asMia('GET', `/people/${person.id}`)).body.doNotContact).toBe(true);
    expect((await undo(id, (await offered(id)).id)).body).toEqual({ success: true });
    expect(await read()).toEqual(before);
    expect((await asMia('GET', `/people/${person.id}`)).body.doNotContact).toBe(false);
  });

  test('did not begin with an act of long ago that had the same number on another server', async () => {
    const hot = await hotLead();
    const before = await stateOf(hot);
    await asMia('PATCH', `/leads/${hot.lead}`, { status: 'Converted' });
    await consoleApp.query(
      `INSERT INTO timeline (kind, record, at, actor, changes, act)
       SELECT 'people', $2, at - interval '90 days', actor, '{"do_not_contact": [false, true]}', act FROM timeline WHERE id = $1`,
      [(await offered(hot.lead)).id, hot.person],
    );
    const entry = await offered(hot.lead);
    expect(entry).toMatchObject({ undo: { refusal: null } });
    expect((await undo(hot.lead, entry.id)).status).toBe(200);
    expect(await stateOf(hot)).toEqual(before);
  });
});
