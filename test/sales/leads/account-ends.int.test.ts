/** Programmes that score companies, then people, then companies again, on a real PostgreSQL: what was before counts for nothing, and work stays. */
import { expect, test } from 'vitest';
import { accountRoom, type Compiled, committeeText, compiled } from './account-room.ts';

const room = accountRoom();
let generation = 10;
let company = '';
const ofPeople = committeeText.replace('of: account\ncombine: sum\n', '');
const none = (): Compiled => ({ ...compiled(committeeText, 'v1'), programmes: [] });

function publish(programmes: Compiled) {
  room.programmes = programmes;
  room.generation = ++generation;
}
const part = (name: string, score: number, isOwn = true) =>
  room.part(name, score, { part: { isOwn, generation } });
const due = () =>
  room.rows<{ due_at: number | Date }>('SELECT due_at FROM account_due WHERE company = $1', company);
const work = () =>
  room.rows<{ status: string; score: number }>(
    `SELECT tasks.status, leads.score FROM leads JOIN tasks ON tasks.lead_id = leads.id
     WHERE leads.profile = $1 AND leads.closed_at IS NULL`,
    company,
  );

test.each([
  ['scores people', () => compiled(ofPeople, 'v2')],
  ['is retired', none],
])('a programme that %s leaves leads and tasks of companies to their owners', async (_how, next) => {
  publish(compiled(committeeText, 'v1'));
  await room.say(part('ada', 30));
  await room.score();
  company = await room.companyId();
  const before = (await room.alerts()).length;
  publish(next());
  // Of a worker that still has the version before.
  await room.say(room.part('bob', 3, { part: { isOwn: true, generation: generation - 1 } }));
  await room.score();
  expect(await room.scores(company)).toEqual([]);
  expect(await work()).toEqual([{ status: 'Open', score: 30 }]);
  expect((await room.alerts()).slice(before)).toEqual([]);
  // And nothing looks at the company again until programmes change.
  expect(await due()).toEqual([{ due_at: Number.POSITIVE_INFINITY }]);
});

test('companies that are scored again stand where they stood, and nobody is notified', async () => {
  publish(compiled(committeeText, 'v1'));
  await room.say(part('ada', 30), part('bob', 25));
  await room.score();
  company = await room.companyId();
  publish(compiled(ofPeople, 'v2'));
  await room.score();
  const before = (await room.alerts()).length;
  publish(compiled(committeeText, 'v1'));
  await room.score();
  expect(await room.standing(company)).toEqual([0, 2, 0]);
  await room.say(part('ada', 30, false));
  await room.score();
  await room.say(part('bob', 25, false));
  await room.score();
  expect(await room.standing(company)).toEqual([55, 2, 2]);
  expect(await work()).toEqual([{ status: 'Open', score: 55 }]);
  expect((await room.alerts()).slice(before).filter((type) => type !== 'lead.updated')).toEqual([]);
});

test('points of before count no more when companies are scored again, whenever they are read', async () => {
  publish(compiled(committeeText, 'v1'));
  await room.say(part('ada', 30), part('bob', 25));
  const late = part('cleo', 40);
  await room.score();
  company = await room.companyId();
  publish(compiled(ofPeople, 'v2'));
  await room.score();
  publish(compiled(committeeText, 'v1'));
  await room.say(late, part('ada', 12, false));
  await room.score();
  expect(await room.standing(company)).toEqual([12, 2, 1]);
  expect(await room.rows('SELECT FROM account_parts WHERE company = $1', company)).toHaveLength(1);
});

test('a gain before all have said their points again closes no work', async () => {
  publish(compiled(committeeText, 'v1'));
  await room.say(part('ada', 30), part('bob', 25));
  await room.score();
  company = await room.companyId();
  publish(none());
  await room.score();
  publish(compiled(committeeText, 'v1'));
  await room.say(part('ada', 10));
  await room.score();
  expect(await room.standing(company)).toEqual([10, 2, 1]);
  expect(await work()).toMatchObject([{ status: 'Open' }]);
});

test('companies of a programme that scored people rise with the next gain alone', async () => {
  publish(compiled(ofPeople, 'v2'));
  await room.score();
  publish(compiled(committeeText, 'v3'));
  await room.say(part('ada', 30, false), part('bob', 25, false));
  await room.score();
  expect(await room.standing()).toEqual([55, 0, 2]);
  expect(await room.leads()).toEqual([]);
  await room.say(part('ada', 31));
  await room.score();
  expect(await room.standing()).toEqual([56, 2, 2]);
  expect(await room.leads()).toHaveLength(1);
});

test('a process that still has the version before scores no company meanwhile', async () => {
  publish(compiled(committeeText, 'v1'));
  const before = generation;
  const behind = await room.another(
    () => before,
    () => compiled(committeeText, 'v1'),
  );
  try {
    await room.say(part('ada', 12));
    await room.score();
    company = await room.companyId();
    publish(compiled(ofPeople, 'v2'));
    await room.score();
    await room.say(room.part('bob', 25, { part: { isOwn: true, generation: before } }));
    await behind.leads.accounts.scoreDue();
    expect(await room.leads()).toEqual([]);
    await room.score();
    publish(compiled(committeeText, 'v1'));
    await room.score();
    expect(await room.standing(company)).toEqual([0, 0, 0]);
  } finally {
    await behind.close();
  }
});

test('a company whose programme this process does not know yet is scored once it does', async () => {
  publish(none());
  await room.say(room.part('ada', 30, { part: { isOwn: true, generation: generation + 1 } }));
  await room.score();
  publish(compiled(committeeText, 'v1'));
  await room.score();
  expect((await room.standing())?.[0]).toBe(30);
});
