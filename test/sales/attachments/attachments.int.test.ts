/** Attachments on a real PostgreSQL and a real folder: bytes are whole or not there, go with their record, and are said to be missing. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { startFileSweeper } from '../../../src/sales/attachments/attachments.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, startMs } from '../records.ts';

let postgres: TestDatabase;
let directory: string;
let sales: TestSales;
let pool: pg.Pool;
let nowMs = startMs;
let count = 0;
let order: string;
let person: string;

const open = () =>
  openTestSales({
    ...{ databaseUrl: postgres.url, clock: { nowMs: () => nowMs }, attachmentsDirectory: directory },
  });

beforeAll(async () => {
  postgres = await startTestDatabase();
  directory = await mkdtemp(path.join(tmpdir(), 'scoville-attachments-'));
  sales = await open();
  pool = sales.database.pool;
});
afterAll(async () => {
  await sales?.close();
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  const email = `client-${++count}@example.com`;
  person = (await sales.records.putPerson({ email, name: 'Ada' }, admin)).person.id;
  order = await sales.workflow.beginRecord(
    ...(['order', 'company-xyz/order', { name: 'Product A', person_id: person }, {}, admin] as const),
  );
});

const text = (content: string) => ({
  ...{ name: 'note.txt', contentType: 'text/plain', content: Buffer.from(content) },
});
const attach = (content: string, kind: 'order' | 'person' = 'order') =>
  sales.attachments.upload(kind, kind === 'order' ? order : person, text(content), admin);
const filePathOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256);
/** The names of all files in the folder. */
const stored = async () =>
  (await readdir(directory, { recursive: true })).filter((name) => /^[0-9a-f]{2}.[0-9a-f]{64}$/.test(name));
const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex');
const isStored = async (content: string) => (await stored()).some((name) => name.endsWith(sha256Of(content)));
/** Long after the last upload. */
async function sweep(): Promise<number> {
  nowMs += limits.attachmentGraceMs + 1;
  return sales.attachments.removeUnused();
}
/** Sales hears that the person is erased. */
async function erase(): Promise<void> {
  const notice = { profile: `p-${count}`, untilMs: nowMs, address: null, person };
  const record = { erasure: `er_${count}`, ...notice };
  await sales.leads.applyTierUpdates([{ partition: 1, id: `${count}-0`, record }]);
}

describe('bytes', () => {
  test('lie outside the rows, under their hash, once for the same content', async () => {
    const one = await attach('hello');
    const other = await attach('hello', 'person');
    expect(one).toMatchObject({ kind: 'order', record: order, name: 'note.txt', bytes: 5, document: null });
    expect(one.sha256).toBe(sha256Of('hello'));
    expect(other.sha256).toBe(one.sha256);
    expect(await readFile(filePathOf(one.sha256 ?? ''), 'utf8')).toBe('hello');
    expect((await sales.attachments.file(one.id)).content.toString()).toBe('hello');
    const { rows } = await pool.query('SELECT to_jsonb(attachments)::text AS row FROM attachments');
    expect(rows.every(({ row }) => !row.includes('hello'))).toBe(true);
    expect((await readdir(path.join(directory, 'unfinished'))).length).toBe(0);
  });

  test('go once no row names them, and not while an upload may be under way', async () => {
    const one = await attach('shared');
    const other = await attach('shared', 'person');
    await sales.attachments.remove(one.id, admin);
    await sweep();
    expect(await isStored('shared')).toBe(true);
    await sales.attachments.remove(other.id, admin);
    nowMs += limits.attachmentGraceMs;
    const touchedMs = nowMs;
    const third = await attach('shared');
    await sales.attachments.remove(third.id, admin);
    nowMs = touchedMs + limits.attachmentGraceMs;
    await sales.attachments.removeUnused();
    expect(await isStored('shared')).toBe(true);
    nowMs = touchedMs + limits.attachmentGraceMs + 1;
    await sales.attachments.removeUnused();
    expect(await isStored('shared')).toBe(false);
    // And can be there again.
    await attach('shared');
    expect(await isStored('shared')).toBe(true);
  });

  test('of an upload that failed go too, and so do drafts of a crashed writer', async () => {
    const nowhere = sales.attachments.upload('order', 'or_nowhere', text('nowhere'), admin);
    await expect(nowhere).rejects.toThrow('there is no order "or_nowhere"');
    expect(await isStored('nowhere')).toBe(true);
    const draft = path.join(directory, 'unfinished', 'draft');
    await writeFile(draft, 'half');
    await utimes(draft, new Date(0), new Date(0));
    nowMs += limits.attachmentGraceMs + 1;
    const metrics = createMetrics();
    const { attachments, files } = sales;
    const clock = { nowMs: () => nowMs };
    const sweeper = startFileSweeper({ attachments, files, clock, metrics, logger: createLogger('silent') });
    await until('both are gone', async () => {
      const left = await readdir(path.join(directory, 'unfinished'));
      return left.length === 0 && !(await isStored('nowhere'));
    });
    await sweeper.close();
    expect((await metrics.attachmentFilesRemoved.get()).values[0]?.value).toBeGreaterThanOrEqual(1);
  });

  test('that are missing or damaged are an error that says so', async () => {
    const { id, sha256 } = await attach('precious');
    await truncate(filePathOf(sha256 ?? ''), 3);
    await expect(sales.attachments.file(id)).rejects.toThrow(/are damaged in ATTACHMENTS_DIR/);
    await rm(filePathOf(sha256 ?? ''));
    await expect(sales.attachments.file(id)).rejects.toThrow(
      /are not in ATTACHMENTS_DIR of this process; share the folder with every process, or restore it/,
    );
    // The same file sent again heals it.
    await attach('precious', 'person');
    expect((await sales.attachments.file(id)).content.toString()).toBe('precious');
  });

  test('uploads, removals and sweeps of the same content at once: no row is ever without its bytes', async () => {
    const second = await open();
    const orders = await Promise.all(
      [...Array(6).keys()].map(() =>
        sales.workflow.beginRecord('order', 'company-xyz/order', { name: 'A', person_id: person }, {}, admin),
      ),
    );
    for (let round = 0; round < 8; round++) {
      await Promise.all(
        orders.map(async (id, index) => {
          const room = index % 2 === 0 ? sales : second;
          const made = await room.attachments.upload('order', id, text('contended'), admin);
          nowMs += limits.attachmentGraceMs + 1;
          const swept = room.attachments.removeUnused();
          if (index % 3 !== 0) await room.attachments.remove(made.id, admin);
          await swept;
        }),
      );
      const { rows } = await pool.query<{ id: string }>('SELECT id FROM attachments WHERE sha256 = $1', [
        sha256Of('contended'),
      ]);
      for (const { id } of rows)
        expect((await second.attachments.file(id)).content.toString()).toBe('contended');
    }
    await second.close();
  });
});

describe('a record', () => {
  test('takes so many files, and an upload sent again with its key makes one', async () => {
    const actor = { ...admin, idempotencyKey: `key-${count}` };
    const one = await sales.attachments.upload('order', order, text('once'), actor);
    expect(await sales.attachments.upload('order', order, text('once'), actor)).toEqual(one);
    for (let made = 1; made < limits.attachmentsPerRecordMax; made++) await attach(`file ${made}`);
    await expect(attach('one too many')).rejects.toThrow(
      `order "${order}" has ${limits.attachmentsPerRecordMax} files already; remove one first`,
    );
    await sales.attachments.remove(one.id, admin);
    await attach('one too many');
  });

  test('shows its files in its timeline', async () => {
    const { id } = await attach('dated');
    await sales.attachments.remove(id, admin);
    const { items } = await sales.records.timelineOf(order, { limit: 10 });
    const shown = { id, name: 'note.txt' };
    expect(items.filter(({ kind }) => kind === 'attachments')).toMatchObject([
      { actor: admin.name, changes: { attachment: [shown, null] } },
      { actor: admin.name, changes: { attachment: [null, shown] } },
    ]);
  });

  test('a person who is erased takes every file along, those of orders too, from rows, folder and timeline', async () => {
    const name = 'Ada Lovelace.txt';
    await sales.attachments.upload('order', order, { ...text('of the order'), name }, admin);
    await attach('of the person', 'person');
    await erase();
    expect(await sales.attachments.list('order', order)).toEqual([]);
    expect(await sales.attachments.list('person', person)).toBeNull();
    await sweep();
    expect([await isStored('of the order'), await isStored('of the person')]).toEqual([false, false]);
    const { rows } = await pool.query(
      'SELECT count(*)::int AS count FROM timeline WHERE changes::text LIKE $1',
      [`%${name}%`],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe('documents', () => {
  const invoice = async (fields: object = { cost: 1234.5 }) => {
    await sales.workflow.changeRecord('order', order, { fields: { ...fields } }, admin);
    const id = await sales.workflow.makeDocument('order', order, 'invoice', admin);
    return { id, file: await sales.attachments.file(id) };
  };

  test('are rendered as PDF from the words of the record, once', async () => {
    const { id, file } = await invoice();
    expect(file).toMatchObject({ name: 'Invoice.pdf', contentType: 'application/pdf' });
    expect(file.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.content.subarray(-6).toString()).toContain('%%EOF');
    expect(await sales.attachments.attachment(id)).toMatchObject({
      ...{ document: 'invoice', bytes: file.content.length, sha256: file.sha256 },
    });
    // The same words are the same file; other words are another.
    expect((await invoice()).id).toBe(id);
    expect((await invoice({ cost: 99 })).id).not.toBe(id);
  });

  test('whose words the font lacks are a page instead: nothing of them is lost', async () => {
    await sales.records.changePerson(person, { name: '東京 <b>太郎</b>' }, admin);
    const { file } = await invoice();
    expect(file).toMatchObject({ name: 'Invoice.html', contentType: 'text/html' });
    expect(file.content.toString()).toContain('東京 &lt;b&gt;太郎&lt;/b&gt;');
  });

  test('that nobody asked for are rendered by the sweep, and two readers at once get the same bytes', async () => {
    await sales.workflow.changeRecord('order', order, { fields: { cost: 5 } }, admin);
    const id = await sales.workflow.makeDocument('order', order, 'invoice', admin);
    expect(await sales.attachments.attachment(id)).toMatchObject({ bytes: null, sha256: null });
    const [one, other] = await Promise.all([sales.attachments.file(id), sales.attachments.file(id)]);
    expect(one?.content.equals(other?.content ?? Buffer.alloc(0))).toBe(true);
    const waiting = await sales.workflow.makeDocument('order', order, 'delivery-request', admin);
    nowMs += limits.documentIdleMs;
    const onError = (_id: string, error: Error) => expect.fail(error.message);
    await sales.attachments.renderWaiting(onError);
    expect((await sales.attachments.attachment(waiting))?.bytes).toBeGreaterThan(500);
  });

  test('that the process does not have are refused by their name', async () => {
    await expect(sales.workflow.makeDocument('order', order, 'offer', admin)).rejects.toThrow(
      /"document" is "offer"; expected "order-slip", "invoice"/,
    );
  });
});
