/**
 * The published server clients, unmodified, against the door: delivered once, whose, when and worth what, though lines and servers
 * fail. And the scripts that browser clients are loaded from.
 */
import { jitsuAnalytics } from '@jitsu/js';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import LegacyAnalytics from 'analytics-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { scriptOf } from '../../../src/engine/ingest/browser-clients.ts';
import { conformanceRules, personOf, steps } from '../../support/conformance.ts';
import { type Fault, type FaultyDoor, startFaultyDoor } from '../../support/faulty-door.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testSecretKey, testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

/** What a client is made to do, in its own words. */
interface Client {
  identify(userId: string, traits: { email: string }): void;
  track(userId: string, event: string, properties: { n: number }, at: Date): void;
  /** Sends what it holds back. */
  flush(): Promise<unknown>;
}

interface Kind {
  name: string;
  open(url: string): Client;
  /** Whether it sends again what failed, and the caller's own times. */
  retries: boolean;
  tellsTimes: boolean;
}

const kinds: Kind[] = [
  {
    name: '@segment/analytics-node 3',
    retries: true,
    tellsTimes: true,
    open: (host) => {
      const analytics = new Analytics({ writeKey: testSecretKey, host, flushAt: 2, flushInterval: 100 });
      analytics.on('error', () => undefined);
      return {
        identify: (userId, traits) => analytics.identify({ userId, traits }),
        track: (userId, event, properties, timestamp) =>
          analytics.track({ userId, event, properties, timestamp }),
        flush: () => analytics.flush(),
      };
    },
  },
  {
    name: 'analytics-node 6',
    retries: true,
    tellsTimes: true,
    open: (host) => {
      const analytics = new LegacyAnalytics(testSecretKey, { host, flushAt: 2, flushInterval: 100 });
      return {
        identify: (userId, traits) => void analytics.identify({ userId, traits }),
        track: (userId, event, properties, timestamp) =>
          void analytics.track({ userId, event, properties, timestamp }),
        flush: () => analytics.flush().catch(() => undefined),
      };
    },
  },
  {
    name: '@rudderstack/rudder-sdk-node',
    retries: true,
    tellsTimes: true,
    open: (dataPlaneUrl) => {
      const analytics = new RudderAnalytics(testSecretKey, {
        dataPlaneUrl,
        flushAt: 2,
        flushInterval: 100,
      });
      return {
        identify: (userId, traits) => void analytics.identify({ userId, traits }),
        track: (userId, event, properties, timestamp) =>
          void analytics.track({ userId, event, properties, timestamp }),
        flush: () => analytics.flush().catch(() => undefined),
      };
    },
  },
  {
    name: '@jitsu/js in Node',
    retries: false,
    tellsTimes: false,
    open: (host) => {
      const analytics = jitsuAnalytics({ host, writeKey: testSecretKey });
      const sent: Promise<unknown>[] = [];
      const keep = (promise: unknown) => void sent.push(Promise.resolve(promise).catch(() => undefined));
      return {
        identify: (userId, traits) => keep(analytics.identify(userId, traits)),
        track: (_userId, event, properties) => keep(analytics.track(event, properties)),
        flush: () => Promise.all(sent),
      };
    },
  },
];

const faultPlans: [string, Fault[]][] = [
  ['nothing fails', []],
  ['503 twice', [503, 503]],
  ['429 twice', [429, 429]],
  ['an answer is lost', ['answer lost']],
  ['a line is cut', ['line cut']],
];

let server: TestServer;
let spine: Spine;
const doors: FaultyDoor[] = [];

beforeAll(async () => {
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url, rulesDirectory: conformanceRules() });
  spine.startWorker();
});

afterAll(async () => {
  for (const door of doors) await door.stop();
  await spine?.close();
  await server?.stop();
});

describe.each(kinds)('$name', (kind) => {
  test.concurrent.each(faultPlans)('%s', async (plan, faults) => {
    const door = await startFaultyDoor(spine.url);
    doors.push(door);
    const client = kind.open(door.url);
    const { userId, email } = personOf(kind.name, plan);
    const nowMs = Date.now();
    const times = [3, 2, 1].map((days) => new Date(nowMs - days * limits.dayMs));
    client.identify(userId, { email });
    await client.flush();
    // What a client calls flushed may still be on its way.
    await until('the person is known', async () => (await spine.profiles.profile(userId)) !== null);
    door.failNext(faults);
    times.forEach((at, index) => void client.track(userId, 'Step', { n: steps[index] as number }, at));
    await client.flush();
    await until('the faults have happened', () => door.faultsLeft() === 0);
    const lost = kind.retries ? 0 : faults.filter((fault) => fault !== 'answer lost').length;
    const explained = () => spine.profiles.explanation(userId, 'conformance');
    await until(
      `${3 - lost} steps have arrived`,
      async () => (await explained())?.contributions.length === 3 - lost && (await spine.isQuiet()),
    );
    const explanation = await explained();
    expect(explanation?.score).toBe(explanation?.contributions.reduce((sum, { value }) => sum + value, 0));
    if (lost === 0) expect(explanation?.score).toBe(111);
    if (kind.tellsTimes)
      expect(explanation?.contributions.map(({ at, points }) => [at, points])).toEqual(
        times.map((at, index) => [at.toISOString(), steps[index]]),
      );
    expect((await spine.profiles.profile(userId))?.identities).toEqual(
      expect.arrayContaining([
        { kind: 'userId', value: userId },
        { kind: 'email', value: email },
      ]),
    );
  });
});

describe('past the limit of its key', () => {
  const perSecond = 1;
  const name = 'key:settings-secret';
  let limited: Spine;
  let limitedServer: TestServer;
  let aheadMs = 0;
  const startMs = Date.now();
  const clock = { nowMs: () => startMs + aheadMs };

  beforeAll(async () => {
    limitedServer = await startTestRedis();
    const options = { rulesDirectory: conformanceRules(), clock, keyEventsPerSecond: perSecond };
    limited = await startSpine({ redisUrl: limitedServer.url, ...options });
    limited.startWorker();
  });
  afterAll(async () => {
    await limited?.close();
    await limitedServer?.stop();
  });

  test.each(kinds)(
    '$name: what it sends again counts once, and only that is lost which it does not',
    async (kind) => {
      let refused = 0;
      const door = await startFaultyDoor(limited.url, false, (status) => {
        if (status !== 429) return;
        refused++;
        // Long enough for all that the client has to send.
        aheadMs += 10 * limits.secondMs;
      });
      doors.push(door);
      const client = kind.open(door.url);
      const { userId, email } = personOf(kind.name, 'limit');
      client.identify(userId, { email });
      await client.flush();
      await until('the person is known', async () => (await limited.profiles.profile(userId)) !== null);
      const burst = limits.mailEventsMax;
      // All that the key has left. What its process has taken ahead is void by then.
      aheadMs += limits.eventsAheadMsMax;
      const wanted = { need: 1, ahead: burst, nowMs: clock.nowMs() };
      expect(
        (await limited.stream.eventBudgets.take({ name, perSecond, burst }, wanted)).taken,
      ).toBeGreaterThan(0);
      for (const n of steps) client.track(userId, 'Step', { n }, new Date());
      await client.flush();
      await until('some were refused', () => refused > 0);
      const lost = () => (kind.retries ? 0 : refused);
      const contributions = async () =>
        (await limited.profiles.explanation(userId, 'conformance'))?.contributions ?? [];
      await until(
        'the others have arrived',
        async () => (await contributions()).length === steps.length - lost() && (await limited.isQuiet()),
      );
      const points = (await contributions()).map((one) => one.points);
      expect(points).toEqual([...new Set(points)]);
      if (kind.retries) expect(points.toSorted((one, other) => one - other)).toEqual(steps);
    },
  );
});

test('a context that Jitsu is given goes with later events of others too, as docs/clients.md warns', async () => {
  const open = () => jitsuAnalytics({ host: spine.url, writeKey: testSecretKey });
  const [one, other] = [open(), open()];
  const consentOf = async (userId: string) => (await spine.profiles.profile(userId))?.consent;
  await one.identify('jitsu-one');
  await one.track('Step', { context: { consent: { categoryPreferences: { Marketing: false } } } });
  try {
    await other.identify('jitsu-other');
    await other.track('Step', { n: 1 });
    await until(
      'the other denies too',
      async () => (await consentOf('jitsu-other'))?.['marketing'] === 'denied',
    );
  } finally {
    // Else it would go with what other tests send.
    await other.track('Step', { context: { consent: null } });
  }
  await other.identify('jitsu-last');
  await until('the last one says nothing', async () => (await consentOf('jitsu-last')) !== undefined);
  expect(await consentOf('jitsu-last')).toEqual({});
});

describe('scripts of other vendors', () => {
  test.each([
    [`/analytics.js/v1/${testWriteKey}/analytics.min.js`, /analytics-next\/bundles/],
    ['/p.js', /jitsu/i],
  ])('%s is that of the package that is installed', async (path, words) => {
    const response = await fetch(spine.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await response.text()).toMatch(words);
  });

  test.each(['none.bundle.0.js', '..%2f..%2fpackage.js', '..%2Fpackage.json', '%2e%2e', 'index.js.map'])(
    'of its folder, %s is not served',
    async (file) => {
      const response = await fetch(`${spine.url}/analytics-next/bundles/${file}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found' });
    },
  );

  test('where a package is not installed, the answer names the command', async () => {
    await expect(scriptOf('@vendor/not-installed', 'dist/one.js')).rejects.toMatchObject({
      code: 'client_script_missing',
      message: expect.stringContaining('npm install @vendor/not-installed'),
    });
  });
});
