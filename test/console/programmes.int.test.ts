/** Programmes over the API: versions, differences, examples that gate, roll-back, backtests held against live scoring. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { backtestInWords } from '../../src/commands/words.ts';
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import { Replay } from '../../src/engine/scoring/scoring.ts';
import { admin, identityOf, standing } from '../sales/records.ts';
import { compileEmea, scovilleEvent } from '../support/emea.ts';
import { until } from '../support/until.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let text = '';
const programme = 'emea-lead-scoring';
let examplesInFolder = 0;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  text = await readFile(join(consoleApp.rulesDirectory, `${programme}.yaml`), 'utf8');
  const examples = await readFile(join(consoleApp.rulesDirectory, `${programme}.examples.yaml`), 'utf8');
  examplesInFolder = examples.match(/^ {2}- example:/gm)?.length ?? 0;
});

afterAll(async () => void (await consoleApp?.close()));

async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
  const response = await consoleApp.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: bearer,
    ...(payload && { payload }),
  });
  return { status: response.statusCode, body: response.statusCode === 204 ? null : response.json() };
}

describe('publishing', () => {
  test('a draft is checked without being published: changes in words, examples held against it', async () => {
    const { status, body } = await ask('POST', `/programmes/${programme}/check`, {
      text: text.replace('points: 15', 'points: 20'),
    });
    expect(status).toBe(200);
    expect(body.changes).toEqual([
      'rule "Visited the Managed Cloud product page" (managed-cloud-page): points 15 → 20',
    ]);
    expect(body.differences[0]).toMatch(/the score is 27; expected 22$/);
    expect(body).toMatchObject({ examplesRun: examplesInFolder, warnings: [] });
    expect((await ask('GET', '/programmes')).body.items[0].version).not.toBe(body.version);
  });

  test('a red example refuses a publish with the difference; nothing is activated', async () => {
    const before = (await ask('GET', '/programmes')).body.items[0];
    const { status, body } = await ask('POST', `/programmes/${programme}/versions`, {
      text: text.replace('points: 15', 'points: 20'),
    });
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(body.detail).toMatch(/the score is 27; expected 22/);
    expect((await ask('GET', '/programmes')).body.items[0]).toEqual(before);
  });

  test('errors name line and column', async () => {
    const { status, body } = await ask('POST', `/programmes/${programme}/versions`, {
      text: text.replace('points: 15', 'points: lots'),
    });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).toMatch(/draft\.yaml:25:13: .*"lots" is not allowed/);
  });

  test('the text of another programme is refused with the remedy', async () => {
    const { status, body } = await ask('POST', '/programmes/other/versions', { text });
    expect([status, body.detail]).toEqual([
      400,
      expect.stringMatching(/is of programme "emea-lead-scoring"/),
    ]);
  });

  test('what meets its examples is the next version, with author and note; and can be rolled back', async () => {
    const first = { text, note: 'as the slides say' };
    await ask('POST', `/programmes/${programme}/versions`, first);
    const changed = text
      .replace('hysteresis: 0', '')
      .replace('contactWithin: 24 hours', 'contactWithin: 12 hours');
    const published = await ask('POST', `/programmes/${programme}/versions`, {
      text: changed,
      note: 'faster',
    });
    expect(published.status).toBe(201);
    expect(published.body).toMatchObject({
      ...{ number: 2, author: 'API token', note: 'faster' },
      ...{ examplesRun: examplesInFolder, warnings: [] },
    });
    const active = async () => (await ask('GET', '/programmes')).body.items[0];
    expect(await active()).toMatchObject({ number: 2, version: published.body.version });
    expect((await ask('GET', `/programmes/${programme}/diff?from=1&to=2`)).body.changes).toEqual([
      'ladder.contactWithin 24 hours → 12 hours',
    ]);
    const back = await ask('POST', `/programmes/${programme}/rollback`, { to: 1 });
    expect(back.body).toMatchObject({
      ...{ number: 3, note: 'back to version 1' },
      ...{ examplesRun: examplesInFolder, warnings: [] },
    });
    expect(await readFile(join(consoleApp.rulesDirectory, `${programme}.yaml`), 'utf8')).toBe(text);
    const { items } = (await ask('GET', `/programmes/${programme}/versions`)).body;
    expect(items.map(({ number }: { number: number }) => number)).toEqual([3, 2, 1]);
    expect((await ask('GET', `/programmes/${programme}/versions/9`)).status).toBe(404);
  });

  test('a programme nobody had before is published to a file of its own', async () => {
    const other = text.replace('programme: emea-lead-scoring', 'programme: second');
    expect((await ask('POST', '/programmes/second/versions', { text: other })).status).toBe(201);
    expect(await readFile(join(consoleApp.rulesDirectory, 'second.yaml'), 'utf8')).toBe(other);
    await writeFile(
      join(consoleApp.rulesDirectory, 'second.yaml'),
      text.replace('emea-lead-scoring', 'third'),
    );
  });
});

describe('examples', () => {
  const second = () => text.replace('programme: emea-lead-scoring', 'programme: examined');
  const example = (score: number, id = 'examined') =>
    `programme: ${id}
examples:
  - example: A page of the product
    steps: [{ page: /managed-cloud }]
    expect: { score: ${score}, tier: none }
`;
  const publish = (id: string, payload: object) => ask('POST', `/programmes/${id}/versions`, payload);

  test('travel with the text, hold it up where they are not met, and are kept with the version', async () => {
    const red = await publish('examined', { text: second(), examples: example(14) });
    expect([red.status, red.body.detail]).toEqual([
      409,
      expect.stringMatching(/draft\.examples\.yaml: "A page of the product": the score is 15; expected 14/),
    ]);
    const green = await publish('examined', { text: second(), examples: example(15) });
    expect([green.status, green.body.examplesRun, green.body.warnings]).toEqual([201, 1, []]);
    const kept = await ask('GET', '/programmes/examined/versions/1');
    expect(kept.body).toMatchObject({ text: second(), examples: example(15) });
    // Those kept with the version hold the next text up, too.
    const changed = second().replace('points: 15', 'points: 16');
    expect((await publish('examined', { text: changed })).status).toBe(409);
    const both = await publish('examined', { text: changed, examples: example(16) });
    expect([both.status, both.body.number]).toEqual([201, 2]);
    const back = await ask('POST', '/programmes/examined/rollback', { to: 1 });
    expect([back.status, back.body.examplesRun]).toEqual([201, 1]);
    expect((await ask('GET', '/programmes/examined')).body).toMatchObject({
      text: second(),
      examples: example(15),
    });
  });

  test('of another programme, or misspelt, are an error with file, line and column', async () => {
    const { status, body } = await publish('examined', { text: second(), examples: example(15, 'examinde') });
    expect([status, body.detail]).toEqual([
      400,
      expect.stringMatching(/^draft\.examples\.yaml:1:12: programme: "examinde" .* expected "examined"$/),
    ]);
    const broken = example(15).replace('score: 15', 'score: lots');
    expect((await publish('examined', { text: second(), examples: broken })).body.detail).toMatch(
      /^draft\.examples\.yaml:5:22: examples\.?\[1\]\.expect\.score: "lots" is not allowed/,
    );
    const check = await ask('POST', '/programmes/examined/check', { text: second(), examples: 'a: [' });
    expect([check.status, check.body.detail]).toEqual([400, expect.stringContaining('not valid YAML')]);
  });

  test('that are none are said loudly', async () => {
    const none = await publish('examined', { text: `${second()}# none\n`, examples: null });
    expect(none.body).toMatchObject({ number: 4, examplesRun: 0 });
    expect(none.body.warnings).toEqual([expect.stringContaining('no example ran')]);
  });

  test('in a faulty file are told under their own programme, and hold up no other', async () => {
    const file = join(consoleApp.rulesDirectory, `${programme}.examples.yaml`);
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace('programme: emea-lead-scoring', 'programme: emea-led-scoring'));
    const own = await ask('POST', `/programmes/${programme}/check`, { text });
    expect([own.status, own.body.detail]).toEqual([
      400,
      expect.stringMatching(/emea-lead-scoring\.examples\.yaml:\d+:\d+: programme: "emea-led-scoring"/),
    ]);
    const other = await publish('examined', { text: `${second()}# again\n`, examples: example(15) });
    expect([other.status, other.body.examplesRun]).toEqual([201, 1]);
    await writeFile(file, before);
  });
});

describe('a retired programme', () => {
  test('scores nobody from then on, and keeps its versions', async () => {
    expect((await ask('DELETE', '/programmes/examined')).status).toBe(204);
    expect((await ask('GET', '/programmes/examined')).status).toBe(404);
    expect((await ask('DELETE', '/programmes/examined')).status).toBe(404);
    const { items } = (await ask('GET', '/programmes')).body;
    expect(items.map(({ id }: { id: string }) => id)).not.toContain('examined');
    expect((await ask('GET', '/programmes/examined/versions')).body.items.length).toBeGreaterThan(3);
  });
});

describe('a backtest', () => {
  const dayMs = limits.dayMs;
  const startMs = Date.UTC(2026, 10, 1, 9);
  const profiles = 40;

  /** Each profile looks at a few pages, some at the product's, some come with an address. */
  function history(): ScovilleEvent[] {
    return Array.from({ length: profiles }, (_, profile) =>
      Array.from({ length: 3 + (profile % 9) }, (_none, index) => {
        const atMs = startMs + profile * (dayMs / 4) + index * 60_000;
        const path = index % 3 === 2 ? '/managed-cloud' : '/blog';
        const key = profile % 2 === 0 ? `e:person-${profile}@example.com` : `a:device-${profile}`;
        return scovilleEvent({ messageId: `h${profile}-${index}`, atMs, type: 'page', path }, key);
      }),
    ).flat();
  }

  const events = history();
  const untilMs = startMs + 20 * dayMs;

  beforeAll(async () => {
    const byPartition = new Map<number, ScovilleEvent[]>();
    for (const event of events) {
      const partition = partitionOf(event.profile, 2);
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), event]);
    }
    for (const [partition, own] of byPartition)
      await consoleApp.history.copyBatch({
        events: [{ partition, id: '1-0', field: 'e', json: JSON.stringify(own) }] as never,
        ledger: [],
        hasMore: false,
      } as never);
  });

  async function backtest(draft: string, since = '2026-10-01T00:00:00Z') {
    const { status, body } = await ask('POST', `/programmes/${programme}/backtest`, {
      draft,
      since,
      until: new Date(untilMs).toISOString(),
      waitSeconds: 60,
    });
    expect([status, body.error]).toEqual([200, null]);
    return body.result;
  }

  /** Tiers at the end as live scoring gives them under a programme: profile by profile, event by event. */
  function liveTiers(programmes = compileEmea().programmes): number[] {
    const tiers = [0, 0, 0, 0];
    for (const profile of new Set(events.map((event) => event.profile))) {
      const replay = new Replay(programmes, limits.latenessMs);
      for (const event of events.filter((one) => one.profile === profile)) replay.take(event);
      replay.until(untilMs);
      const tier = replay.tierStates[0]?.tier ?? 0;
      tiers[tier] = (tiers[tier] ?? 0) + 1;
    }
    return tiers;
  }

  const profilesOf = (side: { tiers: { profiles: number }[] }) => side.tiers.map((tier) => tier.profiles);

  test('of the active programme against itself moves nobody, and gives what live scoring gives', async () => {
    const result = await backtest(text);
    expect(result).toMatchObject({ profiles, events: events.length, moves: [] });
    expect(result.after).toEqual(result.before);
    expect(profilesOf(result.after)).toEqual(liveTiers());
  });

  test('of a draft says who moves and why, the most moved first, and what sales would get', async () => {
    const result = await backtest(text.replace('points: 15', 'points: 60'));
    expect(result.moves[0]).toMatchObject({
      from: 'none',
      to: '3 chilies',
      reasons: [{ rule: 'managed-cloud-page', points: 45 }],
    });
    expect(result.after.leads).toBeGreaterThan(result.before.leads);
    expect(result.after.tasks).toBe(result.after.leads);
    const rule = result.after.rules.find((one: { rule: string }) => one.rule === 'managed-cloud-page');
    expect(rule).toMatchObject({ points: rule.fires * 60, lift: null });
    expect(rule.overlap[0]).toEqual({ rule: 'page-depth', share: 1 });
  });

  test('only crossings of the period are counted, whatever led to them', async () => {
    const late = await backtest(text.replace('points: 15', 'points: 60'), '2026-11-08T00:00:00Z');
    const all = await backtest(text.replace('points: 15', 'points: 60'));
    expect(late.after.tiers).toEqual(all.after.tiers);
    expect(late.after.leads).toBeLessThan(all.after.leads);
    expect(late.after.crossings.every(({ day }: { day: string }) => day >= '2026-11-08')).toBe(true);
  });

  test('counts the good and the junk leads that each version would have made', async () => {
    // Ten pages and more in one visit make 20 points: of these five, the active programme makes 8 and 16 leads.
    const qualities = { 0: 'good', 2: 'junk', 4: 'junk', 8: 'good', 16: 'junk' } as const;
    for (const [index, quality] of Object.entries(qualities)) {
      const email = `person-${index}@example.com`;
      const profile = profileIdOf(`e:${email}`);
      const record = standing({ profile, identity: identityOf(email) });
      await consoleApp.sales.leads.applyTierUpdates([{ partition: 9, id: `${Number(index) + 1}-0`, record }]);
      const { items } = await consoleApp.sales.records.listLeads({ limit: 200 });
      const { id = '' } = items.find((lead) => lead.profile === profile) ?? {};
      const body = { quality: { quality, ...(quality === 'junk' && { reason: 'a student' }) } };
      await consoleApp.app.inject({
        method: 'PATCH',
        url: `/api/v1/leads/${id}`,
        headers: bearer,
        payload: body,
      });
    }
    const eager = await backtest(text.replace('points: 15', 'points: 60'));
    expect(eager.before.quality).toEqual({ good: 1, junk: 1, precision: 0.5, goodLost: 1, junkSpared: 2 });
    expect(eager.after.quality).toEqual({ good: 2, junk: 3, precision: 0.4, goodLost: 0, junkSpared: 0 });
    const rule = eager.after.rules.find((one: { rule: string }) => one.rule === 'managed-cloud-page');
    expect(rule).toMatchObject({ good: 2, junk: 3, precision: 0.4 });
    const shy = await backtest(text.replace('points: 15', 'points: 10'));
    expect(shy.after.quality).toEqual({ good: 0, junk: 0, precision: null, goodLost: 2, junkSpared: 3 });
    // The latest word of a rep counts.
    const { items } = await consoleApp.sales.records.listLeads({ limit: 200 });
    const first = items.find(({ profile }) => profile === profileIdOf('e:person-16@example.com'));
    await consoleApp.sales.records.changeLead(first?.id ?? '', { quality: { quality: 'good' } }, admin);
    const again = await backtest(text);
    expect(again.after.quality).toEqual({ good: 2, junk: 0, precision: 1, goodLost: 1, junkSpared: 2 });
    expect(backtestInWords(again)).toContain(
      'of the leads that reps rated: good 2 → 2 (1 missed), junk 0 → 0 (2 spared), precision 100 %',
    );
  });

  test('one at a time; it can be watched and called off', async () => {
    const { body } = await ask('POST', `/programmes/${programme}/backtest`, { draft: text, since: '60d' });
    expect(body.status).toBe('running');
    const second = await ask('POST', `/programmes/${programme}/backtest`, { draft: text });
    expect([second.status, second.body.detail]).toEqual([409, expect.stringContaining(body.id)]);
    expect((await ask('DELETE', `/backtests/${body.id}`)).body.status).toBe('cancelled');
    await until('the workers are gone', async () => {
      const next = await ask('POST', `/programmes/${programme}/backtest`, { draft: text, waitSeconds: 60 });
      return next.status === 200;
    });
  });

  test.each([
    ['a time that is none', { since: 'last tuesday' }, /"last tuesday" is no time/],
    ['a day that could be another', { since: '05/11/2026' }, /"05\/11\/2026" is no time/],
    [
      'a period that ends before it begins',
      { since: '1d', until: '2d' },
      /"since" \(1d\) is not before "until"/,
    ],
  ])('%s', async (_name, period, expected) => {
    const { status, body } = await ask('POST', `/programmes/${programme}/backtest`, {
      draft: text,
      ...period,
    });
    expect([status, body.detail]).toEqual([400, expect.stringMatching(expected)]);
  });
});
