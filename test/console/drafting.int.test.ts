/** What marketers do before they publish, over the API: drafts that are not overwritten unseen, and texts tried while they are typed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { BacktestRecords, Backtests } from '../../src/engine/analysis/analysis.ts';
import { entryOf, eventOf, notedOf } from '../engine/history/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let ada: Caller;
let text = '';
let examples = '';
const programme = 'emea-lead-scoring';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  ada = await newcomer(consoleApp, 'ada@example.com', 'marketer');
  text = await readFile(join(consoleApp.rulesDirectory, `${programme}.yaml`), 'utf8');
  examples = await readFile(join(consoleApp.rulesDirectory, `${programme}.examples.yaml`), 'utf8');
});

afterAll(async () => void (await consoleApp?.close()));

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function ask(method: Verb, path: string, payload?: object, revision?: number) {
  const response = await consoleApp.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...bearer, ...(revision !== undefined && { 'if-match': `"${revision}"` }) },
    ...(payload && { payload }),
  });
  const { statusCode: status, headers } = response;
  return { status, etag: headers['etag'], body: status === 204 ? null : response.json() };
}

describe('drafts', () => {
  const path = `/drafts/${programme}`;

  test('a draft is kept with whose it is and since when; it may have errors', async () => {
    expect((await ask('GET', path)).status).toBe(404);
    const active = (await ask('GET', `/programmes/${programme}`)).body;
    const begun = await ada.ask('PUT', path, { text: 'rules: [', examples: null, basedOn: active.version });
    expect(begun?.json()).toMatchObject({
      ...{ id: programme, text: 'rules: [\n', examples: null, basedOn: active.version },
      ...{ begunBy: 'ada@example.com', changedBy: 'ada@example.com' },
    });
    const { body, etag } = await ask('GET', path);
    expect(etag).toBe(`"${body.revision}"`);
    const { items } = (await ask('GET', '/drafts')).body;
    expect(items).toEqual([expect.objectContaining({ id: programme, begunBy: 'ada@example.com' })]);
    expect(items[0]).not.toHaveProperty('text');
  });

  test('of two who change it, the second is told whose change hers would overwrite', async () => {
    const { revision } = (await ask('GET', path)).body;
    expect((await ask('PUT', path, { text, examples }, revision)).status).toBe(200);
    const second = await ask('PUT', path, { text: 'mine', examples: null }, revision);
    expect([second.status, second.body.code]).toEqual([412, 'revision_mismatch']);
    expect(second.body.detail).toMatch(/was changed by API token at .*; read it again and choose/);
    const kept = (await ask('GET', path)).body;
    expect(kept).toMatchObject({ text, examples, begunBy: 'ada@example.com', changedBy: 'API token' });
    expect(kept.basedOn).not.toBeNull();
    expect((await ask('DELETE', path, undefined, revision)).status).toBe(412);
  });

  test('two who begin one at once do not overwrite each other, nor does who knew a draft that is gone', async () => {
    expect((await ask('PUT', path, { text: 'mine', examples: null }, 0)).status).toBe(412);
    const { revision } = (await ask('GET', path)).body;
    expect((await ask('DELETE', path, undefined, revision)).status).toBe(204);
    const late = await ask('PUT', path, { text: 'mine', examples: null }, revision);
    expect([late.status, late.body.detail]).toEqual([412, expect.stringMatching(/published or thrown away/)]);
    const anew = await ask('PUT', path, { text: 'mine', examples: null }, 0);
    expect(anew.status).toBe(200);
    expect(anew.body.revision).not.toBe(revision);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  test('a name that no programme can have is refused with what one may be', async () => {
    const { status, body } = await ask('PUT', '/drafts/Not%20this', { text, examples: null });
    expect([status, body.detail]).toEqual([400, expect.stringMatching(/"Not this" is no id.*hyphens/)]);
  });

  test('so many may wait, and no more', async () => {
    await consoleApp.query(
      `INSERT INTO programme_drafts (programme, text, begun_by, begun_at, changed_by, changed_at)
       SELECT 'p' || n, 'x', 'x', now(), 'x', now() FROM generate_series(1, $1) AS n`,
      [limits.draftsMax],
    );
    const one = await ask('PUT', path, { text, examples: null });
    expect([one.status, one.body.detail]).toEqual([409, expect.stringMatching(/200 drafts already/)]);
    expect((await ask('PUT', '/drafts/p1', { text, examples: null })).status).toBe(200);
    await consoleApp.query('DELETE FROM programme_drafts');
  });
});

describe('a text while it is typed', () => {
  const preview = (payload: object) => ask('POST', `/programmes/${programme}/preview`, payload);

  test('its changes in words, and each example with what it differs in', async () => {
    const { status, body } = await preview({ text: text.replace('points: 15', 'points: 20') });
    expect(status).toBe(200);
    expect(body.errors).toEqual([]);
    expect(body.changes).toEqual([
      'rule "Visited the Managed Cloud product page" (managed-cloud-page): points 15 → 20',
    ]);
    expect(body.examples[0].differences[0]).toBe('the score is 27; expected 22');
    expect(body.examples[0].actual).toMatchObject({ score: 27, points: { 'managed-cloud-page': 20 } });
    expect(body.examples.at(-1)).toMatchObject({ differences: [], actual: null });
    expect(body.examplesSkipped).toBe(0);
  });

  test('its errors by line, those of the examples beside them, and those of half a word', async () => {
    const { body } = await preview({
      text: text.replace('points: 15', 'points: lots'),
      examples: examples.replace('expect:', 'expects:'),
    });
    expect(body.errors[0]).toMatchObject({ in: 'text', line: 25, column: 13 });
    expect(body.errors.some((one: { in: string }) => one.in === 'examples')).toBe(true);
    expect(body).toMatchObject({ changes: [], examples: [] });
    expect((await preview({ text: 'rules: [', examples: null })).body.errors[0].message).toMatch(/YAML/);
    const other = await preview({ text: text.replace(`: ${programme}`, ': other'), examples: null });
    expect(other.body.errors).toEqual([
      expect.objectContaining({ line: 4, message: expect.stringMatching(/expected "emea-lead-scoring"/) }),
    ]);
  });

  test('its warnings at their words, also pipelines that are not there, and with what is likely meant', async () => {
    const { body } = await preview({
      text: text
        .replace('points: 15', 'points: 15.0004')
        .replace('{ do: alert }', '{ do: open lead, in: emea/leads }'),
    });
    expect(body.errors).toEqual([]);
    expect(body.warnings).toEqual([
      {
        ...{ line: 25, column: 13, length: 7, instead: '15' },
        message: expect.stringMatching(/finer than a thousandth/),
      },
      {
        ...{ line: 63, length: 10, column: expect.any(Number), instead: 'emea/lead' },
        message: expect.stringMatching(
          /"emea\/leads" is no pipeline; expected .*did you mean "emea\/lead"\?/,
        ),
      },
    ]);
    const faulty = await preview({ text: text.replace('points: 15', 'pionts: 15.0004') });
    expect(faulty.body).toMatchObject({ errors: [{ length: 6, instead: 'points' }], warnings: [] });
  });

  test('examples with more events than it runs are skipped, and counted', async () => {
    const long = Array.from(
      { length: 30 },
      (_, index) =>
        `  - { example: e${index}, steps: [{ page: /, times: 1000 }], expect: { score: 5, tier: none } }`,
    );
    const { body } = await preview({
      text,
      examples: `programme: ${programme}\nexamples:\n${long.join('\n')}\n`,
    });
    expect([body.examples.length, body.examplesSkipped]).toEqual([20, 10]);
  });
});

test('a text that was written over another version is not published over this one', async () => {
  const path = `/programmes/${programme}/versions`;
  const { version } = (await ask('GET', `/programmes/${programme}`)).body;
  const faster = text.replace('contactWithin: 24 hours', 'contactWithin: 12 hours');
  expect((await ask('POST', path, { text: faster, replaces: version })).status).toBe(201);
  const late = await ask('POST', path, { text: `${text}# mine\n`, replaces: version });
  expect([late.status, late.body.detail]).toEqual([409, expect.stringMatching(/is active; compare with it/)]);
  // Nor does a roll-back take a version away unseen.
  const back = await ask('POST', `/programmes/${programme}/rollback`, { to: 1, replaces: version });
  expect([back.status, back.body.detail]).toEqual([409, expect.stringMatching(/is active; compare with it/)]);
  expect((await ask('GET', `/programmes/${programme}`)).body.text).toBe(faster);
  // Null says that none was active: what was published since is not overwritten unseen.
  const unseen = await ask('POST', path, { text: `${text}# mine\n`, replaces: null });
  expect([unseen.status, unseen.body.detail]).toEqual([409, expect.stringMatching(/is null, but version/)]);
  const second = text.replace(`programme: ${programme}`, 'programme: second');
  const first = (replaces: string | null) =>
    ask('POST', '/programmes/second/versions', { text: second, examples: null, replaces });
  const gone = await first(version);
  expect([gone.status, gone.body.detail]).toEqual([
    409,
    expect.stringMatching(/publish with "replaces": null/),
  ]);
  expect((await first(null)).status).toBe(201);
});

test('the health of rules is what the ledger noted of them lately, beside as many days before', async () => {
  const { dayMs } = limits;
  const nowMs = consoleApp.clock.nowMs();
  const noted = (rule: string, event: string, agoMs: number, more: object = {}) => {
    const atMs = nowMs - agoMs;
    const at = { notedAtMs: atMs, atMs, kind: 'paid' as const, ...more };
    return notedOf({ profile: 'x', programme, rule, event, points: 5, ...at });
  };
  const ledger = [
    noted('case-study', 'e1', dayMs),
    // Paid again the same day, as after a merge: it is one event.
    noted('case-study', 'e1', dayMs),
    noted('case-study', 'e2', 1),
    noted('case-study', 'e3', 1, { kind: 'refused' }),
    noted('demo-video', 'e4', 8 * dayMs),
    noted('email-click', 'e6', 20 * dayMs),
    // Imported: the programme was not live yet.
    noted('page-depth', 'e5', 30 * dayMs, { notedAtMs: nowMs }),
    noted('late', 'e7', 6.5 * dayMs, { programme: 'second', notedAtMs: nowMs }),
  ];
  await consoleApp.history.copyBatch({ events: [], ledger: [entryOf('g', ledger)], hasMore: false });
  const { status, body } = await ask('GET', `/programmes/${programme}/health?days=7`);
  expect(status).toBe(200);
  const ofRule = (id: string) => body.rules.find(({ rule }: { rule: string }) => rule === id);
  expect(ofRule('case-study')).toMatchObject({ fires: 2, firesBefore: 0, refusals: 1, state: 'dominating' });
  expect(ofRule('case-study').daily).toEqual([0, 0, 0, 0, 0, 1, 1]);
  expect(ofRule('demo-video')).toMatchObject({ fires: 0, firesBefore: 1, state: 'dead' });
  expect(ofRule('page-depth')).toMatchObject({ fires: 0, firesBefore: 0, lastFired: null });
  expect(body.beginsAt).toBeNull();
  // Nor are days compared with fewer than they are: nothing happened before the import's first day.
  const ofDays = async (days: number, id: string = programme) =>
    (await ask('GET', `/programmes/${id}/health?days=${days}`)).body;
  const before = (health: typeof body) =>
    health.rules.find(({ rule }: { rule: string }) => rule === 'demo-video').firesBefore;
  const dayOf = (agoDays: number) => new Date(Math.floor(nowMs / dayMs - agoDays) * dayMs).toISOString();
  for (const young of [await ofDays(16), await ofDays(365)])
    expect([young.beginsAt, before(young)]).toEqual([dayOf(30), null]);
  expect((await ofDays(15)).beginsAt).toBeNull();
  for (const days of [3, 7]) expect(await ofDays(days, 'second')).toMatchObject({ beginsAt: dayOf(0) });
  // Once the history has dropped days of the period before, that is compared with nothing.
  const beginsAtMs = Math.floor(nowMs / dayMs - 9) * dayMs;
  await consoleApp.history.dropDaysBefore(beginsAtMs);
  const [whole, cut] = [await ofDays(5), await ofDays(7)];
  expect([before(whole), before(cut)]).toEqual([1, null]);
  expect(cut.beginsAt).toBe(new Date(beginsAtMs).toISOString());
  expect(cut.rules.filter(({ state }: { state: string }) => state === 'drifting')).toEqual([]);
  expect((await ask('GET', '/programmes/none/health')).status).toBe(404);
  expect((await ask('GET', `/programmes/${programme}/health?days=1000`)).status).toBe(400);
});

describe('backtests', () => {
  const path = `/programmes/${programme}/backtest`;
  const hotter = () => text.replace('from: 60', 'from: 61');

  test('are kept with author, draft and period, and found in every process', async () => {
    const started = await ada.ask('POST', path, { draft: hotter(), since: '7d', waitSeconds: 60 });
    const run = started?.json();
    expect(run).toMatchObject({ status: 'done', programme, author: 'ada@example.com', error: null });
    expect(run.result.flows).toEqual([]);
    const { items } = (await ask('GET', `/backtests?programme=${programme}`)).body;
    expect(items[0]).toMatchObject({
      id: run.id,
      status: 'done',
      draft: run.draft,
      leadsBefore: 0,
      leadsAfter: 0,
    });
    expect(items[0]).not.toHaveProperty('result');
    expect((await ask('GET', '/backtests?programme=none')).body.items).toEqual([]);
    const pool = new pg.Pool({ connectionString: consoleApp.databaseUrl });
    const other = new Backtests({
      records: await BacktestRecords.open(pool),
      addressesOf: async () => new Map(),
      logger: createLogger('silent'),
    } as Partial<ConstructorParameters<typeof Backtests>[0]> as ConstructorParameters<typeof Backtests>[0]);
    expect(await other.find(run.id)).toEqual((await ask('GET', `/backtests/${run.id}`)).body);
    await pool.end();
  });

  test('one whose process ended without a word has failed, and says what to do', async () => {
    await consoleApp.query(
      `INSERT INTO backtests (id, programme, draft, author, started_at, since, until, status, alive_at)
       VALUES ('lost', $1, 'x', 'x', now(), now(), now(), 'running', now() - interval '1 hour'),
              ('elsewhere', $1, 'x', 'x', now(), now(), now(), 'running', now())`,
      [programme],
    );
    expect((await ask('GET', '/backtests/lost')).body).toMatchObject({
      ...{ status: 'failed', error: 'its process ended; start it again', result: null },
    });
    expect((await ask('GET', '/backtests/elsewhere')).body.status).toBe('running');
    expect((await ask('DELETE', '/backtests/elsewhere')).body.status).toBe('cancelled');
    expect((await ask('DELETE', '/backtests/nowhere')).status).toBe(404);
  });

  test('so many of a programme are kept', async () => {
    await consoleApp.query(
      `INSERT INTO backtests (id, programme, draft, author, started_at, since, until, status)
       SELECT 'old' || n, $1, 'x', 'x', now() - interval '1 year', now(), now(), 'done' FROM generate_series(1, $2) AS n`,
      [programme, limits.backtestsKept],
    );
    await ask('POST', path, { draft: hotter(), since: '7d', waitSeconds: 60 });
    const { rows } = await consoleApp.query('SELECT id FROM backtests');
    expect(rows).toHaveLength(limits.backtestsKept);
  });

  test('the first day of a version is held against the backtest of the same text', async () => {
    const { version } = (await ask('GET', `/programmes/${programme}`)).body;
    expect((await ask('GET', `/programmes/${programme}/outlook`)).body).toMatchObject({
      ...{ programme, version, isOver: false, backtest: null, expected: null, actual: 0 },
    });
    const published = await ask('POST', `/programmes/${programme}/versions`, {
      ...{ text: hotter(), examples: null },
    });
    expect(published.status).toBe(201);
    const { body } = await ask('GET', `/programmes/${programme}/outlook`);
    expect(body).toMatchObject({ version: published.body.version, expected: 0, actual: 0 });
    expect(body.backtest).toBe(
      (await ask('GET', '/backtests')).body.items.find(
        ({ leadsAfter }: { leadsAfter: number | null }) => leadsAfter !== null,
      ).id,
    );
    expect((await ask('GET', '/programmes/none/outlook')).status).toBe(404);
  });
});

describe('a person is tried', () => {
  const path = `/programmes/${programme}/rehearsal`;
  const steps = [
    { page: '/managed-cloud' },
    { track: 'Product Added', properties: { cart_id: 'c1' }, after: '2 minutes' },
  ];

  test('against what is live and a draft, with the receipts of each moment, and of later ones', async () => {
    const { status, body } = await ask('POST', path, {
      text: text.replace('points: 15', 'points: 20'),
      steps,
    });
    expect(status).toBe(200);
    const [first, second, later] = body.moments;
    expect(first).toMatchObject({ offsetMs: 0, step: 0, live: { score: 15 }, draft: { score: 20, tier: 1 } });
    expect(second).toMatchObject({ offsetMs: 120_000, step: 1, live: { tierName: 'none' } });
    // The basket is abandoned by time alone.
    expect(later).toMatchObject({
      step: null,
      live: { score: 45 },
      draft: { score: 50, tierName: '2 chilies' },
    });
    const sum = later.draft.contributions.reduce((all: number, one: { value: number }) => all + one.value, 0);
    expect(sum).toBe(50);
    expect((await ask('POST', path, { steps })).body.moments[0].draft).toBeNull();
    expect((await ask('POST', '/programmes/none/rehearsal', { steps })).status).toBe(404);
  });

  test('with a warning at a step whose names no rule of the draft knows, as the door has it; without one, of what is live', async () => {
    const slips = [
      { page: '/managed-cloud' },
      { track: 'Demo Vidoe Watched' },
      { track: 'File Downloaded', properties: { categroy: 'customer-case-study' } },
    ];
    const { warnings } = (await ask('POST', path, { steps: slips })).body;
    expect(warnings).toEqual([
      {
        step: 1,
        message:
          'no rule knows "Demo Vidoe Watched": the rule "Watched a product demo video" looks at "Video Playback Started"; the event counts by the name it has',
      },
      {
        step: 2,
        message: expect.stringMatching(/^no rule of "File Downloaded" reads "categroy": .*"category"/),
      },
    ]);
    const drafted = text.replace('event: Video Playback Started', 'event: Demo Vidoe Watched');
    const ofDraft = (await ask('POST', path, { text: drafted, steps: slips })).body.warnings;
    expect(ofDraft.map(({ step }: { step: number }) => step)).toEqual([2]);
  });

  test('what cannot be played is refused with the reason', async () => {
    const many = await ask('POST', path, { steps: [{ page: '/', times: 1_000 }] });
    expect([many.status, many.body.detail]).toEqual([400, expect.stringMatching(/1000 events; at most 200/)]);
    const faulty = await ask('POST', path, { text: 'rules: [', steps });
    expect([faulty.status, faulty.body.code]).toEqual([400, 'invalid_request']);
  });

  test('what somebody did is copied as steps, which can be played as they are', async () => {
    await consoleApp.view('copied', '/managed-cloud');
    const { id } = (await ask('GET', '/profiles/copied')).body;
    const atMs = consoleApp.clock.nowMs() - 1_000;
    const of = (hash: number, more: object) =>
      eventOf(`m${hash}`, { profile: id, key: 'u:copied', hash, atMs, acceptedAtMs: atMs, ...more } as never);
    const events = [
      of(1, { type: 'page', path: '/managed-cloud', properties: { path: '/managed-cloud', deep: { a: 1 } } }),
      of(2, { type: 'track', name: 'Product Added', properties: { cart_id: 'c1' }, atMs: atMs + 90_000 }),
      of(3, { type: 'identify', traits: { country: 'DE', company: { name: 'x' } }, atMs: atMs + 90_000 }),
    ];
    await consoleApp.history.copyBatch({ events: [entryOf('e', events)], ledger: [], hasMore: false });
    const { status, body } = await ask('GET', '/profiles/copied/behaviour');
    expect([status, body.isCut]).toEqual([200, false]);
    expect(body.steps).toEqual([
      { page: '/managed-cloud', properties: { path: '/managed-cloud' }, after: '1 second' },
      { track: 'Product Added', properties: { cart_id: 'c1' }, after: '90 seconds' },
      { identify: { country: 'DE' }, after: '1 second' },
    ]);
    expect((await ask('POST', path, { steps: body.steps })).status).toBe(200);
    expect((await ask('GET', '/profiles/nobody/behaviour')).status).toBe(404);
  });
});
