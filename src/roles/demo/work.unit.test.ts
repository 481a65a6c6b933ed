/** What reps of the demo leave alone. */
import { expect, test } from 'vitest';
import { type Rep, reps, visitorOf } from './cast.core.ts';
import { HandsOff } from './hands-off.ts';
import { chanceOf } from './random.core.ts';
import { workOnce } from './work.ts';

const [rep] = reps;
if (rep === undefined) throw new Error('the demo has no rep');
const visitor = (number: number) => visitorOf(chanceOf('work'), number).email;

/** Returns the calls that change something, of one act of a rep who has six contacts due with these people. */
async function changesWith(
  emailOf: (index: number) => string,
  entriesOf: (record: string) => object[] = () => [],
): Promise<string[]> {
  const changes: string[] = [];
  const items = Array.from({ length: 6 }, (_, index) => ({
    ...{ id: `tk_${index}`, lead: `ld_${index}`, episode: 1, tier: 1 },
    person: { id: `pe_${index}`, email: emailOf(index) },
  }));
  const call = async <Answer>(method: string, path: string) => {
    if (method !== 'GET') changes.push(`${method} ${path}`);
    const [, record] = /^\/timeline\/(\w+)/.exec(path) ?? [];
    if (record !== undefined) return { items: entriesOf(record) } as Answer;
    return { items: path.startsWith('/tasks?') ? items : [] } as Answer;
  };
  await workOnce({ call }, new HandsOff(Date.parse('2026-11-30T12:00:00Z')), rep as Rep, chanceOf('one act'));
  return changes;
}

test('a contact of the demo is worked on, one of somebody who tries it is not, though the address ends like all of them', async () => {
  expect(await changesWith(visitor)).toEqual(['POST /activities', 'PATCH /tasks/tk_0']);
  expect(await changesWith((index) => `nora${index}@newcomer.example`)).toEqual([]);
});

test('a task or lead that a user touched since the history is left alone, one that the history or the clock changed is not', async () => {
  const entry = (actor: string, at: string) => [
    { id: '7', kind: 'tasks', actor, at, changes: {}, undo: null },
  ];
  const entries: Record<string, object[]> = {
    tk_0: entry((rep as Rep).email, '2026-11-30T13:00:00Z'),
    ld_1: entry('amara@scoville.example', '2026-11-30T13:00:00Z'),
    tk_2: entry('clock', '2026-11-30T13:00:00Z'),
    ld_2: entry((rep as Rep).email, '2026-11-30T11:00:00Z'),
  };
  const changes = await changesWith(visitor, (record) => entries[record] ?? []);
  expect(changes).toEqual(['POST /activities', 'PATCH /tasks/tk_2']);
});

test('an act of the demo is no touch of a person; what a person does after it is', async () => {
  const entries = [{ id: '1', actor: 'rep@scoville.example', at: '2026-11-30T13:00:00Z' }];
  const call = async <Answer>() => ({ items: entries }) as Answer;
  const hands = new HandsOff(Date.parse('2026-11-30T12:00:00Z'));
  const free = () => hands.firstFree(call, ['ld_1'], (id) => [id]);
  await hands.note(call, 'ld_1');
  expect(await free()).toBe('ld_1');
  entries.unshift({ id: '2', actor: 'rep@scoville.example', at: '2026-11-30T13:01:00Z' });
  expect(await free()).toBeUndefined();
});
