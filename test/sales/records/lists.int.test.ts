/**
 * Query plans of lists and sweeps over 60,000 leads: the statements the product sends, explained by a real PostgreSQL. The long
 * form (`npm run test:faults`) judges the same plans over 1,000,000 leads.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEscalation, readRouting } from '../../../src/contract/language/language.ts';
import { deadlines } from '../../../src/sales/deadlines/deadlines.ts';
import { leads } from '../../../src/sales/leads/leads.ts';
import { records } from '../../../src/sales/records/records.ts';
import { cursorOf } from '../../../src/sales/store/cursor.core.ts';
import { RulesFile } from '../../../src/sales/store/rules-file.ts';
import { Flows } from '../../../src/sales/workflow/processes.ts';
import { workflow } from '../../../src/sales/workflow/workflow.ts';
import {
  campaignOf,
  companyOf,
  fullStoreCluster,
  fullStoreNowMs,
  leadOf,
  peopleShare,
  personOf,
  repOf,
} from '../../support/full-store.ts';
import { type Plan, type WatchedPool, watchedPool } from '../../support/plans.ts';
import { startTestPostgres, type TestServer } from '../../support/servers.ts';
import { isLong } from '../../support/test-form.ts';
import { identityOf, standing } from '../records.ts';

const leadsCount = isLong ? 1_000_000 : 60_000;
const minuteMs = 60_000;
const limit = 50;
/** Of a page with its people and tasks; the table of leads alone has some 3,300 blocks, and 55,000 in the long form. */
const usualBuffers = 1_500;
/** Over 60,000 leads a rep has so few open tasks, and a company so few people, that the planner may sort them all. */
const few = { sortedMax: isLong ? limit + 1 : 250 };

let server: TestServer;
let real: pg.Pool;
let watched: WatchedPool;
let rooms: ReturnType<typeof records> &
  ReturnType<typeof workflow> &
  ReturnType<typeof deadlines> &
  ReturnType<typeof leads>;

beforeAll(async () => {
  server = await startTestPostgres({ cluster: await fullStoreCluster(leadsCount) });
  const clock = { nowMs: () => fullStoreNowMs };
  real = new pg.Pool({ connectionString: server.url, max: 4 });
  watched = watchedPool(real);
  const folder = { pool: real, directory: null, now: clock.nowMs, onError: () => undefined };
  const escalation = await RulesFile.open({ rule: 'escalation', read: readEscalation }, folder);
  // What was open was planned by this very escalation.
  const hash = createHash('sha256')
    .update(JSON.stringify(await escalation.current()))
    .digest('hex');
  await real.query('INSERT INTO escalation_plan (hash) VALUES ($1)', [hash]);
  const store = {
    pool: watched.pool,
    sessionUrl: server.url,
    flows: new Flows(),
    routing: await RulesFile.open({ rule: 'routing', read: readRouting }, folder),
    escalation,
    onFirstTouch: () => undefined,
    defaultLeadPipeline: async () => 'emea/lead',
    now: clock.nowMs,
  };
  rooms = {
    ...records(store),
    ...workflow(store, async () => 'emea/lead'),
    ...deadlines(store),
    ...leads(store),
  };
}, 8 * minuteMs);

afterAll(async () => {
  await real?.end();
  await server?.stop();
});

const agoIso = (days: number) => new Date(fullStoreNowMs - days * 24 * 60 * minuteMs).toISOString();

function show(what: string, { steps, rows, sortedRows, buffers }: Plan): void {
  const sorted = sortedRows > 1 ? `, ${Math.round(sortedRows)} sorted` : '';
  process.stdout.write(`${what}: ${rows} rows, ${buffers} blocks${sorted}: ${steps.join(' < ')}\n`);
}

/** The columns each sort goes by, and those that filters hold to one value. */
const keys: Record<string, string[]> = {
  '-createdAt': ['created_at', 'id'],
  createdAt: ['created_at', 'id'],
  '-score': ['tier', 'score', 'created_at', 'id'],
  '-updatedAt': ['updated_at', 'id'],
  dueAt: ['due_at', 'id'],
};
const columns: Record<string, string> = {
  status: 'status',
  tier: 'tier',
  owner: 'owner',
  campaign: 'campaign',
  programme: 'programme',
  quality: 'quality',
  type: 'type',
  lane: 'lane',
};

interface Case {
  filter: Record<string, unknown>;
  sort: string;
  /** Where among all, from 0 to 1, the page in the middle begins; null where there are not so many. */
  middle: number | null;
  sortedMax?: number;
  buffersMax?: number;
}

/** The cursor of a row that the filter finds, somewhere in the middle. */
async function middleCursor(
  table: 'leads' | 'tasks' | 'people' | 'activities',
  { filter, sort, middle }: Case,
): Promise<string> {
  const isOpen = table === 'leads' ? 'closed_at IS NULL' : `status = 'Open'`;
  const conditions = Object.entries(filter).flatMap(([name, value]) => {
    if (columns[name] !== undefined) return `${columns[name]} = '${value}'`;
    if (name === 'queue') return `owner IS NULL AND ${isOpen}`;
    return name === 'open' && value === true ? isOpen : [];
  });
  const wanted = (keys[sort] ?? []).map((key) =>
    key.endsWith('_at') ? `to_char(${key} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : key,
  );
  const prefix = { leads: 'ld', tasks: 'tk', people: 'pn', activities: 'ac' }[table];
  const count = table === 'people' ? leadsCount * peopleShare : leadsCount;
  const from = `${prefix}_${String(Math.floor(count * (middle ?? 0))).padStart(7, '0')}`;
  const { rows } = await real.query<{ key: (string | number)[] }>(
    `SELECT json_build_array(${wanted.join(', ')}) AS key FROM ${table}
     WHERE ${['id >= $1', ...conditions].join(' AND ')} ORDER BY id LIMIT 1`,
    [from],
  );
  return cursorOf(table, sort, rows[0]?.key ?? []);
}

/** Reads the first page and one in the middle, and holds their plans against the bounds. */
async function judge(
  table: 'leads' | 'tasks' | 'people' | 'activities',
  list: (filter: never) => Promise<{ items: unknown[] }>,
  one: Case,
): Promise<void> {
  const cursors = one.middle === null ? [undefined] : [undefined, await middleCursor(table, one)];
  for (const cursor of cursors) {
    watched.take();
    const { items } = await list({ ...one.filter, sort: one.sort, limit, cursor } as never);
    // The first page of leads reads the pipelines they stand in, too.
    const plan = watched.take().find(({ sql }) => sql.includes(`AS ${table} `)) as Plan;
    show(`${table} ${JSON.stringify(one.filter)} ${one.sort}${cursor === undefined ? '' : ' middle'}`, plan);
    expect(items.length).toBeGreaterThan(0);
    // Definitions are few.
    expect(plan.scanned.filter((name) => name !== 'pipelines')).toEqual([]);
    expect(plan.sortedRows).toBeLessThanOrEqual(one.sortedMax ?? limit + 1);
    expect(plan.buffers).toBeLessThanOrEqual(one.buffersMax ?? usualBuffers);
  }
}

const of = (filter: object, sort: string, middle: number | null, bounds: Partial<Case> = {}): Case => ({
  ...{ filter: { ...filter }, sort, middle },
  ...bounds,
});
/** Where open ones are: mostly among the newest. */
const amongOpen = 0.985;
const byCreation = ['-createdAt', 'createdAt'];
const busiest = repOf(1);
/** Has some two dozen open leads in both forms. */
const usual = repOf(isLong ? 30 : 5);
/** Ran two years ago; and the programme of the oldest leads. */
const over = campaignOf(7);
const overAt = 0.1;

describe('leads', () => {
  test.each([
    ...['-createdAt', 'createdAt', '-score', '-updatedAt'].flatMap((sort) => [
      of({}, sort, 0.5),
      of({ open: true }, sort, amongOpen),
      of({ open: true, owner: usual }, sort, amongOpen, { sortedMax: 200 }),
      of({ open: true, tier: 3 }, sort, amongOpen, { sortedMax: 500 }),
      of({ open: true, campaign: campaignOf(2) }, sort, amongOpen, { sortedMax: 1_000, buffersMax: 4_000 }),
      of({ queue: true }, sort, amongOpen, { sortedMax: 1_000 }),
      of({ queue: true, tier: 2 }, sort, amongOpen, { sortedMax: 300 }),
      of({ person: personOf(5) }, sort, null),
      // All of the largest company's leads are sorted.
      of({ company: companyOf(0) }, sort, null, { sortedMax: 1_000, buffersMax: 5_000 }),
    ]),
    ...byCreation.flatMap((sort) => [
      of({ open: false }, sort, 0.5),
      of({ owner: busiest }, sort, 0.5),
      of({ owner: usual }, sort, 0.5),
      of({ tier: 3 }, sort, 0.5),
      of({ status: 'Sent to sales' }, sort, amongOpen),
      of({ status: 'Converted' }, sort, 0.5),
      of({ campaign: campaignOf(1) }, sort, 0.5),
      of({ campaign: over }, sort, overAt),
      // The oldest are of another programme, which the planner does not know, and passes by.
      of({ programme: 'emea' }, sort, 0.5, { buffersMax: 5_000 }),
      of({ programme: 'retired' }, sort, 0.02),
      of({ pipeline: 'emea/lead' }, sort, 0.5),
      of({ quality: 'junk' }, sort, 0.5, { sortedMax: 300 }),
      of({ createdFrom: agoIso(7) }, sort, 0.998),
      of({ createdTo: agoIso(700) }, sort, 0.1),
      of({ createdFrom: agoIso(300), createdTo: agoIso(299) }, sort, null),
      of({ owner: usual, status: 'Converted' }, sort, 0.5),
      of({ owner: usual, campaign: over }, sort, overAt, { sortedMax: 500, buffersMax: 12_000 }),
      of({ owner: usual, tier: 2 }, sort, 0.5),
      of({ owner: usual, quality: 'junk' }, sort, 0.5, { sortedMax: 300, buffersMax: 6_000 }),
      of({ owner: usual, createdFrom: agoIso(30) }, sort, 0.99),
      of({ campaign: over, tier: 2 }, sort, overAt, { sortedMax: isLong ? limit + 1 : 300 }),
      of({ status: 'Sent to sales', tier: 3 }, sort, amongOpen, { sortedMax: 300 }),
    ]),
  ])('$filter by $sort', (one) => judge('leads', (filter) => rooms.listLeads(filter), one));

  test('a part of all that ever was is not to be had in another order than by creation', async () => {
    await expect(rooms.listLeads({ limit, sort: '-score', campaign: over })).rejects.toMatchObject({
      code: 'invalid_request',
      detail: `"sort" is "-score" and "campaign" is given: add "open=true", or sort by "-createdAt", or sort by "createdAt"`,
    });
  });
});

describe('tasks', () => {
  test.each([
    ...['-createdAt', 'dueAt'].flatMap((sort) => [
      of({}, sort, 0.5),
      of({ open: true }, sort, amongOpen),
      of({ open: true, owner: busiest }, sort, amongOpen, few),
      of({ open: true, owner: usual }, sort, amongOpen, few),
      of({ overdue: true }, sort, null),
      of({ overdue: true, owner: usual }, sort, null, few),
      of({ queue: true }, sort, null),
      of({ open: true, type: 'Meeting' }, sort, null, { sortedMax: 100, buffersMax: 4_000 }),
      of({ open: true, lane: 'Marketing' }, sort, null, { sortedMax: 200 }),
      of({ person: personOf(5) }, sort, null),
      of({ lead: leadOf(0.9 * leadsCount) }, sort, null),
    ]),
    of({ open: false }, '-createdAt', 0.5),
    of({ overdue: false }, '-createdAt', 0.5),
    of({ owner: busiest }, '-createdAt', 0.5),
    of({ owner: usual }, '-createdAt', 0.5),
    of({ type: 'Other' }, '-createdAt', 0.5),
    of({ type: 'Meeting' }, '-createdAt', null),
    of({ lane: 'Marketing' }, '-createdAt', null),
    of({ campaign: campaignOf(1) }, '-createdAt', 0.5),
    of({ dueFrom: agoIso(0) }, 'dueAt', null),
    of({ dueFrom: agoIso(300), dueTo: agoIso(299) }, 'dueAt', null),
    of({ open: true, owner: isLong ? usual : busiest, dueFrom: agoIso(1) }, 'dueAt', null, few),
  ])('$filter by $sort', (one) => judge('tasks', (filter) => rooms.listTasks(filter), one));

  test('deadlines of a time come in their order, and of a part only where they are open', async () => {
    await expect(rooms.listTasks({ limit, dueFrom: agoIso(9), sort: '-createdAt' })).rejects.toMatchObject({
      detail: '"sort" is "-createdAt": expected "dueAt"',
    });
    await expect(rooms.listTasks({ limit, dueFrom: agoIso(9), owner: usual })).rejects.toMatchObject({
      detail: '"sort" is "dueAt" and "owner" is given: add "open=true"',
    });
  });
});

describe('the work list', () => {
  /**
   * A page of any view is the next entries of one index, or the few rows of a part. What is open is so little that the planner may
   * read it all; of the large tables it reads no more than the page. Counts stop, under a filter that most people fit too.
   */
  test.each(
    ['-heat', 'dueAt'].flatMap((sort) => [
      of({}, sort, 0.5),
      of({ owner: busiest }, sort, 0.5, few),
      of({ owner: usual }, sort, 0.5),
      of({ queue: true }, sort, 0.5, { sortedMax: 250 }),
      of({ tier: 2 }, sort, 0.5, few),
      of({ campaign: campaignOf(2) }, sort, 0.5, { sortedMax: 500 }),
      of({ overdue: true }, sort, 0.5),
      of({ toContact: true, owner: usual }, sort, 0.5),
      // Some of whom have open leads.
      of({ q: isLong ? 'person 377' : 'person 115' }, sort, null, { sortedMax: 100, buffersMax: 3_000 }),
      of({ q: 'per' }, sort, 0.5, { buffersMax: 3_000 }),
    ]),
  )('$filter by $sort', async ({ filter, sort, middle, ...bounds }) => {
    let cursor: string | undefined;
    for (const at of middle === null ? [0] : [0, 1, 2]) {
      watched.take();
      const page = await rooms.listWork({ ...filter, sort, limit, cursor } as never);
      const plans = watched.take();
      expect(plans).toHaveLength(2);
      for (const [index, plan] of plans.entries()) {
        show(`work ${JSON.stringify(filter)} ${sort} page ${at + 1}`, plan);
        const mayScan = index === 0 ? ['work_items'] : ['work_items', 'people'];
        expect(plan.scanned.filter((table) => !mayScan.includes(table))).toEqual([]);
        expect(plan.sortedRows).toBeLessThanOrEqual(bounds.sortedMax ?? limit + 1);
        expect(plan.buffers).toBeLessThanOrEqual(bounds.buffersMax ?? usualBuffers);
      }
      expect(page.items.length).toBeGreaterThan(0);
      cursor = page.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
  });
});

describe('people and activities', () => {
  test.each(
    byCreation.flatMap((sort) => [
      of({}, sort, 0.5),
      of({ email: 'person-0000005@example.com' }, sort, null),
      of({ email: 'merged-5@example.com' }, sort, null),
      of({ owner: repOf(3) }, sort, 0.5),
      of({ company: companyOf(0) }, sort, null, few),
      of({ kind: 'customer' }, sort, 0.5),
      of({ kind: 'prospect' }, sort, 0.5),
      of({ doNotContact: true }, sort, 0.5),
      of({ q: 'person 777' }, sort, null, { sortedMax: 2_000, buffersMax: 3_000 }),
      ...['per', 'example.com'].map((q) => of({ q }, sort, 0.5)),
    ]),
  )('people $filter by $sort', (one) => judge('people', (filter) => rooms.listPeople(filter), one));

  test.each([
    of({}, '-createdAt', null),
    of({ person: personOf(12) }, '-createdAt', null),
    of({ record: leadOf(12) }, '-createdAt', null),
  ])('activities $filter', (one) =>
    judge(
      'activities',
      async (filter: Record<string, unknown>) => rooms.listActivities({ limit, ...filter }),
      one,
    ),
  );
});

/** Every plan of an act; nothing reads a large table from end to end. */
async function plansOf(what: string, act: () => Promise<unknown>): Promise<Plan[]> {
  watched.take();
  await act();
  const plans = watched.take();
  for (const plan of plans) show(`${what} (${plan.sql.trim().replace(/\s+/g, ' ').slice(0, 60)}…)`, plan);
  const large = ['leads', 'tasks', 'people', 'activities', 'timeline'];
  expect(plans.flatMap(({ scanned }) => scanned).filter((table) => large.includes(table))).toEqual([]);
  return plans;
}

const buffersOf = (plans: readonly Plan[]) => plans.reduce((sum, { buffers }) => sum + buffers, 0);

describe('what the product does by itself', () => {
  test('counting open tasks reads the index of open ones', async () => {
    const plans = await plansOf('countTasks', () => rooms.countTasks());
    expect(buffersOf(plans)).toBeLessThanOrEqual(2_000);
  });

  test('the sweep of deadlines sees what has its time now, not what is overdue for long', async () => {
    const due = await plansOf('escalateDue', () => rooms.escalateDue());
    expect(due.find(({ sql }) => sql.includes('escalates_at <='))?.rows).toBeGreaterThan(0);
    for (const { buffers } of due) expect(buffers).toBeLessThanOrEqual(2_000);
    while ((await rooms.escalateDue()) > 0);
    const idle = await plansOf('escalateDue', () => rooms.escalateDue());
    expect(idle.length).toBeGreaterThan(0);
    expect(buffersOf(idle)).toBeLessThanOrEqual(200);
  });

  test('the next deadline is the first entry of each index', async () => {
    const plans = await plansOf('planned', () => rooms.planned());
    expect(buffersOf(plans)).toBeLessThanOrEqual(100);
  });

  test('waking looks at nothing that sleeps', async () => {
    const plans = await plansOf('moveDueRecords', () => rooms.moveDueRecords(() => undefined));
    expect(plans.length).toBeGreaterThan(0);
    expect(buffersOf(plans)).toBeLessThanOrEqual(200);
  });

  test('a batch of crossings reads its own rows, and what each rep has open', async () => {
    const entries = Array.from({ length: 200 }, (_, index) => ({
      partition: 0,
      id: `${index + 1}-0`,
      record: standing({
        profile: `crossing-${index}`,
        programme: 'emea',
        campaign: campaignOf(2),
        atMs: fullStoreNowMs,
        identity: identityOf(
          `person-${String((index * leadsCount * peopleShare * 0.75) / 200).padStart(7, '0')}@example.com`,
        ),
      }),
    }));
    const plans = await plansOf('applyTierUpdates', () => rooms.applyTierUpdates(entries));
    expect(plans.map(({ sql }) => sql)).toContainEqual(expect.stringContaining('max_open_leads'));
    expect(plans.map(({ sql }) => sql)).toContainEqual(expect.stringContaining('FROM leads WHERE profile'));
    for (const { buffers } of plans) expect(buffers).toBeLessThanOrEqual(12_000);
  });

  test('the timeline of a record is read by its index', async () => {
    // The store is filled past its triggers: this lead has no entry.
    const read = () =>
      rooms.timelineOf(leadOf(5), { limit }).catch(({ code }) => expect(code).toBe('not_found'));
    const plans = await plansOf('timeline', read);
    expect(plans).toHaveLength(1);
  });
});
