/** Changed programmes over the real stores: every profile re-derived without a new event, new rules back-filled, audits clean. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits, partitionOf } from '../../../src/base/kernel/kernel.ts';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import { readProgramme } from '../../../src/contract/language/language.ts';
import { audit } from '../../../src/engine/analysis/analysis.ts';
import { startCopier } from '../../../src/engine/history/history.ts';
import { packState, unpackState } from '../../../src/engine/scoring/scoring.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

const rules = fileURLToPath(new URL('../../../rules', import.meta.url));
let postgres: TestServer;
let redis: TestServer;
let history: TestHistory;
let spine: Spine;
let rulesDirectory = '';
let copier: { close(): Promise<void> };
let text = '';
const programme = 'emea-lead-scoring';

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => void (await postgres?.stop()));

beforeEach(async () => {
  redis = await startTestRedis();
  rulesDirectory = await mkdtemp(join(tmpdir(), 'scoville-rules-'));
  await cp(rules, rulesDirectory, { recursive: true });
  text = await readFile(join(rulesDirectory, `${programme}.yaml`), 'utf8');
  history = await openTestHistory(postgres.url);
  spine = await startSpine({ redisUrl: redis.url, rulesDirectory, past: history });
  copier = startCopier({
    source: spine.stream,
    history,
    metrics: spine.metrics,
    logger: createLogger('silent'),
  });
  spine.startWorker();
});

afterEach(async () => {
  await copier.close();
  await spine.close();
  await history.close();
  await redis.stop();
  await rm(rulesDirectory, { recursive: true });
});

let people = 0;
const newPerson = () => `person-${++people}`;

const page = (userId: string, path: string) => spine.post('/v1/page', { userId, properties: { path } });

async function scoreOf(userId: string) {
  const found = (await spine.profiles.profile(userId)) as {
    scores: Record<string, { score: number; tier: number }>;
  } | null;
  return found?.scores[programme]?.score ?? null;
}

const isCopied = () =>
  until('the history has it all', async () => {
    const backlog = await spine.stream.backlog(Date.now());
    return (await spine.isQuiet()) && backlog.every(({ historyLag }) => historyLag === 0);
  });

/** Tier updates of a person, as scores and tiers. */
async function recordsOf(profile: string) {
  const entries = await spine.stream.readTierUpdates(new Map(), 10_000);
  return entries
    .map(
      ({ record }) =>
        record as { profile: string; from: number; to: number; score: number; actions: unknown[] },
    )
    .filter((record) => record.profile === profile);
}

/** What is noted of a profile, the latest first. */
async function ledgerOf(profile: string): Promise<string[]> {
  const { entries } = await history.ledgerOf({ profile, limit: 50 });
  return entries.map(({ kind, rule, points }) => `${kind} ${rule} ${points}`);
}

async function takeUp(changed: string): Promise<void> {
  expect(changed).not.toBe(text);
  await writeFile(join(rulesDirectory, `${programme}.yaml`), changed);
  await until('activated', () => spine.reload());
}

const auditAll = () =>
  audit(
    null,
    {
      stream: spine.stream,
      past: history,
      active: spine.active,
      latenessMs: limits.latenessMs,
      nowMs: () => Date.now(),
      pauseMs: 200,
      metrics: spine.metrics,
      logger: createLogger('silent'),
    },
    () => undefined,
    new AbortController().signal,
  );

describe('a changed programme', () => {
  /** One person below the ladder, and one who is warm. */
  async function coolAndWarm(): Promise<{ cool: string; coolId: string; warmId: string }> {
    const [cool, warm] = [newPerson(), newPerson()];
    await page(cool, '/managed-cloud');
    await page(warm, '/managed-cloud');
    for (let download = 0; download < 2; download++)
      await spine.post('/v1/track', {
        userId: warm,
        event: 'File Downloaded',
        properties: { category: 'customer-case-study', asset_id: String(download) },
      });
    await until('scored', async () => (await scoreOf(cool)) === 15 && (await scoreOf(warm)) === 35);
    const idOf = async (person: string) => (await spine.profiles.idOf(person)) ?? '';
    return { cool, coolId: await idOf(cool), warmId: await idOf(warm) };
  }
  const crossings = async (id: string) =>
    (await recordsOf(id)).filter(({ from, to, actions }) => from !== to || actions.length > 0);

  test('moves every score without a new event, and no tier: who rises by it is notified with the next gain', async () => {
    const { cool, coolId, warmId } = await coolAndWarm();
    await takeUp(text.replace('points: 15', 'points: 22'));
    await until('the other heats', async () => (await recordsOf(warmId)).at(-1)?.score === 42);
    await until('re-evaluated', async () => (await ledgerOf(coolId)).length === 2);
    expect(await ledgerOf(coolId)).toEqual(['changed managed-cloud-page 22', 'paid managed-cloud-page 15']);
    expect(await scoreOf(cool)).toBe(22);
    expect(await crossings(coolId)).toEqual([]);
    expect(await crossings(warmId)).toHaveLength(1);
    await page(cool, '/managed-cloud/prices');
    const [rise] = await until('it crosses', async () => {
      const own = await crossings(coolId);
      return own.length > 0 && own;
    });
    expect(rise).toMatchObject({ from: 0, to: 1 });
  });

  test('and its roll-back three seconds later notify nobody again', async () => {
    const { warmId } = await coolAndWarm();
    const before = await crossings(warmId);
    await takeUp(text.replace('points: 15', 'points: 1'));
    await until('it is colder', async () => (await recordsOf(warmId)).at(-1)?.score === 21);
    await takeUp(`${text}\n# as before\n`);
    await until('it is as warm as before', async () => (await recordsOf(warmId)).at(-1)?.score === 35);
    expect(await crossings(warmId)).toEqual(before);
    expect((await recordsOf(warmId)).every(({ to }) => to > 0)).toBe(true);
  });

  test('that is published to be notified is: who rises by it crosses without a new event', async () => {
    const { coolId } = await coolAndWarm();
    await spine.programmes.change(async (sources) =>
      sources.map((source) => {
        const changed = source.text.replace('points: 15', 'points: 22');
        const read = readProgramme('changed.yaml', changed);
        if (!read.ok) throw new Error('the changed programme is invalid');
        return { ...source, programme: read.programme, text: changed, notifies: true, generation: 0 };
      }),
    );
    const records = await until('it crosses by itself', async () => {
      const own = await crossings(coolId);
      return own.length > 0 && own;
    });
    expect(records).toMatchObject([{ from: 0, to: 1, score: 22 }]);
  });

  const withPricing = (backfill: string) =>
    text
      .replace(
        '\nladder:',
        `\n  - id: pricing\n    label: Read the pricing\n    when: { type: page, path: /pricing }\n    points: 7\n    pays: once a visit\n\nladder:`,
      )
      .replace('\nvisit:', `\nbackfill: ${backfill}\n\nvisit:`);

  test('finds in the history what a new rule would have recognised; taken back, all is as before', async () => {
    const person = newPerson();
    await page(person, '/pricing');
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await isCopied();
    await takeUp(withPricing('all'));
    await until('back-filled', async () => (await scoreOf(person)) === 25);
    await takeUp(`${text}\n# as before\n`);
    await until('taken back', async () => (await scoreOf(person)) === 18);
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    await until('the ledger says so', async () => {
      const own = (await ledgerOf(id)).filter((line) => line.includes('pricing'));
      return own.join(', ') === 'taken back pricing 7, paid pricing 7';
    });
  });

  test('waits no longer for a history that lags than that lags, however busy the profile is', async () => {
    const person = newPerson();
    await page(person, '/pricing');
    await until('scored', async () => (await scoreOf(person)) !== null);
    await copier.close();
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await takeUp(withPricing('all'));
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    const isWaiting = async () => {
      const { profile } = await spine.stream.peekById(id);
      return profile !== null && unpackState(profile).wait !== null;
    };
    const hear = () => spine.post('/v1/track', { userId: person, event: 'Heartbeat' });
    await until('it waits', async () => (await hear()) === 200 && isWaiting());
    expect(await scoreOf(person)).toBe(18);
    copier = startCopier({
      source: spine.stream,
      history,
      metrics: spine.metrics,
      logger: createLogger('silent'),
    });
    const sinceMs = performance.now();
    await until('back-filled', async () => (await hear()) === 200 && (await scoreOf(person)) === 25);
    expect(performance.now() - sinceMs).toBeLessThan(5 * limits.rebuildSoonMs);
  });

  test('finds it on every device of a person, more than a profile lists', async () => {
    const person = newPerson();
    const devices = limits.profileIdentitiesMax + 16;
    const batch = Array.from({ length: devices }, (_, index) => {
      const anonymousId = `${person} device ${index}`;
      return [
        { type: 'track', anonymousId, event: 'Webinar Attended' },
        { type: 'identify', anonymousId, userId: person },
      ];
    }).flat();
    await spine.post('/v1/batch', { batch });
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 15);
    await isCopied();
    const webinar =
      '- { id: webinar, label: Webinar, when: { event: Webinar Attended }, points: 6, pays: every time }';
    await takeUp(text.replace('\nladder:', `\n  ${webinar}\n\nladder:`));
    await until('all counted', async () => (await scoreOf(person)) === 15 + 6 * devices);
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
    const found = await spine.profiles.profile(person);
    expect(found?.identities).toHaveLength(limits.profileIdentitiesMax);
  });

  test('looks no further back than the marketer says', async () => {
    const person = newPerson();
    await page(person, '/pricing');
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 18);
    await isCopied();
    await takeUp(withPricing('none'));
    await page(person, '/pricing');
    await until('only what came since counts', async () => (await scoreOf(person)) === 25);
    await isCopied();
    expect(await auditAll()).toMatchObject({ mismatched: 0 });
  });
});

describe('the audit', () => {
  test('of all finds live scores to be what the history comes to, links and late events included', async () => {
    const person = newPerson();
    const anonymousId = `device-${person}`;
    await spine.post('/v1/page', { anonymousId, properties: { path: '/managed-cloud' } });
    await spine.post('/v1/identify', {
      anonymousId,
      userId: person,
      traits: { email: `${person}@example.com` },
    });
    const late = new Date(Date.now() - 3 * limits.dayMs).toISOString();
    await spine.post('/v1/page', { userId: person, timestamp: late, properties: { path: '/managed-cloud' } });
    await until('scored', async () => (await scoreOf(person)) === 30);
    await isCopied();
    expect(await auditAll()).toMatchObject({ checked: 1, mismatched: 0 });
  });

  test('finds a profile that is not what its history comes to', async () => {
    const person = newPerson();
    await page(person, '/managed-cloud');
    await until('scored', async () => (await scoreOf(person)) === 15);
    await page(person, '/managed-cloud/prices');
    await until('two pages', async () => (await scoreOf(person)) === 18);
    await isCopied();
    const { id } = (await spine.profiles.profile(person)) as { id: string };
    const raw = new Redis(redis.url);
    const key = `scoville:{${partitionOf(id, spine.stream.partitions)}}:profile:${id}`;
    const state = unpackState((await raw.getBuffer(key)) as Buffer);
    await raw.set(
      key,
      packState({
        ...state,
        matchedEvents: state.matchedEvents.map((matched) => ({ ...matched, matches: [] })),
      }),
    );
    raw.disconnect();
    const result = await auditAll();
    expect(result).toMatchObject({
      mismatched: 1,
      mismatches: [{ profile: id, programme, live: null, replayed: 18 }],
    });
    expect(await spine.metrics.registry.getSingleMetricAsString('scoville_replay_mismatch_total')).toMatch(
      / 1$/m,
    );
  });
});
