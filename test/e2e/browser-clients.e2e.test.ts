/** The published browser clients, unmodified, in Chromium against the door: delivered once and whose, though lines and servers fail. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { conformanceRules, personOf, steps } from '../support/conformance.ts';
import { type Fault, type FaultyDoor, startFaultyDoor } from '../support/faulty-door.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { snippetFile } from '../support/snippet-site.ts';
import { type Spine, startSpine, testWriteKey } from '../support/spine.ts';
import { until } from '../support/until.ts';

/** Segment's own snippet, with the host alone changed, and what a page may give `load`. */
const segmentSnippet = (door: string, options: string) => `<script>
!function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("Segment snippet included twice.");else{analytics.invoked=!0;analytics.methods=["trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"];analytics.factory=function(e){return function(){if(window[i].initialized)return window[i][e].apply(window[i],arguments);var n=Array.prototype.slice.call(arguments);if(["track","screen","alias","group","page","identify"].indexOf(e)>-1){var c=document.querySelector("link[rel='canonical']");n.push({__t:"bpc",c:c&&c.getAttribute("href")||void 0,p:location.pathname,u:location.href,s:location.search,t:document.title,r:document.referrer})}n.unshift(e);analytics.push(n);return analytics}};for(var n=0;n<analytics.methods.length;n++){var key=analytics.methods[n];analytics[key]=analytics.factory(key)}analytics.load=function(key,n){var t=document.createElement("script");t.type="text/javascript";t.async=!0;t.setAttribute("data-global-segment-analytics-key",i);t.src="${door}/analytics.js/v1/" + key + "/analytics.min.js";var r=document.getElementsByTagName("script")[0];r.parentNode.insertBefore(t,r);analytics._loadOptions=n};analytics._writeKey="${testWriteKey}";analytics.SNIPPET_VERSION="5.2.1";
analytics.load("${testWriteKey}"${options});
analytics.page();
}}();
</script>`;

const rudder = readFileSync(
  new URL(
    '../../node_modules/@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js',
    import.meta.url,
  ),
);
const scripts: Readonly<Record<string, Buffer>> = {
  '/rudder.js': rudder,
  '/s.js': readFileSync(snippetFile),
};
const rudderScript = (door: string, options: string) => `<script src="/rudder.js"></script><script>
window.client = new rudderanalytics.RudderAnalytics();
client.load("${testWriteKey}", "${door}", { configUrl: "${door}", logLevel: "NONE"${options} });
</script>`;

interface Kind {
  name: string;
  /** What the page has in its head. */
  head(door: string): string;
  /** The name of the client on the page. */
  client: string;
  retries: boolean;
}

const segmentBatching =
  ', { integrations: { "Segment.io": { deliveryStrategy: { strategy: "batching", config: { size: 50, timeout: 300 } } } } }';
const segmentLeaving = segmentBatching.replace('300', '600000');
const kinds: Kind[] = [
  { name: 'Segment snippet', client: 'analytics', retries: true, head: (door) => segmentSnippet(door, '') },
  {
    name: 'Segment snippet that batches',
    client: 'analytics',
    retries: true,
    head: (door) => segmentSnippet(door, segmentBatching),
  },
  { name: 'RudderStack', client: 'client', retries: true, head: (door) => rudderScript(door, '') },
  {
    name: 'Jitsu',
    client: 'jitsu',
    retries: false,
    head: (door) =>
      `<script async src="${door}/p.js" data-write-key="${testWriteKey}" data-init-only="true"></script>`,
  },
];

const faultPlans: [string, Fault[]][] = [
  ['503 twice, and an answer is lost', [503, 503, 'answer lost']],
  ['429 twice, and a line is cut', [429, 429, 'line cut']],
];

const longMs = 60_000;

describe.skipIf(whyNoBrowser !== null)('in a browser', () => {
  let server: TestServer;
  let spine: Spine;
  let browser: Browser;
  let site: Server;
  const doors: FaultyDoor[] = [];

  beforeAll(async () => {
    server = await startTestRedis();
    const rulesDirectory = conformanceRules({ consent: 'marketing' });
    spine = await startSpine({ redisUrl: server.url, rulesDirectory, proxies: 1 });
    spine.startWorker();
    browser = await launchBrowser();
    site = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://site');
      const script = scripts[url.pathname];
      if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script);
      else
        response
          .setHeader('content-type', 'text/html')
          .end(`<!doctype html><head>${url.searchParams.get('head') ?? ''}</head><title>Shop</title><body>`);
    });
    await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
    for (const door of doors) await door.stop();
    await spine?.close();
    await server?.stop();
  });

  /** A page with the client of a kind, whose door is its own, with somebody identified. `first` is run before the page itself. */
  async function open(head: Kind['head'], client: string, person: ReturnType<typeof personOf>, first = '') {
    const door = await startFaultyDoor(spine.url, client === 'analytics');
    doors.push(door);
    const context = await browser.newContext();
    await context.addInitScript(first);
    const page = await context.newPage();
    const { port } = site.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?head=${encodeURIComponent(head(door.url))}`);
    await page.waitForFunction(`typeof window.${client}?.identify === 'function'`);
    await page.evaluate(
      `void ${client}.identify(${JSON.stringify(person.userId)}, { email: ${JSON.stringify(person.email)} })`,
    );
    return { door, page };
  }

  const track = (page: Page, client: string, worths: readonly number[] = steps) =>
    page.evaluate(`for (const n of ${JSON.stringify(worths)}) void ${client}.track("Step", { n })`);
  const isKnown = async ({ userId }: { userId: string }) => (await spine.profiles.profile(userId)) !== null;
  const stepsOf = async ({ userId }: { userId: string }) =>
    (await spine.profiles.explanation(userId, 'conformance'))?.contributions ?? [];
  const all = steps.reduce((sum, one) => sum + one);

  async function expectAll(person: ReturnType<typeof personOf>, count: number, sinceMs: number) {
    await until(
      `${count} steps`,
      async () => (await stepsOf(person)).length === count && (await spine.isQuiet()),
    );
    const contributions = await stepsOf(person);
    if (count === steps.length) expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBe(all);
    for (const { at } of contributions) {
      expect(Date.parse(at)).toBeGreaterThanOrEqual(sinceMs);
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
    }
    expect(await spine.profiles.profile(person.userId)).toMatchObject({
      identities: expect.arrayContaining([{ kind: 'userId', value: person.userId }]),
      traits: { email: person.email },
    });
  }

  describe.concurrent.each(kinds)('$name', ({ name, head, client, retries }) => {
    test.concurrent.each(faultPlans)('%s', async (plan, faults) => {
      const sinceMs = Date.now();
      const person = personOf(name, plan);
      const { door, page } = await open(head, client, person);
      await until('the person is known', () => isKnown(person));
      door.failNext(faults);
      await track(page, client);
      await until('the faults have happened', () => door.faultsLeft() === 0);
      if (retries) return expectAll(person, steps.length, sinceMs);
      // What met a fault is lost, but where a line is cut that the browser has used before: that it sends again by itself.
      const afterFaults = 50;
      await track(page, client, [afterFaults]);
      await until('what passed is scored', async () => {
        const points = (await stepsOf(person)).map(({ points }) => points);
        return points.includes(afterFaults) && (await spine.isQuiet());
      });
      const points = (await stepsOf(person)).map(({ points }) => points);
      expect(points).toEqual([...new Set(points)]);
      expect([...steps, afterFaults]).toEqual(expect.arrayContaining(points));
    });
  });

  /** A browser whose clock is so much ahead. */
  const clockAhead = (ms: number) => `{
    const Own = Date;
    window.Date = class extends Own {
      constructor(...given) { if (given.length > 0) super(...given); else super(Own.now() + ${ms}); }
      static now() { return Own.now() + ${ms}; }
    };
  }`;

  describe.concurrent.each(kinds)('$name', ({ name, head, client }) => {
    test.concurrent.each([
      ['behind', -limits.hourMs],
      ['ahead', limits.hourMs],
    ])('by a clock that is an hour %s, events happened when they did', async (way, ms) => {
      const sinceMs = Date.now();
      const person = personOf(name, 'clock', way);
      const { page } = await open(head, client, person, clockAhead(ms));
      await track(page, client);
      await expectAll(person, steps.length, sinceMs);
    });
  });

  test.concurrent('our snippet: a withdrawal takes the points of a programme that asks, once it is heard', async () => {
    const person = personOf('snippet', 'consent');
    const head: Kind['head'] = (door) =>
      `<script async src="/s.js" data-write-key="${testWriteKey}" data-host="${door}"></script>`;
    const scores = async () => {
      const { scores } = (await spine.profiles.profile(person.userId)) ?? {};
      return [scores?.['conformance']?.score, scores?.['asks']?.score];
    };
    const { door, page } = await open(head, 'scoville', person);
    await page.evaluate(
      'scoville.consent({ Marketing: true, Other: true }); scoville.track("Step", { n: 1 })',
    );
    await expect.poll(scores, { timeout: longMs }).toEqual([1, 1]);
    door.failNext([503]);
    await page.evaluate('scoville.consent(false); scoville.track("Step", { n: 10 })');
    await expect.poll(scores, { timeout: longMs }).toEqual([1, 0]);
    expect(door.faultsLeft()).toBe(0);
    const { refusals, contributions } = (await spine.profiles.explanation(person.userId, 'asks')) ?? {};
    expect([contributions, refusals?.map(({ reason }) => reason)]).toEqual([
      [],
      ['excluded: no consent to marketing: denied'],
    ]);
    await page.evaluate('scoville.consent({ Marketing: true })');
    await page.evaluate(
      `scoville.identify(${JSON.stringify(person.userId)}); scoville.track("Step", { n: 100 })`,
    );
    await expect.poll(scores, { timeout: longMs }).toEqual([101, 101]);
  });

  test.concurrent.each<[string, Kind['head'], string]>([
    ['Segment snippet that batches', (door) => segmentSnippet(door, segmentLeaving), 'analytics'],
    [
      'RudderStack with beacons',
      (door) =>
        rudderScript(
          door,
          ', plugins: ["BeaconQueue"], useBeacon: true, beaconQueueOptions: { maxItems: 50, flushQueueInterval: 600000 }',
        ),
      'client',
    ],
  ])('%s: what is not sent yet is sent as the page is left', async (name, head, client) => {
    const sinceMs = Date.now();
    const person = personOf(name, 'leaving');
    const { door, page } = await open(head, client, person);
    // Until it is ready a client keeps events in the page alone. What Segment's has not yet put into its batch goes with the page.
    await page.waitForFunction('window.analytics === undefined || analytics.initialized === true');
    await page.evaluate(`new Promise((done) => ${client}.ready(done))`);
    await page.evaluate(`Promise.all(${JSON.stringify(steps)}.map((n) => ${client}.track("Step", { n })))`);
    const before = door.posts();
    await page.goto('about:blank');
    await expectAll(person, steps.length, sinceMs);
    expect(door.posts()).toBeGreaterThan(before);
  });
});
