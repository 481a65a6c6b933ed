/** A merge taken apart after something happened: what scoring and people did since belongs to the one it was for, or the undo is refused. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { erasePerson } from '../../../src/sales/privacy/erase-person.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
let store: TestStore;
let count = 0;
/** The addresses of two people. */
let one = '';
let other = '';

beforeAll(async () => {
  store = await startTestStore(start);
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.at(start);
  count += 1;
  one = `one-${count}@since-${count}.example`;
  other = `other-${count}@since-${count}.example`;
});

const records = () => store.sales.records;
const later = () => store.at(new Date(store.nowMs() + 60_000).toISOString());
const sql = async (text: string, values: unknown[] = []) => (await store.sql.query(text, values)).rows;
const merge = async (kept: string, merged: string, take: string[] = []) => {
  const { id } = await records().merge('people', kept, { merged, take: take as never }, admin);
  await later();
  return id;
};
const undo = (id: string) => records().undoMerge(id, admin);
const profileOf = (email: string) => `profile of ${email}`;
const rise = (email: string, change: object = {}) => {
  const update = { profile: profileOf(email), atMs: store.nowMs(), ...change };
  return store.crossing(email, { ...update, tierState: { at: update.atMs } });
};
const person = (id: string) => records().person(id);
const idAt = async (email: string) => (await records().listPeople({ limit: 1, email })).items[0]?.id ?? '';
const leadsOf = async (id: string) =>
  (await records().listLeads({ limit: 50, person: id, sort: 'createdAt' })).items;
const erase = async (email: string, id: string) => {
  const notice = {
    ...{ erasure: `er_${count}`, profile: profileOf(email), untilMs: store.nowMs() },
    ...{ address: email, person: id },
  };
  await store.sql.query('BEGIN');
  await erasePerson(store.sql, notice, store.nowMs());
  await store.sql.query('COMMIT');
};

test('an erasure of the merged person after the undo leaves the other one, with what scoring said meanwhile', async () => {
  const kept = await store.person(one);
  const merged = await store.person(other);
  const id = await merge(kept, merged);
  await rise(other);
  expect(await sql('SELECT profile FROM people WHERE id = $1', [kept])).toEqual([{ profile: null }]);
  const [lead] = await leadsOf(kept);
  await undo(id);
  expect(await sql('SELECT profile FROM people WHERE id = $1', [merged])).toEqual([
    { profile: profileOf(other) },
  ]);
  expect(await leadsOf(kept)).toEqual([]);
  expect((await leadsOf(merged)).map((row) => row.id)).toEqual([lead?.id]);
  expect(await sql('SELECT DISTINCT person_id FROM tasks WHERE lead_id = $1', [lead?.id])).toEqual([
    { person_id: merged },
  ]);
  expect(
    (await store.sales.privacy.peopleOf({ profiles: [profileOf(other)], addresses: [], people: [] })).map(
      (row) => row.id,
    ),
  ).toEqual([merged]);
  await erase(other, merged);
  expect(await person(merged)).toBeNull();
  expect(await person(kept)).toMatchObject({ id: kept, email: one });
});

test('a merged person who is met as a profile answers for it, and their own events stay the kept one’s', async () => {
  const kept = await store.person(one);
  const merged = await store.person(other);
  const id = await merge(kept, merged);
  await rise(other, { campaign: 'Fair', programme: 'fair' });
  await rise(one);
  expect(await sql('SELECT profile FROM people WHERE id = $1', [kept])).toEqual([
    { profile: profileOf(one) },
  ]);
  await undo(id);
  expect((await leadsOf(kept)).map(({ campaign }) => campaign)).toEqual(['EMEA']);
  expect((await leadsOf(merged)).map(({ campaign }) => campaign)).toEqual(['Fair']);
});

test('an undo is refused where scoring may have met either by one address', async () => {
  const kept = await store.person(one);
  const merged = await store.person(other);
  const id = await merge(kept, merged, ['email']);
  await rise(one);
  await expect(undo(id)).rejects.toThrow('that may be of either of the two');
  expect(await person(merged)).toMatchObject({ id: kept });
});

test('an undo is refused where updates of both are in one lead', async () => {
  await rise(one, { score: 44, to: 2, tierName: '2 chilies' });
  await rise(other);
  const [kept, merged] = [await idAt(one), await idAt(other)];
  const id = await merge(kept, merged);
  await rise(other, { from: 1, to: 3, score: 66, tierName: '3 chilies' });
  const [lead] = (await leadsOf(kept)).filter(({ closedAt }) => closedAt === null);
  await expect(undo(id)).rejects.toThrow(`events of both people since the merge are in "${lead?.id}"`);
});

test('so it is where the other lead stayed the hotter one, and where a moved lead got the events', async () => {
  await rise(one, { score: 66, to: 3, tierName: '3 chilies' });
  await rise(other);
  const first = await merge(await idAt(one), await idAt(other));
  await rise(other, { from: 1, to: 2, score: 44, tierName: '2 chilies' });
  await expect(undo(first)).rejects.toThrow('events of both people');
  const [kept, moved] = [await store.person(`a-${one}`), `a-${other}`];
  await rise(moved);
  const second = await merge(kept, await idAt(moved));
  await rise(`a-${one}`, { score: 44, to: 2, tierName: '2 chilies' });
  await expect(undo(second)).rejects.toThrow('events of both people');
});

test('an update of their own lead hinders nobody', async () => {
  await rise(one);
  await rise(other, { campaign: 'Fair', programme: 'fair' });
  const [kept, merged] = [await idAt(one), await idAt(other)];
  const id = await merge(kept, merged);
  await rise(one, { from: 1, to: 2, score: 44, tierName: '2 chilies' });
  await rise(other, {
    campaign: 'Fair',
    programme: 'fair',
    from: 1,
    to: 3,
    score: 66,
    tierName: '3 chilies',
  });
  await undo(id);
  expect(await leadsOf(kept)).toMatchObject([{ campaign: 'EMEA', score: 44 }]);
  expect(await leadsOf(merged)).toMatchObject([{ campaign: 'Fair', score: 66 }]);
});

test('a wish for no contact that was said since is that of both', async () => {
  const kept = await store.person(one);
  const merged = await store.person(other);
  const id = await merge(kept, merged);
  await records().putPerson({ email: other, doNotContact: true }, admin);
  await undo(id);
  for (const each of [kept, merged]) expect(await person(each)).toMatchObject({ doNotContact: true });
});

test('also where it was shared, taken back and said again', async () => {
  const kept = await store.person(one);
  const merged = await store.person(other, { doNotContact: true });
  const id = await merge(kept, merged);
  await records().changePerson(kept, { doNotContact: false }, admin);
  await records().changePerson(kept, { doNotContact: true }, admin);
  await undo(id);
  for (const each of [kept, merged]) expect(await person(each)).toMatchObject({ doNotContact: true });
});

test('the wish of a company likewise', async () => {
  const kept = await records().makeCompany({ name: `Kept ${count}` }, admin);
  const merged = await records().makeCompany({ name: `Merged ${count}` }, admin);
  const { id } = await records().merge('companies', kept.id, { merged: merged.id, take: [] }, admin);
  await records().changeCompany(kept.id, { doNotContact: true }, admin);
  await undo(id);
  for (const each of [kept, merged])
    expect(await records().company(each.id)).toMatchObject({ doNotContact: true });
});

test('work on a lead that came over goes back with it', async () => {
  const kept = await store.person(one);
  await rise(other);
  const merged = await idAt(other);
  const id = await merge(kept, merged);
  const [lead] = await leadsOf(merged);
  const task = await records().openTask(
    { type: 'Call', subject: 'Follow up', dueOn: '2026-12-24', lead: lead?.id, person: kept } as never,
    admin,
  );
  const own = await records().openTask(
    { type: 'Call', subject: 'Own', dueOn: '2026-12-24', person: kept },
    admin,
  );
  const opportunity = await store.begin('opportunity', 'emea/opportunity', {
    ...{ person_id: kept, lead_id: lead?.id, name: 'Engines' },
  });
  await records().logActivity({ kind: 'note', body: 'noted', opportunity } as never, admin);
  await undo(id);
  const of = async (table: string, condition: string, value: unknown) =>
    sql(`SELECT DISTINCT person_id FROM ${table} WHERE ${condition} = $1`, [value]);
  expect(await of('tasks', 'id', task.id)).toEqual([{ person_id: merged }]);
  expect(await of('tasks', 'id', own.id)).toEqual([{ person_id: kept }]);
  expect(await of('opportunities', 'id', opportunity)).toEqual([{ person_id: merged }]);
  expect(await of('activities', 'opportunity_id', opportunity)).not.toContainEqual({ person_id: kept });
});

test('what came for a merged person who was not to be contacted is theirs', async () => {
  const kept = await store.person(one, { doNotContact: true });
  const merged = await store.person(other);
  const id = await merge(kept, merged);
  await rise(other);
  await undo(id);
  expect(await leadsOf(kept)).toEqual([]);
  expect(await leadsOf(merged)).toMatchObject([{ closedAt: null }]);
});

test('an erasure after the undo leaves neither name nor address in the timeline of the other one', async () => {
  const kept = await store.person(one, { name: 'Ada' });
  const merged = await store.person(other, { name: 'Bea Nobody-Else', phone: '+44 20 7946 0999' });
  const id = await merge(kept, merged, ['email', 'name']);
  const said = async () =>
    (await records().timelineOf(kept, { limit: 50 })).items.find(({ kind }) => kind === 'merges');
  expect((await said())?.changes['merged']?.[1]).toMatchObject({ id: merged, name: 'Bea Nobody-Else' });
  await undo(id);
  expect((await said())?.changes['merged']?.[0]).toMatchObject({ id: merged, name: 'Bea Nobody-Else' });
  await erase(other, merged);
  expect((await said())?.changes['merged']?.[0]).toMatchObject({ id: merged, name: null });
  const left = await sql(
    `SELECT record, changes FROM timeline WHERE changes::text LIKE '%Nobody-Else%' OR changes::text LIKE $1 OR changes::text LIKE '%7946 0999%'`,
    [`%${other}%`],
  );
  expect(left).toEqual([]);
  expect(await person(kept)).toMatchObject({ name: 'Ada', email: one });
});
