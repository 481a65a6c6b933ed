/** From the HTTP door to the score on a real Redis: the examples, shuffled, repeated, cut at random; links; programmes. */
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../../../src/contract/language/language.ts';
import { emeaFile } from '../../support/emea.ts';
import { loadExamples } from '../../support/examples.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let spine: Spine;

beforeAll(async () => {
  redis = await startTestRedis();
  spine = await startSpine({ redisUrl: redis.url });
  spine.startWorker();
});

afterAll(async () => {
  await spine?.close();
  await redis?.stop();
});

interface Scored {
  id: string;
  identities: { kind: string; value: string }[];
  traits: Record<string, unknown>;
  scores: Record<string, { score: number; tier: number; tierName: string }>;
}

const scoreOf = async (key: string) =>
  ((await spine.profiles.profile(key)) as Scored | null)?.scores['emea-lead-scoring'];
const scored = async (key: string, score: number) =>
  until(`${key} has ${score}`, async () => {
    const found = await scoreOf(key);
    return found?.score === score && (await spine.isQuiet()) ? found : null;
  });

const ids = { anonymousId: 'v1', messageId: 'm1' };

describe('the examples through the HTTP door', () => {
  const examples = loadExamples().filter(({ programme }) => programme === 'emea-lead-scoring');

  test.each(examples.map(({ example }, index) => [example.example, example, index] as const))(
    '%s: shuffled, each event sent 3 times, cut into batches at random',
    async (_name, example, number) => {
      const { events, readAtMs } = eventsOf(example);
      const startMs = Date.now() - readAtMs;
      const userId = `example-${number}`;
      const wire = events.map((event, index) => ({
        type: event.type,
        ...(event.type === 'track' ? { event: event.name } : { name: 'page' }),
        userId,
        messageId: `${userId}-${index}`,
        timestamp: new Date(startMs + event.offsetMs).toISOString(),
        properties: event.properties,
      }));
      const [plan] = fc.sample(
        fc.tuple(
          fc.shuffledSubarray([...wire, ...wire, ...wire], { minLength: wire.length * 3 }),
          fc.array(fc.integer({ min: 1, max: 5 }), {
            minLength: wire.length * 3,
            maxLength: wire.length * 3,
          }),
        ),
        { numRuns: 1, seed: 20 + number },
      );
      const [mixed, sizes] = plan ?? [[], []];
      for (const size of sizes) {
        const batch = mixed.splice(0, size);
        if (batch.length > 0) expect(await spine.post('/v1/batch', { batch })).toBe(200);
      }
      const found = await scored(userId, example.expect.score as number);
      expect(found.tierName).toBe(example.expect.tier);
      const explanation = (await spine.profiles.explanation(userId)) as {
        contributions: { value: number }[];
      };
      expect(explanation.contributions.reduce((sum, { value }) => sum + value, 0)).toBe(example.expect.score);
    },
  );
});

describe('identity', () => {
  test('an anonymous visitor, then an identify: the score moves to the user, later events follow', async () => {
    await spine.post('/v1/page', {
      anonymousId: 'dev-1',
      messageId: 'a',
      properties: { path: '/managed-cloud' },
    });
    await scored('dev-1', 15);
    await spine.post('/v1/identify', {
      anonymousId: 'dev-1',
      userId: 'ada',
      messageId: 'b',
      traits: { email: 'Ada@Example.com', name: 'Ada' },
    });
    await scored('ada', 15);
    await spine.post('/v1/page', { anonymousId: 'dev-1', messageId: 'c', properties: { path: '/docs' } });
    await scored('ada', 18);
    for (const key of ['dev-1', 'ada@example.com', 'ada']) expect((await scoreOf(key))?.score).toBe(18);
    const profile = (await spine.profiles.profile('dev-1')) as Scored;
    expect(profile.traits).toMatchObject({ name: 'Ada' });
    expect(profile.identities).toEqual([
      { kind: 'anonymousId', value: 'dev-1' },
      { kind: 'email', value: 'ada@example.com' },
      { kind: 'userId', value: 'ada' },
    ]);
  });

  test('a mail click that knows only the address joins the user who has it, in either order', async () => {
    const click = (messageId: string, email: string) => ({
      event: 'Email Link Clicked',
      messageId,
      context: { traits: { email } },
      properties: { email_id: 'news', link_id: messageId },
    });
    await spine.post('/v1/track', click('before', 'grace@example.com'));
    await scored('grace@example.com', 4);
    await spine.post('/v1/identify', {
      userId: 'grace',
      messageId: 'i',
      traits: { email: 'grace@example.com' },
    });
    await scored('grace', 4);
    await spine.post('/v1/track', click('after', 'grace@example.com'));
    await scored('grace', 8);
  });

  test('an alias to itself is nothing; one user never takes over another', async () => {
    await spine.post('/v1/page', { userId: 'u1', messageId: 'a', properties: { path: '/managed-cloud' } });
    await spine.post('/v1/alias', { userId: 'u1', previousId: 'u1', messageId: 'b' });
    await spine.post('/v1/alias', { userId: 'u2', previousId: 'u1', messageId: 'c' });
    await scored('u1', 15);
    expect((await scoreOf('u2'))?.score ?? 0).toBe(0);
  });
});

describe('the store', () => {
  test('a second installation with another number of partitions is refused with the remedy', async () => {
    await expect(startSpine({ redisUrl: redis.url, partitions: 8 })).rejects.toThrow(/PARTITIONS=4/);
  });

  test('what was scored is found after Redis was killed and started again', async () => {
    await spine.post('/v1/page', { ...ids, properties: { path: '/managed-cloud' } });
    await scored('v1', 15);
    await redis.kill();
    expect(await spine.post('/v1/page', { ...ids, messageId: 'm2', properties: { path: '/' } })).toBe(503);
    await redis.restart();
    await until(
      'the door takes events again',
      async () =>
        (await spine.post('/v1/page', { ...ids, messageId: 'm3', properties: { path: '/' } })) === 200,
    );
    await scored('v1', 18);
  });
});

describe('programmes while running', () => {
  test('an invalid file is rejected and the previous programme stays active; a valid one replaces it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'scoville-rules-'));
    const file = join(directory, 'emea-lead-scoring.yaml');
    copyFileSync(emeaFile, file);
    const own = await startTestRedis();
    const other = await startSpine({ redisUrl: own.url, rulesDirectory: directory });
    try {
      other.startWorker();
      await other.post('/v1/page', { ...ids, properties: { path: '/managed-cloud' } });
      const points = async () =>
        ((await other.profiles.profile('v1')) as Scored | null)?.scores['emea-lead-scoring']?.score;
      await until('15 points', async () => (await points()) === 15);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('points: 15', 'points: plenty'));
      const refused = async () =>
        (await other.metrics.programmeLoads.get()).values.find(({ labels }) => labels.outcome === 'refused')
          ?.value;
      await until('the bad file was refused', async () => (await refused()) === 1);
      expect(await points()).toBe(15);
      writeFileSync(file, text.replace('points: 15', 'points: 20'));
      await until('20 points', async () => (await points()) === 20);
    } finally {
      await other.close();
      await own.stop();
    }
  });

  test('a bad file at start is refused with all its faults', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'scoville-rules-'));
    const text = readFileSync(emeaFile, 'utf8')
      .replace('points: 15', 'points: plenty')
      .replace('once a day', 'now and then');
    writeFileSync(join(directory, 'emea-lead-scoring.yaml'), text);
    const own = await startTestRedis();
    try {
      await expect(startSpine({ redisUrl: own.url, rulesDirectory: directory })).rejects.toThrow(
        /:25:\d+: .*"plenty" is not allowed; expected a number of points [^\n]*\n.*:48:\d+: .*"now and then" is not allowed; expected "every time"/,
      );
    } finally {
      await own.stop();
    }
  });
});
