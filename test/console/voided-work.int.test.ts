/** Work that hangs on a record when it is voided ends with it, and nothing of it is stuck. */
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
  undo: { refusal: string | null } | null;
}
/** Takes back the latest act on a record that can be. */
const takeBack = async (record: string): Promise<void> => {
  const { items } = await bodyOf(rep, 'GET', `/timeline/${record}`);
  const entry = (items as Item[]).find(({ undo }) => undo?.refusal === null);
  await bodyOf(rep, 'POST', `/timeline/${record}/${entry?.id}/undo`);
};
const offersOf = async (record: string) =>
  ((await bodyOf(rep, 'GET', `/timeline/${record}`)).items as Item[]).filter(({ undo }) => undo !== null);

/** A lead that was converted, and the opportunity of that. */
const converted = async () => {
  const given = { person: await acting.person(), campaign: 'Fair', owner: 'mia@example.com' };
  const { id: lead } = await bodyOf(rep, 'POST', '/leads', given);
  await bodyOf(rep, 'PATCH', `/leads/${lead}`, { status: 'Converted' });
  const [{ id: opportunity }] = (await bodyOf(rep, 'GET', `/opportunities?lead=${lead}`)).items;
  return { lead, opportunity };
};
const newTask = (opportunity: string) =>
  bodyOf(rep, 'POST', '/tasks', { subject: 'Call', opportunity, dueOn: '2026-12-24' });

describe('an opportunity whose conversion is undone', () => {
  test('ends its open tasks with the reason, and offers no undo of them', async () => {
    const { lead, opportunity } = await converted();
    const { id: task } = await newTask(opportunity);
    const { id: done } = await newTask(opportunity);
    await bodyOf(rep, 'PATCH', `/tasks/${done}`, { status: 'Complete' });
    await takeBack(lead);
    expect(await bodyOf(rep, 'GET', `/tasks/${task}`)).toMatchObject({
      status: 'Cancelled',
      closedReason: 'its opportunity was taken back',
    });
    expect(await bodyOf(rep, 'GET', `/tasks/${done}`)).toMatchObject({ status: 'Complete' });
    expect([await offersOf(task), await offersOf(done)]).toEqual([[], []]);
    expect((await bodyOf(rep, 'GET', `/tasks?open=true&opportunity=${opportunity}`)).items).toEqual([]);
  });

  test('lets a call on it be taken back, with the task that followed', async () => {
    const { lead, opportunity } = await converted();
    const call = { kind: 'call', body: 'x', nextStep: 'Send', followUpOn: '2026-12-24', opportunity };
    const { id } = await bodyOf(rep, 'POST', '/activities', call);
    await takeBack(lead);
    expect(await bodyOf(rep, 'POST', `/activities/${id}/undo`)).toEqual({ success: true });
  });

  test('offers no undo of its quotations', async () => {
    const { lead, opportunity } = await converted();
    const { id } = await bodyOf(rep, 'POST', `/opportunities/${opportunity}/quotations`, { amount: 10 });
    await bodyOf(rep, 'PATCH', `/quotations/${id}`, { amount: 20 });
    expect(await offersOf(id)).toHaveLength(1);
    await takeBack(lead);
    expect(await offersOf(id)).toEqual([]);
  });

  test.each([{ status: 'Complete' }, { status: 'Cancelled', reason: 'Old' }])(
    'lets a task that was left open on it become $status, and nothing else',
    async (end) => {
      const { lead, opportunity } = await converted();
      const { id } = await newTask(opportunity);
      await takeBack(lead);
      // As a program of before left it.
      await consoleApp.query(
        `UPDATE tasks SET status = 'Open', closed_reason = NULL, completed_at = NULL WHERE id = $1`,
        [id],
      );
      const patch = async (change: object) => (await rep.ask('PATCH', `/tasks/${id}`, change)).json().code;
      expect(await patch({ subject: 'Write' })).toBe('record_voided');
      expect(await patch({ ...end, subject: 'Write' })).toBe('record_voided');
      expect(await patch({ status: 'Complete', outcome: 'No opportunity' })).toBe('record_voided');
      expect(await bodyOf(rep, 'PATCH', `/tasks/${id}`, end)).toMatchObject({ status: end.status });
      expect(await patch({ status: 'Open' })).toBe('record_voided');
    },
  );
});
