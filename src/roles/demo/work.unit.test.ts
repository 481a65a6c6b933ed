/** What reps of the demo leave alone. */
import { expect, test } from 'vitest';
import { type Rep, reps, visitorOf } from './cast.core.ts';
import { chanceOf } from './random.core.ts';
import { workOnce } from './work.ts';

const [rep] = reps;
if (rep === undefined) throw new Error('the demo has no rep');
const visitor = (number: number) => visitorOf(chanceOf('work'), number).email;

/** Returns the calls that change something, of one act of a rep who has six contacts due with these people. */
async function changesWith(emailOf: (place: number) => string): Promise<string[]> {
  const changes: string[] = [];
  const items = Array.from({ length: 6 }, (_, place) => ({
    ...{ id: `tk_${place}`, lead: `ld_${place}`, episode: 1, tier: 1 },
    person: { id: `pe_${place}`, email: emailOf(place) },
  }));
  const call = async <Answer>(method: string, path: string) => {
    if (method !== 'GET') changes.push(`${method} ${path}`);
    return { items: path.startsWith('/tasks?') ? items : [] } as Answer;
  };
  await workOnce({ call }, rep as Rep, chanceOf('one act'));
  return changes;
}

test('a contact of the demo is worked on, one of somebody who tries it is not, though the address ends like all of them', async () => {
  expect(await changesWith(visitor)).toEqual(['POST /activities', 'PATCH /tasks/tk_0']);
  expect(await changesWith((place) => `nora${place}@newcomer.example`)).toEqual([]);
});
