/** The end of a task that somebody else may have ended first. */
import { expect, test } from 'vitest';
import { ScovilleError } from '../../../../clients/typescript/client.js';
import { completeSeen, type SeenTask } from './complete-seen.ts';

const refusal = (status: number) => new ScovilleError(new Response(null, { status }), null);
const open = (revision: number): SeenTask => ({ status: 'Open', outcome: null, revision });

/** A task on the server: it takes an end on its own revision alone. */
function task(present: SeenTask) {
  const sent: number[] = [];
  const send = async (revision: number) => {
    sent.push(revision);
    if (revision === present.revision) return 'ended';
    throw refusal(412);
  };
  return { sent, send, read: async () => present };
}

test('a task as it was seen is ended at once', async () => {
  const record = task(open(3));
  expect([await completeSeen(open(3), record), record.sent]).toEqual(['ended', [3]]);
});

test('a task that was changed and is open is ended as it is', async () => {
  const record = task(open(4));
  expect([await completeSeen(open(3), record), record.sent]).toEqual(['ended', [3, 4]]);
});

test('a task that somebody has ended stays as they ended it, and the refusal says so', async () => {
  const record = task({ status: 'Complete', outcome: 'Opportunity created', revision: 4 });
  await expect(completeSeen(open(3), record)).rejects.toThrow('it is Complete, "Opportunity created" now');
  expect(record.sent).toEqual([3]);
  const cancelled = task({ status: 'Cancelled', outcome: null, revision: 4 });
  await expect(completeSeen(open(3), cancelled)).rejects.toThrow('it is Cancelled now');
});

test('another refusal is passed on', async () => {
  const refused = refusal(403);
  const read = async () => open(3);
  await expect(completeSeen(open(3), { send: () => Promise.reject(refused), read })).rejects.toBe(refused);
});
