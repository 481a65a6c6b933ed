/**
 * What is exported is imported unchanged: into the same store it changes nothing, and in an empty store it makes the same records. And a
 * long file: all of it comes in, and all of it is taken back.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { saidIn } from '../../../src/base/text/text.ts';
import type { ExportQuery, ImportKind, ImportQuery } from '../../../src/contract/api/api.ts';
import type { Sales } from '../../../src/sales/sales.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { runs } from '../../support/law-runs.ts';
import { openTestSales } from '../../support/rooms.ts';
import { admin, startMs } from '../records.ts';

type Opened = Awaited<ReturnType<typeof openTestSales>>;

const opened: Opened[] = [];
const databases: TestDatabase[] = [];
let sales: Sales;

async function open(): Promise<Sales> {
  const database = await startTestDatabase();
  databases.push(database);
  const one = await openTestSales({ databaseUrl: database.url, clock: { nowMs: () => startMs } });
  opened.push(one);
  return one;
}

beforeAll(async () => {
  sales = await open();
});
afterAll(async () => {
  for (const one of opened) await one.close();
  for (const database of databases) await database.stop();
});

const { signal } = new AbortController();

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function importInto(store: Sales, kind: ImportKind, text: string, more: Partial<ImportQuery> = {}) {
  const actor = { ...admin, isAdmin: true };
  const { view } = await store.imports.receive(bytesOf(text), { kind, dryRun: false, ...more }, actor);
  while (await store.imports.work(signal));
  const done = await store.imports.find(view.id);
  if (done === null) throw new Error('the import is gone');
  return done;
}

async function exportFrom(store: Sales, kind: ImportKind, more: Partial<ExportQuery> = {}): Promise<string> {
  let text = '';
  for await (const part of store.imports.export({ kind, delimiter: ',', ...more })) text += part;
  return text;
}

/** Texts that tempt programs: formulas, quotes, ends of lines, signs of many alphabets. */
const tempting = fc.string({
  unit: fc.constantFrom(...'=+-@\'",;|\t\n\r aZ9üß€é漢🙂.'.split('')),
  minLength: 1,
  maxLength: 12,
});
const text = fc
  .tuple(fc.constantFrom('A', '=', "'=", '-', '+4', '"', '7'), tempting)
  .map(([first, rest]) => `${first}${rest}`.normalize('NFC').toWellFormed().trim())
  // What says nothing is nobody's name or title: the doors take none in.
  .filter((one) => saidIn(one) !== null);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

/** No other system; the only one, with an id that tempts programs; one of several. */
const systems = ['none', 'only', 'crm'] as const;
const externalOf = (system: (typeof systems)[number], index: number) => ({
  ...(system !== 'none' && { externalId: `=7 ${index}` }),
  ...(system === 'crm' && { externalSource: 'crm' }),
});

describe('people and companies', () => {
  test('come back as they are, and make the same in an empty store', async () => {
    const person = fc.record({
      name: orNull(text),
      title: orNull(text),
      company: orNull(text),
      phone: orNull(fc.constantFrom('+49 30 1234', '-5', '030/77')),
      country: orNull(fc.constantFrom('DE', 'US')),
      language: orNull(fc.constantFrom('de', 'en')),
      kind: fc.constantFrom('prospect' as const, 'contact' as const, 'customer' as const),
      doNotContact: fc.boolean(),
      system: fc.constantFrom(...systems),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 8 }),
        fc.uniqueArray(text, { maxLength: 3 }),
        fc.constantFrom(...systems),
        async (people, companies, system) => {
          run++;
          const store = run === 1 ? sales : await open();
          for (const [index, name] of companies.entries())
            await store.records.makeCompany(
              {
                ...{ name, ...externalOf(system, index) },
                ...(index === 0 && { domain: 'joined.example' }),
              },
              admin,
            );
          for (const [index, { system, ...given }] of people.entries()) {
            const email =
              index % 3 === 2 ? null : `p${index}@${index % 2 === 0 ? 'joined' : 'alone'}.example`;
            // Somebody without an address is found by the name again.
            const name = email === null ? `${given.name ?? ''}${index}` : given.name;
            await store.records.putPerson({ email, ...given, name, ...externalOf(system, index) }, admin);
          }
          const empty = await open();
          for (const kind of ['companies', 'people'] as const) {
            const file = await exportFrom(store, kind);
            const again = await importInto(store, kind, file);
            expect([again.status, again.error, again.counts.bad]).toEqual(
              again.counts.rows === 0 ? ['failed', expect.stringMatching(/no rows/), 0] : ['done', null, 0],
            );
            expect([again.counts.new, again.counts.changed]).toEqual([0, 0]);
            expect(await exportFrom(store, kind)).toBe(file);
            const copied = await importInto(empty, kind, file, { rows: 'good' });
            expect(copied.counts.bad).toBe(0);
            expect(withoutIds(await exportFrom(empty, kind))).toEqual(withoutIds(file));
          }
        },
      ),
      runs(3),
    );
  });
});

test('owners with their deputies make the same in an empty store, and an undo takes them back', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@deputies.example`);
  const deputies = fc.array(fc.constantFrom(null, ...names), { minLength: 5, maxLength: 5 });
  const store = await open();
  await fc.assert(
    fc.asyncProperty(deputies, async (given) => {
      const rows = names.map((email, index) => [email, given[index] === email ? null : given[index]]);
      const file = `email,deputy\n${rows.map((row) => row.join(',')).join('\n')}\n`;
      const { id, ...made } = await importInto(store, 'owners', file);
      expect(made).toMatchObject({ status: 'done', counts: { new: 5, bad: 0 } });
      for (const [email, deputy] of rows)
        expect(await store.team.users.find(email ?? '')).toMatchObject({ deputy: deputy ?? null });
      const again = await importInto(store, 'owners', await exportFrom(store, 'owners'));
      expect(again).toMatchObject({ status: 'done', counts: { unchanged: 5, new: 0, changed: 0, bad: 0 } });
      await store.imports.undo(id);
      while (await store.imports.work(signal));
      expect(await store.imports.find(id)).toMatchObject({ status: 'undone', counts: { kept: 0 } });
      expect(await store.team.users.find(names[0] ?? '')).toBeNull();
    }),
    runs(5),
  );
});

/** The rows of an export by their content: the ids are others. */
function withoutIds(file: string): string[] {
  const [, ...rows] = file.split(/\r\n(?=\w{2}_|$)/);
  return rows.map((row) => row.replace(/^\w{2}_[\w-]+,/, '')).sort();
}

test('products, owners, opportunities and wishes come back as they are', async () => {
  const files: [ImportKind, string][] = [
    ['products', 'name,unitPrice,currency\n"=Chair, big",12.5,USD\nTalk,,EUR\n'],
    ['owners', 'email,name,role,languages,capacity,maxOpenLeads\nrep@trip.example,"Rep; of",rep,de;en,3,7\n'],
    ['people', 'email,name,owner\nbuyer@trip.example,Buyer,rep@trip.example\n'],
    ['companies', 'name,domain\nTrip,trip.example\n'],
    [
      'opportunities',
      'name,pipeline,person,company,owner,amount,currency,expectedClose\n-Deal,touchstone/opportunity,buyer@trip.example,Trip,rep@trip.example,1234.56,USD,2027-01-02\nOther,touchstone/opportunity,,Trip,,,,\n',
    ],
    ['do-not-contact', 'email,domain,company\nstop@trip.example,,\n,stopped.example,Stopped\n'],
  ];
  for (const [kind, file] of files)
    expect(await importInto(sales, kind, file)).toMatchObject({ status: 'done', counts: { bad: 0 } });
  for (const [kind] of files) {
    const file = await exportFrom(sales, kind);
    const again = await importInto(sales, kind, file);
    expect([kind, again.error, again.status, again.counts.bad]).toEqual([kind, null, 'done', 0]);
    expect([again.counts.new, again.counts.changed]).toEqual([0, 0]);
    expect(await exportFrom(sales, kind)).toBe(file);
  }
  expect(await exportFrom(sales, 'customers')).toMatch(/^\ufeffid,email,claimedEmail,name,/);
  expect(await exportFrom(sales, 'opportunities', { owner: 'rep@trip.example' })).toContain('-Deal');
  expect(await exportFrom(sales, 'opportunities', { owner: 'rep@trip.example' })).not.toContain('Other');
  expect(() => sales.imports.export({ kind: 'products', delimiter: ',', owner: 'x' })).toThrow(
    /"owner" is no filter of products; expected none/,
  );
});

test('an address that a page only claims has a column of its own, which no import takes', async () => {
  const store = await open();
  await importInto(store, 'people', 'email,name\nown@trip.example,Own\nnamed@trip.example,Named\n');
  const client = new pg.Client({ connectionString: databases.at(-1)?.url });
  await client.connect();
  await client.query(
    "UPDATE people SET email = NULL, claimed_email = 'said@trip.example' WHERE email = 'named@trip.example'",
  );
  const file = await exportFrom(store, 'people');
  expect(file).toMatch(/,own@trip\.example,,Own,/);
  expect(file).toMatch(/,,said@trip\.example,Named,/);
  expect((await importInto(store, 'people', file)).counts).toMatchObject({ bad: 0, new: 0, changed: 0 });
  const { rows } = await client.query("SELECT name FROM people WHERE email = 'said@trip.example'");
  await client.end();
  expect(rows).toEqual([]);
  expect(await exportFrom(store, 'people')).toBe(file);
});

test('what was closed elsewhere says when, and comes back so', async () => {
  const store = await open();
  await importInto(store, 'people', 'email\nwon@trip.example\n');
  const head = 'name,pipeline,stage,person,closedAt\n';
  const row = (name: string, stage: string, closedAt: string) =>
    `${name},emea/opportunity,${stage},won@trip.example,${closedAt}\n`;
  const file =
    head +
    row('By day', 'Closed Won', '2025-03-04') +
    row('By moment', 'Closed Lost', '2025-03-05T10:00:00Z') +
    row('Now', 'Closed Won', '') +
    row('Open', '2 Opportunity Development', '');
  expect((await importInto(store, 'opportunities', file)).counts).toMatchObject({ new: 4, bad: 0 });
  const exported = await exportFrom(store, 'opportunities');
  const again = await importInto(store, 'opportunities', exported);
  expect(again.counts).toMatchObject({ new: 0, changed: 0, bad: 0 });
  expect((await importInto(store, 'opportunities', file)).counts).toMatchObject({ unchanged: 4, bad: 0 });
  const { items } = await store.workflow.listRecords('opportunity', { limit: 10 });
  const closed = new Map(items.map(({ name, closedAt, createdAt }) => [name, [createdAt, closedAt]]));
  expect(closed.get('By moment')).toEqual(['2025-03-05T10:00:00.000Z', '2025-03-05T10:00:00.000Z']);
  expect(closed.get('By day')?.[1]).toMatch(/^2025-03-0[34]T/);
  expect(closed.get('Open')?.[1]).toBeNull();
  const refused = await importInto(
    store,
    'opportunities',
    head +
      row('Yet to come', 'Closed Won', '2999-01-01') +
      row('No end', '2 Opportunity Development', '2025-01-01') +
      row('By moment', 'Closed Lost', '2025-03-06'),
  );
  expect(refused.counts).toMatchObject({ bad: 3 });
});

test('the unnamed person of a company comes back as they are; nobody else loses all that names them', async () => {
  const store = await open();
  const { id: company } = await store.records.makeCompany({ name: 'Bare Ltd' }, admin);
  const about = { name: 'A roof', company_id: company };
  const opened = await store.workflow.beginRecord(
    'opportunity',
    'process-guide/opportunity',
    about,
    {},
    admin,
  );
  // Its lost end leads back to a lead, which is about somebody.
  await store.workflow.changeRecord('opportunity', opened, { to: 'Not accepted', reason: 'Price' }, admin);
  await importInto(store, 'people', 'name\nAda\n');
  const file = await exportFrom(store, 'people');
  expect(file.split('\n').filter((line) => line.includes('Bare Ltd'))).toHaveLength(1);
  expect((await importInto(store, 'people', file)).counts).toMatchObject({ bad: 0, unchanged: 2 });
  const [, ada] = /^(pn_[^,]+),[^\n]*Ada/m.exec(file) ?? [];
  const emptied = await importInto(store, 'people', `id,name\n${ada},\n`, { empty: 'clear' });
  expect(emptied.counts).toMatchObject({ bad: 1 });
});

test('quotations are entered as they stand elsewhere, come back as they are, and are taken back', async () => {
  const store = await open();
  await importInto(store, 'people', 'email\nquoted@trip.example\n');
  const deal =
    'name,pipeline,person,externalId,currency\nPens,touchstone/opportunity,quoted@trip.example,crm-7,USD\n';
  await importInto(store, 'opportunities', deal);
  const { id } = await importInto(
    store,
    'quotations',
    'Quote number,opportunity,status,amount,sentAt,followUpOn,answeredAt,declineReason\n' +
      '=1,crm-7,draft,12.5,,2026-12-24,,\nQ-2,crm-7,declined,7,2026-11-01,,2026-11-09T10:00:00Z,"too ""dear"" "\nQ-3,crm-7,accepted,8,,,,\n',
  );
  expect(await store.imports.find(id)).toMatchObject({ status: 'done', counts: { new: 3, bad: 0 } });
  const { items } = await store.quotes.listQuotations({ limit: 10 });
  expect(
    items.map(({ number, status, amount, currency }) => [number, status, amount, currency]).sort(),
  ).toEqual([
    ['=1', 'draft', '12.50', 'USD'],
    ['Q-2', 'declined', '7.00', 'USD'],
    ['Q-3', 'accepted', '8.00', 'USD'],
  ]);
  expect((await store.records.listTasks({ limit: 10 }, admin.name)).items).toEqual([]);
  const file = await exportFrom(store, 'quotations');
  expect(file).toContain(`declined,7.00,USD,2026-11-01T`);
  expect(await importInto(store, 'quotations', file)).toMatchObject({ counts: { unchanged: 3, bad: 0 } });
  expect(await exportFrom(store, 'quotations')).toBe(file);
  const draft = items.find(({ status }) => status === 'draft')?.id ?? '';
  const edited = await importInto(store, 'quotations', `id,amount\n${draft},99\n`);
  expect(edited).toMatchObject({ counts: { changed: 1 } });
  expect(await exportFrom(store, 'quotations', { owner: 'nobody@trip.example' })).not.toContain('Q-2');
  for (const one of [edited.id, id]) {
    await store.imports.undo(one);
    while (await store.imports.work(signal));
    expect(await store.imports.find(one)).toMatchObject({ status: 'undone', counts: { kept: 0 } });
  }
  expect((await store.quotes.listQuotations({ limit: 10 })).items).toEqual([]);
});

test('a dry run sees what rows far above enter: two accepted quotations of one opportunity', async () => {
  const store = await open();
  await importInto(store, 'people', 'email\nquoted@trip.example\n');
  const opportunities = (name: string, externalId: string) =>
    importInto(
      store,
      'opportunities',
      `name,pipeline,person,externalId\n${name},touchstone/opportunity,quoted@trip.example,${externalId}\n`,
    );
  await opportunities('Pens', 'crm-1');
  const { items } = await store.workflow.listRecords('opportunity', { limit: 10 });
  const own = items[0]?.id ?? '';
  // An own id is one's alone, whatever another system calls something else.
  await opportunities('Mugs', own);
  const drafts = Array.from({ length: limits.importBatchRows }, (_, index) => `D-${index},crm-1,draft,1`);
  const file = (opportunity: string) =>
    [
      'number,opportunity,status,amount',
      'A-1,crm-1,accepted,5',
      ...drafts,
      `A-2,${opportunity},accepted,6`,
    ].join('\n');
  const checked = await importInto(store, 'quotations', file(own), { dryRun: true });
  expect(checked).toMatchObject({
    ...{ status: 'checked', counts: { new: drafts.length + 1, bad: 1 } },
    badRows: [
      {
        ...{ line: drafts.length + 3, column: 'status', value: 'accepted' },
        reason: 'an opportunity has one accepted quotation at most, and has that of line 2',
      },
    ],
  });
  expect(await importInto(store, 'quotations', file(own))).toMatchObject({ status: 'failed' });
  expect((await store.quotes.listQuotations({ limit: 10 })).items).toEqual([]);
  const good = await importInto(store, 'quotations', file(own), { rows: 'good' });
  expect(good).toMatchObject({ status: 'done', counts: { new: drafts.length + 1, bad: 1 } });
});

test('rows of three batches and of two pages come in and are taken back', async () => {
  const count = Math.max(2 * limits.importBatchRows, limits.exportPageRows) + 200;
  const lines = Array.from(
    { length: count },
    (_, index) => `row${index}@long.example,Row ${index},"Title\n${index}"`,
  );
  const store = await open();
  const file = `email,name,title\n${lines.join('\n')}\n`;
  const view = await importInto(store, 'people', file);
  expect(view).toMatchObject({
    status: 'done',
    counts: { rows: count, new: count },
    progress: { done: count, of: count },
  });
  expect((await exportFrom(store, 'people')).match(/@long\.example/g)).toHaveLength(count);
  await store.imports.undo(view.id);
  while (await store.imports.work(signal));
  expect(await store.imports.find(view.id)).toMatchObject({ status: 'undone', counts: { kept: 0 } });
  expect(await exportFrom(store, 'people')).not.toContain('@long.example');
});
