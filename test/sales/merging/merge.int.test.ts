/** Two people become one: what goes over, what ends, by what they are found since; and the way back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { references } from '../../../src/sales/merging/references.ts';
import { erasePerson } from '../../../src/sales/privacy/erase-person.ts';
import { nameActor } from '../../../src/sales/store/store.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

const start = '2026-11-23T09:00:00.000Z';
const reasonOf = (lead: string) => `merged: ${lead} of the same person goes on`;
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
  one = `one-${count}@company-${count}.example`;
  other = `other-${count}@company-${count}.example`;
});

const records = () => store.sales.records;
const merge = (kept: string, merged: string, more: object = {}) =>
  records().merge('people', kept, { merged, take: [], ...more }, admin);
const undo = (id: string) => records().undoMerge(id, admin);
const sql = async (text: string, values: unknown[] = []) => (await store.sql.query(text, values)).rows;
const personAt = async (email: string) => (await records().listPeople({ limit: 5, email })).items;
const leadsOf = async (person: string) =>
  (await records().listLeads({ limit: 50, person, sort: 'createdAt' })).items;
/** Changes a lead that another one goes on for, as a program of before still could. */
const changeEnded = async (lead: string | undefined, set: string) => {
  await sql('BEGIN');
  await nameActor(store.sql, admin, store.nowMs());
  await sql(`UPDATE leads SET ${set} WHERE id = $1`, [lead]);
  await sql('COMMIT');
};
/** A person with a hot lead; answers the id. */
const hot = async (email: string, change: object = {}) => {
  await store.crossing(email, { profile: `profile of ${email}`, ...change });
  return (await personAt(email))[0]?.id as string;
};

test('the list of references is that of the foreign keys', async () => {
  for (const table of ['people', 'companies'] as const) {
    const found = await sql(
      `SELECT conrelid::regclass::text AS "table", attname AS "column" FROM pg_constraint
       JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
       WHERE contype = 'f' AND confrelid = $1::regclass`,
      [table],
    );
    const listed = references[table].map(({ table: from, column }) => `${from}.${column}`);
    // Carried one by one, since the other person may be in the same campaign.
    if (table === 'people') listed.push('campaign_influences.person_id');
    expect(found.map((row) => `${row.table}.${row.column}`).filter((name) => !listed.includes(name))).toEqual(
      [],
    );
  }
});

describe('a merge', () => {
  test('takes everything over, and fills what the kept person lacks', async () => {
    const kept = await store.person(one, { name: 'Ada Lovelace', phone: null });
    const merged = await store.person(other, {
      name: 'A. Lovelace',
      phone: '+44 20 7946 0100',
      kind: 'customer',
    });
    const opportunity = await store.begin('opportunity', 'emea/opportunity', {
      person_id: merged,
      name: 'Engines',
    });
    await records().openTask(
      { type: 'Call', subject: 'By hand', dueOn: '2026-12-24', person: merged },
      admin,
    );
    await records().logActivity({ kind: 'note', body: 'Likes engines', person: merged } as never, admin);
    const preview = await records().previewMerge('people', { kept, merged });
    expect(preview).toMatchObject({
      moves: { opportunities: 1, tasks: 1, activities: 1 },
      stopsContact: false,
    });
    expect(preview.fields.filter(({ stays }) => stays === 'merged').map(({ field }) => field)).toEqual([
      'phone',
      'kind',
    ]);
    const made = await merge(kept, merged);
    expect(made).toMatchObject({
      kept,
      merged,
      mergedName: 'A. Lovelace',
      moved: preview.moves,
      by: admin.name,
    });
    expect(await records().person(kept)).toMatchObject({
      ...{ name: 'Ada Lovelace', email: one, phone: '+44 20 7946 0100', kind: 'customer' },
    });
    expect(await store.sales.workflow.record('opportunity', opportunity)).toMatchObject({
      person: { id: kept },
    });
    expect((await records().listActivities({ limit: 5, person: merged })).items).toHaveLength(1);
    expect(await sql('SELECT FROM people WHERE id = $1', [merged])).toEqual([]);
  });

  test('takes the fields that are chosen, and finds by the others', async () => {
    const kept = await store.person(one, { name: 'Ada', externalId: 'A1', externalSource: 'crm' });
    const merged = await store.person(other, { name: 'Bea', externalId: 'B1', externalSource: 'crm' });
    await merge(kept, merged, { take: ['email', 'externalId', 'name'] });
    expect(await records().person(merged)).toMatchObject({
      id: kept,
      email: other,
      name: 'Bea',
      externalId: 'B1',
    });
    for (const email of [one, other]) expect((await personAt(email)).map(({ id }) => id)).toEqual([kept]);
    for (const externalId of ['A1', 'B1']) {
      const external = { externalId, externalSource: 'crm' };
      expect(await records().personWith(external)).toMatchObject({ id: kept });
      expect((await records().listPeople({ limit: 5, ...external })).items.map(({ id }) => id)).toEqual([
        kept,
      ]);
    }
    await undo((await records().listMerges({ list: 'people', limit: 1, record: kept })).items[0]?.id ?? '');
    expect(await records().person(kept)).toMatchObject({ email: one, name: 'Ada', externalId: 'A1' });
    expect(await records().person(merged)).toMatchObject({ id: merged, email: other, externalId: 'B1' });
  });

  test('ends the colder of two leads of a campaign, with its task, and no report counts it', async () => {
    const kept = await hot(one, { score: 22, to: 1 });
    const merged = await hot(other, { score: 44, to: 2, tierName: '2 chilies' });
    const [[cold], [hotter]] = [await leadsOf(kept), await leadsOf(merged)];
    const preview = await records().previewMerge('people', { kept, merged });
    expect(preview.endsLeads).toEqual([{ lead: cold?.id, campaign: 'EMEA', goesOn: hotter?.id }]);
    const { id } = await merge(kept, merged);
    const after = await leadsOf(kept);
    expect(after.find((lead) => lead.id === cold?.id)).toMatchObject({
      ...{ end: 'voided', endReason: reasonOf(hotter?.id ?? '') },
    });
    expect(after.find((lead) => lead.id === hotter?.id)).toMatchObject({
      closedAt: null,
      person: { id: kept },
    });
    const tasks = await sql('SELECT status, closed_reason FROM tasks WHERE person_id = $1 ORDER BY score', [
      kept,
    ]);
    expect(tasks).toEqual([
      { status: 'Cancelled', closed_reason: reasonOf(hotter?.id ?? '') },
      { status: 'Open', closed_reason: null },
    ]);
    await undo(id);
    expect((await leadsOf(kept)).map((lead) => ({ ...lead, revision: 0, updatedAt: '' }))).toEqual([
      { ...cold, revision: 0, updatedAt: '' },
    ]);
    expect(await sql(`SELECT status FROM tasks WHERE person_id = ANY($1)`, [[kept, merged]])).toEqual([
      { status: 'Open' },
      { status: 'Open' },
    ]);
  });

  test('lets later updates, forms and imports of the merged address go to the kept person', async () => {
    const kept = await hot(one);
    const merged = await hot(other, { campaign: 'EMEA' });
    await merge(kept, merged);
    await store.crossing(other, {
      profile: `profile of ${other}`,
      from: 1,
      to: 2,
      score: 44,
      tierName: '2 chilies',
    });
    expect(await personAt(other)).toMatchObject([{ id: kept, email: one }]);
    expect((await leadsOf(kept)).filter(({ closedAt }) => closedAt === null)).toMatchObject([{ score: 44 }]);
    const { person } = await records().putPerson({ email: other, title: 'Countess' }, admin);
    expect(person).toMatchObject({ id: kept, email: one, title: 'Countess' });
    const again = await records().openTask(
      { type: 'Call', subject: 'Call', dueOn: '2026-12-01', person: merged },
      admin,
    );
    expect(again.person).toMatchObject({ id: kept });
    await expect(records().changePerson(merged, { title: 'x' }, admin)).rejects.toThrow(
      `person "${merged}" was merged into "${kept}"`,
    );
    const third = await store.person(`third-${count}@else.example`);
    await expect(records().changePerson(third, { email: other }, admin)).rejects.toThrow(
      'merged into another',
    );
  });

  test('follows chains, and takes them apart from their end', async () => {
    const a = await store.person(one, { name: 'A' });
    const b = await store.person(other, { name: 'B' });
    const c = await store.person(`third-${count}@else.example`, { name: 'C' });
    const first = await merge(b, a);
    const second = await merge(c, b);
    expect(await records().person(a)).toMatchObject({ id: c });
    expect((await personAt(one)).map(({ id }) => id)).toEqual([c]);
    await expect(undo(first.id)).rejects.toThrow(
      `"${b}" was merged into "${c}" since; undo that merge first`,
    );
    await undo(second.id);
    expect(await records().person(a)).toMatchObject({ id: b });
    await undo(first.id);
    expect(await records().person(a)).toMatchObject({ id: a, email: one });
  });

  test('makes the wish of one for no contact that of both, and frees the other again', async () => {
    const kept = await hot(one);
    const merged = await store.person(other, { doNotContact: true });
    const { id } = await merge(kept, merged);
    expect(await records().person(kept)).toMatchObject({ doNotContact: true });
    expect(await sql(`SELECT FROM tasks WHERE person_id = $1 AND status = 'Open'`, [kept])).toEqual([]);
    await store.crossing(one, {
      profile: `profile of ${one}`,
      from: 1,
      to: 2,
      score: 44,
      tierName: '2 chilies',
    });
    await undo(id);
    expect(await records().person(kept)).toMatchObject({ doNotContact: false });
    expect(await records().person(merged)).toMatchObject({ doNotContact: true });
    // What came meanwhile counts too.
    expect(await leadsOf(kept)).toMatchObject([{ closedAt: null, score: 44 }]);
  });

  test('refuses an older revision of either, and a record that is not there', async () => {
    const kept = await store.person(one);
    const merged = await store.person(other);
    await records().changePerson(merged, { title: 'Dr' }, admin);
    await expect(merge(kept, merged, { mergedRevision: 1 })).rejects.toMatchObject({
      code: 'revision_mismatch',
    });
    await expect(merge(kept, merged, { revision: 7 })).rejects.toMatchObject({ code: 'revision_mismatch' });
    await expect(merge(kept, kept)).rejects.toThrow('expected another record');
    await expect(merge(kept, 'pn_none')).rejects.toMatchObject({ code: 'not_found' });
    await merge(kept, merged, { revision: 1, mergedRevision: 2 });
    await expect(merge(kept, merged)).rejects.toThrow(`was merged into "${kept}"`);
  });
});

test('an erasure of either address takes both, and the export has both', async () => {
  const kept = await hot(one);
  const merged = await hot(other);
  const { id } = await merge(kept, merged);
  const { privacy } = store.sales;
  const known = await privacy.peopleOf({ profiles: [], addresses: [other], people: [] });
  expect(new Set(known.map((row) => row.id))).toEqual(new Set([kept]));
  expect(new Set(known.map(({ email }) => email))).toEqual(new Set([one, other]));
  expect(JSON.stringify(await privacy.exportOf({ people: [kept], profiles: [] }))).toContain(other);
  const notice = {
    erasure: 'er_1',
    profile: `profile of ${other}`,
    untilMs: store.nowMs(),
    address: other,
    person: null,
  };
  await store.sql.query('BEGIN');
  await erasePerson(store.sql, notice, store.nowMs());
  await store.sql.query('COMMIT');
  expect(await records().person(merged)).toBeNull();
  expect(await records().findMerge(id)).toBeNull();
  const left = await sql(
    `SELECT record FROM timeline WHERE record = ANY($1) UNION ALL SELECT record FROM merge_rows WHERE record = ANY($1)
     UNION ALL SELECT merged FROM merges WHERE merged = ANY($1) UNION ALL SELECT record FROM duplicate_keys WHERE record = ANY($1)`,
    [[kept, merged]],
  );
  expect(left).toEqual([]);
});

test('a merge at the same moment as updates and the opposite merge is whole, and loses none', async () => {
  const kept = await hot(one);
  const merged = await hot(other);
  const rise = (email: string) =>
    store.crossing(email, {
      profile: `profile of ${email}`,
      from: 1,
      to: 2,
      score: 44,
      tierName: '2 chilies',
    });
  const results = await Promise.allSettled([
    merge(kept, merged),
    merge(merged, kept),
    rise(one),
    rise(other),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect(
    String((results.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason),
  ).toContain('was merged into');
  const [left, ...more] = [...(await personAt(one)), ...(await personAt(other))];
  expect(new Set([left, ...more].map((person) => person?.id)).size).toBe(1);
  const open = (await leadsOf(left?.id ?? '')).filter(({ closedAt }) => closedAt === null);
  expect(open).toMatchObject([{ score: 44 }]);
});

describe('the way back', () => {
  test('is open for a day', async () => {
    const made = [];
    for (const name of ['a', 'b']) {
      const kept = await store.person(`${name}-${one}`);
      made.push(await merge(kept, await store.person(`${name}-${other}`)));
    }
    const endMs = Date.parse(start) + limits.undoMs;
    await store.at(new Date(endMs - 1).toISOString());
    expect((await records().findMerge(made[0]?.id ?? ''))?.undo).toEqual({
      until: new Date(endMs).toISOString(),
      refusal: null,
    });
    await undo(made[0]?.id ?? '');
    await store.at(new Date(endMs).toISOString());
    expect((await records().findMerge(made[1]?.id ?? ''))?.undo).toBeNull();
    await expect(undo(made[1]?.id ?? '')).rejects.toThrow('over a day ago');
  });

  test('leaves what was changed since, and refuses what could not be as before', async () => {
    const kept = await hot(one, { score: 22 });
    const merged = await hot(other, { score: 44, to: 2, tierName: '2 chilies' });
    const { id } = await merge(kept, merged, { take: ['email'] });
    await records().changePerson(kept, { title: 'Countess' }, admin);
    const [cold] = (await leadsOf(kept)).filter(({ closedAt }) => closedAt !== null);
    await changeEnded(cold?.id, `quality = 'junk', quality_reason = 'Student', quality_at = now()`);
    await undo(id);
    expect(await records().person(kept)).toMatchObject({ title: 'Countess', email: one });
    const again = await merge(kept, merged);
    const [hotter] = (await leadsOf(kept)).filter(({ closedAt }) => closedAt === null);
    await records().changeLead(hotter?.id ?? '', { status: 'Closed lost', reason: 'no' } as never, admin);
    await changeEnded(cold?.id, `status = 'In progress', ended = NULL, end_reason = NULL, closed_at = NULL`);
    await expect(undo(again.id)).rejects.toThrow(/was changed again by you/);
  });
});
