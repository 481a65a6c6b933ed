/** Imports of events over the real stores: as live, hidden until they are finished, harmless twice, taken back as a whole. */
import { randomUUID } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import type { EventImportView } from '../../../src/contract/api/api.ts';
import { audit } from '../../../src/engine/analysis/analysis.ts';
import { type EventImports, openEventImports } from '../../../src/engine/event-imports/event-imports.ts';
import { areBeingImported } from '../../../src/engine/history/history.ts';
import { keptParametersIn } from '../../../src/engine/ingest/ingest.ts';
import { unpackRecord } from '../../../src/engine/processing/processing.ts';
import { repository } from '../../support/source-text.ts';
import { type SpineWithHistory, startSpineWithHistory } from '../../support/spine-with-history.ts';
import { newDirectory } from '../../support/test-run.ts';
import { until } from '../../support/until.ts';

const { dayMs } = limits;
const programme = 'emea-lead-scoring';
const nowMs = Date.now();
const day = (ago: number) => new Date(nowMs - ago * dayMs).toISOString();
const page = (who: object, ago: number, more: object = {}) => ({
  type: 'page',
  timestamp: day(ago),
  ...who,
  properties: { path: '/products/managed-cloud' },
  ...more,
});
const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Scores who consents and does not work here. */
const wishes = `programme: wishes
name: Wishes
campaign: Wishes
timeZone: UTC
visit: { endsAfter: 30 minutes }
consent: { purpose: marketing }
exclude:
  - { id: own, label: Works here, who: { emailDomain: [us.example] } }
rules:
  - { id: page, label: Page, when: { type: page }, points: 5, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 50 }] }
`;

let setup: SpineWithHistory;
let imports: EventImports;
const finished: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const rulesDirectory = newDirectory('rules');
  await cp(path.join(repository, 'rules'), rulesDirectory, { recursive: true });
  await writeFile(path.join(rulesDirectory, 'wishes.yaml'), wishes);
  setup = await startSpineWithHistory(
    { onTestFinished: (end) => void finished.push(end as () => Promise<unknown>) },
    {
      rulesDirectory,
      // As in the product, the history says who a profile is; no sales room runs here.
      lost: {
        lostOf: async (ids) =>
          new Map(
            [...(await setup.history.familiesOf(ids))].map(([id, family]) => [id, { ...family, tiers: [] }]),
          ),
      },
    },
  );
  imports = openEventImports({
    ...{
      pool: setup.history.pool,
      stream: setup.spine.stream,
      historyDays: 400,
      keptParameters: keptParametersIn('asset'),
    },
    ...{ clock: { nowMs: () => Date.now() }, metrics: setup.spine.metrics, logger: createLogger('silent') },
  });
  const loop = imports.start();
  return async () => {
    await loop.close();
    for (const end of finished) await end();
  };
});

async function* bytes(...chunks: (string | Uint8Array)[]) {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
const opened = async (more: object = {}) =>
  (await imports.open({ label: randomUUID(), ...more }, 'test')).view.id;
const load = (id: string, body: string | Uint8Array, more: object = {}) =>
  imports.load(id, { part: 0, line: 0, ...more }, bytes(body));
const ended = (id: string) =>
  until('the import has ended', async () => {
    const view = (await imports.find(id)) as EventImportView;
    return (view.status === 'done' || view.status === 'undone') && view;
  });
const imported = async (body: string | Uint8Array, more: object = {}, opening: object = {}) => {
  const id = await opened(opening);
  await load(id, body, more);
  await imports.finish(id);
  return (await ended(id)) as EventImportView;
};
const scoreOf = async (who: string) =>
  (await setup.spine.profiles.profile(who))?.scores[programme]?.score ?? null;
/** The tier that was notified: the API shows the one that the score is worth. */
const notifiedTierOf = async (who: string) => {
  const { profile } = await setup.spine.stream.profiles.peek((await setup.spine.profiles.idOf(who)) ?? '');
  const record = profile && unpackRecord(profile);
  return record?.kind === 'state' ? Math.max(0, ...record.state.tierStates.map(({ tier }) => tier)) : null;
};
const pointsOf = async (who: string) =>
  (await setup.spine.profiles.explanation(who))?.contributions
    .map(({ rule, points, at }) => ({ rule, points, at }))
    .sort((one, other) => `${one.at}${one.rule}`.localeCompare(`${other.at}${other.rule}`));
const audited = () =>
  audit(
    null,
    {
      stream: setup.spine.stream,
      past: setup.history,
      active: setup.spine.active,
      latenessMs: limits.latenessMs,
      nowMs: () => Date.now() + limits.auditGraceMs,
      pauseMs: 0,
      isBeingImported: (id) => areBeingImported(setup.history.pool, [id]),
      metrics: setup.spine.metrics,
      logger: createLogger('silent'),
    },
    () => undefined,
    new AbortController().signal,
  );

describe('an import', () => {
  test('counts as the same events live, and its links and merges are the same', async () => {
    const told = (name: string) => [
      page({ anonymousId: `${name}-phone`, messageId: `${name}-1` }, 4),
      page({ anonymousId: `${name}-phone`, messageId: `${name}-2` }, 3),
      {
        type: 'identify',
        userId: name,
        anonymousId: `${name}-phone`,
        timestamp: day(2),
        traits: { email: `${name}@shop.example` },
      },
      page({ userId: name, messageId: `${name}-3` }, 1),
    ];
    for (const event of told('live')) expect(await setup.spine.post(`/v1/${event.type}`, event)).toBe(200);
    await setup.isCopied();
    const view = await imported(lines(told('past')));
    expect(view.counts).toMatchObject({ lines: 4, events: 4, duplicates: 0, bad: 0, tooOld: 0, erased: 0 });
    expect(view.progress).toEqual({ profiles: 2, scored: 2 });
    await until('the same', async () => (await scoreOf('past')) === (await scoreOf('live')));
    expect(await scoreOf('past')).toBeGreaterThan(0);
    expect(await pointsOf('past')).toEqual(await pointsOf('live'));
    expect(await setup.spine.profiles.idOf('past-phone')).toBe(await setup.spine.profiles.idOf('past'));
    expect(await setup.spine.profiles.idOf('past@shop.example')).toBe(
      await setup.spine.profiles.idOf('past'),
    );
    expect((await audited()).mismatched).toBe(0);
  });

  test('is hidden until it is finished, and one that is open is taken back without a trace', async () => {
    const id = await opened();
    await load(id, lines([page({ userId: 'hidden' }, 30)]));
    expect((await setup.history.historyOf([profileIdOf('u:hidden')])).events).toEqual([]);
    expect(await scoreOf('hidden')).toBeNull();
    await imports.undo(id);
    expect(await ended(id)).toMatchObject({ status: 'undone' });
    await expect(load(id, lines([page({ userId: 'hidden' }, 30)]))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(imports.finish(id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('moves no tier by itself, and the next gain of its own does', async () => {
    const many = (name: string) =>
      Array.from({ length: 12 }, (_, index) => ({
        ...{ type: 'track', event: 'Video Playback Started', userId: name, timestamp: day(1 + index / 24) },
        properties: { category: 'product-demo', content_asset_id: `tour-${index}` },
      })).concat([
        {
          type: 'identify',
          userId: name,
          timestamp: day(1),
          traits: { email: `${name}@shop.example` },
        } as never,
      ]);
    await imported(lines(many('warm')));
    expect(await scoreOf('warm')).toBeGreaterThan(0);
    expect(await notifiedTierOf('warm')).toBe(0);
    const loud = await imported(lines(many('loud')), {}, { alertSince: '7d' });
    expect(loud.alertSince).not.toBeNull();
    await until('it may notify', async () => ((await notifiedTierOf('loud')) ?? 0) > 0);
    const quiet = await imported(lines(many('quiet')), {}, { alertSince: '1h' });
    expect(quiet.status).toBe('done');
    expect(await notifiedTierOf('quiet')).toBe(0);
    await setup.spine.post('/v1/page', { ...page({ userId: 'warm' }, 0) });
    await until('its own gain moves it', async () => ((await notifiedTierOf('warm')) ?? 0) > 0);
  });

  test('a part that comes again is written once, and so is a message that comes again', async () => {
    const told = [page({ userId: 'twice', messageId: 'one' }, 9), page({ userId: 'twice' }, 9)];
    const id = await opened({ key: 'the same files' });
    const first = await load(id, lines(told));
    expect(await load(id, lines(told))).toEqual(first);
    expect((await imports.open({ label: 'again', key: 'the same files' }, 'test')).view.id).toBe(id);
    expect(await imports.parts(id)).toEqual([0]);
    await load(id, lines([...told, page({ userId: 'twice', messageId: 'one' }, 9)]), { part: 1 });
    await imports.finish(id);
    await imports.finish(id);
    expect((await ended(id)) as EventImportView).toMatchObject({
      counts: { lines: 5, events: 2, duplicates: 3 },
    });
    const again = await imported(lines(told));
    expect(again.counts).toMatchObject({ events: 0, duplicates: 2 });
    expect((await setup.history.historyOf([profileIdOf('u:twice')])).events).toHaveLength(2);
    expect((await imports.open({ label: 'again', key: 'the same files' }, 'test')).view.status).toBe('done');
  });

  test('is taken back as a whole, and scores are as if it had never come', async () => {
    await setup.spine.post('/v1/page', page({ userId: 'ben', messageId: 'own' }, 0));
    await setup.isCopied();
    const before = await pointsOf('ben');
    const view = await imported(
      lines([page({ userId: 'ben' }, 40), page({ userId: 'ben' }, 20), page({ userId: 'cleo' }, 10)]),
    );
    expect(await pointsOf('ben')).not.toEqual(before);
    await imports.undo(view.id);
    expect(await ended(view.id)).toMatchObject({ status: 'undone', undoUntil: null });
    expect(await pointsOf('ben')).toEqual(before);
    expect((await setup.history.historyOf([profileIdOf('u:cleo')])).events).toEqual([]);
    expect((await audited()).mismatched).toBe(0);
  });

  test('tells bad lines with their numbers and reasons, and events from before the history begins', async () => {
    const consent = { categoryPreferences: { ['🎉'.slice(0, 1).padEnd(200, 'p')]: true } };
    const body = [
      '\ufeff{"type":"page","userId":"dan","timestamp":"2026-01-01"',
      '',
      '[]',
      JSON.stringify({ type: 'page', userId: 'dan' }),
      JSON.stringify({ type: 'page', timestamp: day(3) }),
      JSON.stringify(page({ userId: 'dan' }, 401)),
      JSON.stringify(page({ userId: 'dan' }, 399)),
      JSON.stringify(page({ userId: 'dan' }, 3, { properties: { text: 'x'.repeat(limits.eventBytesMax) } })),
      JSON.stringify(page({ userId: 'dan' }, 3, { context: { consent } })),
    ].join('\n');
    const view = await imported(gzipSync(body), { file: 'bad.ndjson', line: 10 });
    expect(view.counts).toMatchObject({ lines: 8, events: 1, bad: 6, tooOld: 1 });
    const faults = await imports.faults(view.id);
    expect(faults?.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['bad.ndjson', 11, 'malformed_json'],
      ['bad.ndjson', 13, 'invalid_event'],
      ['bad.ndjson', 14, 'invalid_event'],
      ['bad.ndjson', 15, 'no_user_anon_id'],
      ['bad.ndjson', 16, 'too_old'],
      ['bad.ndjson', 18, 'body_too_large'],
      ['bad.ndjson', 19, 'invalid_event'],
    ]);
    expect(faults?.[2]?.message).toContain('"timestamp" is missing');
  });

  test('says of a refused line where and why, and never who', async () => {
    const who = 'dana@shop.example';
    const body = [
      `{"type":"page","userId":"${who}" "timestamp":"${day(3)}"}`,
      `"${who}"`,
      JSON.stringify({ type: 'page', userId: { email: who }, timestamp: day(3) }),
      JSON.stringify({ type: 'page', userId: `${who}\u0000`, timestamp: day(3) }),
      JSON.stringify({ type: who, userId: who, timestamp: day(3) }),
      JSON.stringify({ type: 'page', userId: who, timestamp: who }),
      JSON.stringify({
        type: 'page',
        context: { traits: { email: `${who}, and others` } },
        timestamp: day(3),
      }),
      JSON.stringify(page({ userId: who }, 500)),
    ].join('\n');
    const view = await imported(body);
    expect(view.counts).toMatchObject({ lines: 8, events: 0, bad: 7, tooOld: 1 });
    const faults = (await imports.faults(view.id)) ?? [];
    expect(faults).toHaveLength(8);
    for (const { message } of faults) expect(message).not.toContain('dana');
    expect(faults[0]?.message).toMatch(/^the line is not valid JSON from character \d+ on; /);
    expect(faults[5]?.message).toMatch(/^"timestamp" is a text of 17 characters; expected an ISO 8601 time/);
  });

  test('takes consent, exclusions and query strings as the door does', async () => {
    const consent = (marketing: boolean) => ({
      context: { consent: { categoryPreferences: { marketing } } },
    });
    const address = (email: string) => ({ context: { traits: { email } } });
    const view = await imported(
      lines([
        page({ userId: 'asked' }, 5),
        page({ userId: 'denies' }, 5),
        page({ userId: 'denies' }, 4, consent(false)),
        page({ userId: 'allows' }, 5, consent(false)),
        page({ userId: 'allows' }, 4, consent(true)),
        page({ userId: 'ours' }, 5, address('erin@us.example')),
        {
          ...page({ userId: 'queries' }, 5),
          context: { page: { url: 'https://x.example/a?asset=7&email=erin@x.example&utm_source=ads' } },
        },
      ]),
    );
    expect(view.counts).toMatchObject({ events: 7, bad: 0 });
    const worth = async (who: string) =>
      (await setup.spine.profiles.profile(who))?.scores['wishes']?.score ?? null;
    expect({
      asked: await worth('asked'),
      denies: await worth('denies'),
      allows: await worth('allows'),
      ours: await worth('ours'),
    }).toEqual({ asked: 5, denies: 0, allows: 5, ours: 0 });
    const [event] = (await setup.history.historyOf([profileIdOf('u:queries')])).events;
    expect(JSON.stringify(event)).toContain('https://x.example/a?asset=7&utm_source=ads');
    expect(JSON.stringify(event)).not.toContain('erin');
    expect((await audited()).mismatched).toBe(0);
  });

  test('is counted once, whatever is sent again', async () => {
    const { importedEvents, importRefusedLines } = setup.spine.metrics;
    const counts = async () => {
      const [events, lines] = await Promise.all([importedEvents.get(), importRefusedLines.get()]);
      return { events: events.values[0]?.value, lines: lines.values.map(({ value }) => value) };
    };
    const before = await counts();
    const id = await opened();
    const body = lines([page({ userId: 'counted' }, 9), page({ userId: 'counted' }, 401), { type: 'page' }]);
    for (let turn = 0; turn < 2; turn++) await load(id, body);
    await imports.undo(id);
    expect(await counts()).toEqual({
      events: (before.events ?? 0) + 1,
      lines: before.lines.map((value, index) => value + (index < 2 ? 1 : 0)),
    });
  });

  test('says nothing that Scoville alone says, in JSON and in CSV, and that is counted', async () => {
    const reserved = async () => (await setup.spine.metrics.traitsReserved.get()).values[0]?.value ?? 0;
    const before = await reserved();
    const traits = { 'scoville:customer': true, plan: 'a' };
    const id = await opened();
    const body = lines([{ type: 'identify', userId: 'liar', timestamp: day(9), traits }]);
    for (let turn = 0; turn < 2; turn++) await load(id, body);
    await load(id, `timestamp,user_id,scoville:customer,plan\r\n${day(8)},liar,true,b\r\n`, {
      ...{ part: 1, type: 'identify', format: 'csv' },
    });
    await imports.finish(id);
    await ended(id);
    const { events } = await setup.history.historyOf([profileIdOf('u:liar')]);
    expect(events.map((event) => event.traits)).toEqual([{ plan: 'a' }, { plan: 'b' }]);
    expect(await reserved()).toBe(before + 2);
  });

  test('counts and lists by their lines what is taken otherwise than it says, once, without its values', async () => {
    const ignored = async () =>
      (await setup.spine.metrics.identitiesIgnored.get()).values.reduce((sum, { value }) => sum + value, 0);
    const before = await ignored();
    const id = await opened();
    const wrong = page({ userId: 'warned' }, 9, { context: { traits: { email: 'ada@@' } } });
    const tooOld = { ...wrong, timestamp: day(401) };
    const body = lines([page({ userId: 'warned' }, 9), { type: 'page' }, wrong, tooOld]);
    for (let turn = 0; turn < 2; turn++)
      expect(await load(id, body, { file: 'a.csv', line: 10 })).toMatchObject({ events: 2, warnings: 1 });
    const { eventImportWarningsMax: most } = limits;
    await load(id, lines(Array.from({ length: most - 1 }, () => wrong)), { part: 1 });
    const full = await imports.find(id);
    expect([full?.counts.warnings, full?.warnings?.length, full?.furtherWarnings]).toEqual([
      most,
      most,
      undefined,
    ]);
    expect(full?.warnings?.[0]).toEqual({
      ...{ file: 'a.csv', line: 13, code: 'not_an_address' },
      message: expect.stringMatching(/^"email" is a text of 5 characters, which is no e-mail address/),
    });
    await load(id, lines([wrong]), { part: 2 });
    expect(await imports.undo(id)).toMatchObject({ warnings: full?.warnings, furtherWarnings: 1 });
    expect((await imports.list(null, 1)).items[0]).not.toHaveProperty('warnings');
    expect(await ignored()).toBe(before + most + 1);
  });

  test('reads a table of a warehouse as CSV in zstd', async () => {
    const csv = [
      'id,received_at,anonymous_id,user_id,event,event_text,context_page_path,price,sku,original_timestamp,timestamp,"note"',
      `m1,${day(5)},d-1,erin,product_added,Product Added,/shop,49.50,007,${day(6)},"${day(6).replace('T', ' ').replace('Z', ' UTC')}","two\nlines, ""quoted"""`,
      `m2,${day(5)},d-1,erin,product_added,Product Added,/shop,1,2,,${day(5)},,`,
    ].join('\r\n');
    const view = await imported(zstdCompressSync(Buffer.from(csv)), { type: 'track', file: 'tracks.csv' });
    expect(view.counts).toMatchObject({ lines: 2, events: 1, bad: 1 });
    const [event] = (await setup.history.historyOf([profileIdOf('u:erin')])).events;
    expect(event).toMatchObject({
      ...{ id: 'm1', type: 'track', name: 'Product Added', path: '/shop', atMs: Date.parse(day(6)) },
      properties: { price: 49.5, sku: '007', note: 'two\nlines, "quoted"' },
    });
    expect(await setup.spine.profiles.idOf('d-1')).toBe(await setup.spine.profiles.idOf('erin'));
    expect((await imports.faults(view.id))?.map(({ line }) => line)).toEqual([4]);
  });
});
