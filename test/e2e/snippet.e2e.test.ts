/** The snippet on somebody else's pages, in a real browser: nothing is lost, nothing doubled, nothing thrown, nothing kept without consent. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { accepted, type Site, snippetFile, startSite } from '../support/snippet-site.ts';
import { until } from '../support/until.ts';

const snippetBytesMax = 3_584;

test('the snippet is small', () => {
  const script = readFileSync(snippetFile);
  expect(gzipSync(script).length).toBeLessThanOrEqual(snippetBytesMax);
  expect(script.toString()).not.toMatch(/\beval\b|new Function/);
});

describe.skipIf(whyNoBrowser !== null)(
  `the snippet in a browser${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let site: Site;
    const errors: string[] = [];

    beforeAll(async () => {
      [site, browser] = await Promise.all([startSite(), launchBrowser()]);
    });

    afterAll(async () => {
      await browser?.close();
      site?.close();
    });

    beforeEach(async () => {
      context = await browser.newContext();
      context.on('weberror', (error) => errors.push(error.error().message));
      page = await context.newPage();
      Object.assign(site, { attributes: '', body: '', answer: () => ({ status: 200 }) });
      site.requests.length = 0;
    });

    afterEach(async () => {
      await context.close();
      expect(errors.splice(0)).toEqual([]);
    });

    const events = () => accepted(site.requests);
    const named = (name: string) => events().filter(({ event }) => event === name);
    const one = (name: string) => until(name, () => named(name)[0]);
    const paths = () =>
      events()
        .filter(({ type }) => type === 'page')
        .map(({ properties }) => properties['path']);
    const numbered = () => events().flatMap(({ event }) => (/^E\d/.test(event ?? '') ? [event] : []));
    const open = async (path: string, on = page) => {
      await on.goto(site.url + path);
      await on.waitForFunction('typeof scoville.track === "function"');
    };
    /**
     * What the browser keeps of ours, as the page itself sees it: the browser hands cookies a page has just written or removed to others
     * only a moment later.
     */
    const traces = () =>
      page.evaluate<string[]>(
        '[...document.cookie.split("; ").filter(Boolean).map((cookie) => cookie.split("=")[0]), ...Object.keys(localStorage)]',
      );

    test('page view, queued call, click and basket: simple requests under one anonymous id, no preflight', async () => {
      site.body = '<button data-scoville-event="Product Added" data-scoville-cart_id="declared">Add</button>';
      await open('/pricing');
      await page.getByText('Add').click();
      await page.evaluate(
        'scoville.basket.add({ product_id: "p1" }); scoville.basket.order({ order_id: "o1" })',
      );
      const order = await one('Order Completed');
      expect(named('Before The Script')).toHaveLength(1);
      expect(named('Product Added').map(({ properties }) => properties['cart_id'])).toEqual([
        'declared',
        order.properties['cart_id'],
      ]);
      expect(paths()).toEqual(['/pricing']);
      expect(new Set(events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
      expect(events().filter(({ context: said }) => 'webdriver' in said)).toEqual([]);
      for (const { method, type } of site.requests)
        expect([method, type]).toEqual(['POST', 'text/plain;charset=UTF-8']);
    });

    test('the anonymous id lasts over pages, identify adds the user, a number too, and reset begins again', async () => {
      await open('/one');
      await page.evaluate('scoville.identify(4711, { email: "ada@example.com" })');
      const identified = await until('identify', () => events().find(({ type }) => type === 'identify'));
      await open('/two');
      await page.evaluate('scoville.track("Second"); scoville.identify(2 ** 53); scoville.track("Third")');
      const { anonymousId } = identified;
      expect(await one('Second')).toMatchObject({ userId: '4711', anonymousId });
      expect(await one('Third')).toMatchObject({ userId: '4711' });
      await page.evaluate('scoville.reset(); scoville.track("Fresh")');
      const fresh = await one('Fresh');
      expect(fresh.userId).toBeUndefined();
      expect(fresh.anonymousId).not.toBe(anonymousId);
    });

    describe('delivery', () => {
      const refuseFirst = (count: number, status: number, headers = {}) => {
        let left = count;
        site.answer = () => (left-- > 0 ? { status, headers } : { status: 200 });
      };

      test('503 twice: all events arrive, in order', async () => {
        refuseFirst(2, 503);
        await open('/');
        await page.evaluate('for (const n of [1, 2, 3, 4]) scoville.track("E" + n)');
        await until('all', () => numbered().length === 4);
        expect(numbered()).toEqual(['E1', 'E2', 'E3', 'E4']);
        // What is said while it waits does not make it try sooner.
        expect(site.requests.map(({ status }) => status).slice(0, 3)).toEqual([503, 503, 200]);
      });

      test('an answer that was lost: the same events again, which count once by their ids', async () => {
        let answered = 0;
        site.answer = () => ({ status: 200, isCut: answered++ === 0 });
        await open('/');
        await page.evaluate('scoville.track("E1")');
        await page.waitForFunction('Object.keys(localStorage).every((name) => !/queue/.test(name))');
        expect(site.requests.length).toBeGreaterThan(1);
        expect(numbered()).toEqual(['E1']);
        expect(paths()).toEqual(['/']);
      });

      test('a page that has used up what keepalive allows: sent without it', async () => {
        await open('/');
        await until('the page', () => paths().length === 1);
        const body = 'method: "POST", keepalive: true, mode: "no-cors", body: "x".repeat(60000)';
        await page.evaluate(`void fetch("${site.collectorUrl}/never", { ${body} }).catch(() => 0)`);
        await page.evaluate('for (const n of [1, 2, 3]) scoville.track("E" + n, { text: "x".repeat(5000) })');
        await until('all', () => numbered().length === 3);
        expect(numbered()).toEqual(['E1', 'E2', 'E3']);
      });

      test('429: the next request waits as long as asked, also on the next page', async () => {
        refuseFirst(1, 429, { 'retry-after': '1' });
        await open('/one');
        await until('refused', () => site.requests[0]);
        await page.evaluate('scoville.track("E1")');
        await open('/two');
        await page.evaluate('scoville.track("E2")');
        await until('all', () => numbered().length === 2);
        expect(numbered()).toEqual(['E1', 'E2']);
        expect(paths()).toEqual(['/one', '/two']);
        // The beacon that leaving sends is the last chance, and does not wait.
        const [first, next] = site.requests.filter(({ isBeacon }) => !isBeacon);
        expect((next?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
      });

      test('a server that is down: what was said on earlier pages arrives from a later one, first things first', async () => {
        site.answer = () => ({ status: 503 });
        for (const n of [1, 2, 3]) {
          await open(`/${n}`);
          await page.evaluate(`scoville.track("E${n}")`);
        }
        expect(events()).toEqual([]);
        site.answer = () => ({ status: 200 });
        await open('/4');
        await until('all', () => numbered().length === 3 && paths().length === 4);
        expect(numbered()).toEqual(['E1', 'E2', 'E3']);
        expect(paths()).toEqual(['/1', '/2', '/3', '/4']);
      });

      test('offline: said when the line is back', async () => {
        await open('/');
        await until('the first page', () => paths().length === 1);
        await context.setOffline(true);
        await page.evaluate('scoville.track("E1")');
        await page.waitForFunction(
          'Object.keys(localStorage).some((name) => name.startsWith("scoville_queue"))',
        );
        await context.setOffline(false);
        await until('said', () => numbered().length === 1);
      });

      test('a blocker, a page without fetch, one whose fetch throws: nothing is thrown, all is sent later', async () => {
        await context.route('**/beacon/**', (route) => route.abort());
        await context.addInitScript('if (location.pathname === "/none") delete window.fetch');
        await context.addInitScript(
          'if (location.pathname === "/throws") window.fetch = () => { throw new Error("blocked") }',
        );
        for (const [index, path] of ['/blocked', '/none', '/throws'].entries()) {
          await open(path);
          await page.evaluate(`scoville.track("E${index}")`);
        }
        await context.unroute('**/beacon/**');
        await open('/free');
        await until('all', () => numbered().length === 3);
        expect(numbered()).toEqual(['E0', 'E1', 'E2']);
      });

      test('a closed tab: the last word is sent by beacon', async () => {
        await open('/');
        await until('the first page', () => paths().length === 1);
        await page.evaluate('void scoville.track("E1")');
        await page.close({ runBeforeUnload: true });
        await until('said', () => numbered().length === 1);
      });

      test('two tabs: both speak, all arrive, mostly once', async () => {
        const other = await context.newPage();
        await Promise.all([open('/'), open('/', other)]);
        const say = (from: number) =>
          `for (let n = ${from}; n < ${from + 20}; n++) scoville.track("E" + n, { text: "x".repeat(1000) })`;
        await Promise.all([page.evaluate(say(100)), other.evaluate(say(200))]);
        await until('all', () => numbered().length === 40);
        expect(new Set(numbered()).size).toBe(40);
        expect(numbered().filter((name) => /^E1/.test(name ?? ''))).toEqual(
          Array.from({ length: 20 }, (_, n) => `E${100 + n}`),
        );
        const sent = site.requests.flatMap((request) => request.events).length;
        expect(sent).toBeLessThan(2 * events().length);
        await page.waitForFunction('Object.keys(localStorage).every((name) => !/queue|lock/.test(name))');
      });

      test('a refusal is final, and the queue has a bound: the oldest go first', async () => {
        refuseFirst(1, 400);
        await open('/');
        await until('refused', () => site.requests[0]?.status === 400);
        site.answer = () => ({ status: 503 });
        await page.evaluate(
          'for (let n = 100; n < 300; n++) scoville.track("E" + n, { text: "x".repeat(3000) })',
        );
        const kept = await page.evaluate<number>('JSON.stringify(localStorage).length');
        expect(kept).toBeLessThan(400_000);
        site.answer = () => ({ status: 200 });
        await open('/two');
        await until('the last', () => numbered().includes('E299'));
        expect(numbered()[0]).not.toBe('E100');
        expect(numbered()).toEqual([...numbered()].sort());
        expect(numbered().length).toBeGreaterThan(50);
      });

      test('what an event may not be: too large is dropped, and takes nobody along', async () => {
        await open('/');
        await page.evaluate(
          'scoville.track("Large", { text: "x".repeat(40000) }); scoville.track("E1"); localStorage.setItem(Object.keys(localStorage).find((name) => /queue/.test(name)), "{"); scoville.track("E2")',
        );
        await until('the last', () => numbered().includes('E2'));
        expect(named('Large')).toEqual([]);
      });
    });

    describe('the page never notices it', () => {
      test('circles, BigInts, elements and getters that throw', async () => {
        site.body = '<p id="scoville-test">text</p>';
        await open('/');
        await page.evaluate(`
          const circle = { name: 'circle', big: 12345678901234567890n, when: new Date(0) };
          circle.self = circle;
          Object.defineProperty(circle, 'bad', { enumerable: true, get() { throw new Error('bad') } });
          circle.act = Object.assign(() => 1, { of: 'a function' });
          scoville.track('E1', circle);
          scoville.track('E2', { element: document.body, window, list: [circle, circle] });
          scoville.track('E3', { deep: Array.from({ length: 50 }).reduce((inner) => ({ inner }), {}) });
          scoville.track();
          scoville.identify(null);
          scoville.push('nothing'); scoville.push(['nothing']); scoville.push();
          scoville.track('E4');
        `);
        await until('the last', () => numbered().length === 4);
        expect(named('E1')[0]?.properties).toEqual({
          name: 'circle',
          big: '12345678901234567890',
          when: '1970-01-01T00:00:00.000Z',
        });
        expect(named('E2')[0]?.properties['list']).toHaveLength(2);
      });

      test('storage and cookies that throw, frozen globals: it counts all the same', async () => {
        await context.addInitScript(`
          for (const [of, name] of [[window, 'localStorage'], [Document.prototype, 'cookie']])
            Object.defineProperty(of, name, { get() { throw new Error('blocked') }, set() { throw new Error('blocked') } });
          Object.freeze(history); Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(navigator);
        `);
        await open('/one');
        await page.evaluate(
          'scoville.track("E1"); scoville.basket.add(); scoville.identify("ada"); scoville.track("E2")',
        );
        await until('all', () => numbered().length === 2);
        expect(named('E2')[0]?.userId).toBe('ada');
        expect(paths()).toEqual(['/one']);
        expect(new Set(events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
      });

      test('loaded twice it works once; who kept the list goes on using it', async () => {
        await context.addInitScript('window.kept = window.scoville = []');
        await open('/');
        await page.addScriptTag({ url: '/s.js' });
        await page.evaluate(
          'kept.push(["track", "E1"]); history.pushState(0, "", "/two"); scoville.track("E2")',
        );
        await until('the second page', () => paths().includes('/two') && numbered().length === 2);
        expect(paths()).toEqual(['/', '/two']);
        expect(numbered()).toEqual(['E1', 'E2']);
      });

      test('a strict content policy is enough for it', async () => {
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(`${site.url}/strict`);
        await until('the page', () => paths().length === 1);
        // The inline stub of the page is all that the policy stopped.
        expect(complaints.filter((text) => !text.includes('inline script'))).toEqual([]);
      });
    });

    describe('consent', () => {
      test('nothing is sent or kept before consent; withdrawing removes it, and lasts', async () => {
        site.attributes = 'data-consent="required"';
        await open('/one');
        await page.evaluate(
          'scoville.track("E1"); scoville.identify("ada"); scoville.basket.add(); scoville.alias("a")',
        );
        expect(await traces()).toEqual([]);
        await page.evaluate('scoville.consent(true); scoville.track("E2")');
        await until('the page and the event', () => paths().length === 1 && numbered().length === 1);
        expect(numbered()).toEqual(['E2']);
        expect(await traces()).toEqual(expect.arrayContaining(['scoville_anonymous_id', 'scoville_consent']));
        await open('/two');
        await until('the second page', () => paths().length === 2);
        await page.evaluate('scoville.consent(false); scoville.track("E3")');
        await expect.poll(traces).toEqual(['scoville_consent']);
        await open('/three');
        await page.evaluate('scoville.consent(true); scoville.track("E4")');
        await one('E4');
        expect(numbered()).toEqual(['E2', 'E4']);
        expect(paths()).toEqual(['/one', '/two', '/three']);
      });

      test('by purpose, each event says which; one is enough to send, and none removes what is kept', async () => {
        site.attributes = 'data-consent="required"';
        const preferencesOf = async (name: string) =>
          ((await one(name))['context'] as { consent: object }).consent;
        await open('/one');
        await page.evaluate('scoville.consent({ Marketing: false, "true": false }); scoville.track("E1")');
        await expect.poll(traces).toEqual(['scoville_consent']);
        await page.evaluate('scoville.consent({ Marketing: false, Analytics: true }); scoville.track("E2")');
        const analyticsAlone = { categoryPreferences: { Marketing: false, Analytics: true } };
        expect(await preferencesOf('E2')).toEqual(analyticsAlone);
        await open('/two');
        await page.evaluate('scoville.track("E3")');
        expect(await preferencesOf('E3')).toEqual(analyticsAlone);
        for (const none of [
          '{ Marketing: false, Analytics: false }',
          '{}',
          'null',
          '"true"',
          'undefined',
          '1',
        ]) {
          await page.evaluate(`scoville.consent(true); scoville.consent(${none}); scoville.track("E4")`);
          await expect.poll(traces, { message: none }).toEqual(['scoville_consent']);
        }
        expect(numbered()).toEqual(['E2', 'E3']);
      });

      test('where consent is not asked for, a refusal counts all the same', async () => {
        await open('/one');
        await until('the page', () => paths().length === 1);
        await page.evaluate('scoville.consent(false)');
        await open('/two');
        await page.evaluate('scoville.track("E1")');
        await expect.poll(traces).toEqual(['scoville_consent']);
        await page.evaluate('scoville.consent(true); scoville.track("E2")');
        await one('E2');
        expect(paths()).toEqual(['/one', '/two']);
        expect(numbered()).toEqual(['E2']);
      });

      test('under Global Privacy Control nothing is sent or kept, and what was kept goes', async () => {
        await open('/one');
        await until('the page', () => paths().length === 1);
        await context.addInitScript(
          'Object.defineProperty(navigator, "globalPrivacyControl", { value: true })',
        );
        await open('/two');
        await page.evaluate('scoville.track("E1"); scoville.consent(true); scoville.track("E2")');
        await expect.poll(traces).toEqual(['scoville_consent']);
        site.attributes = 'data-gpc="ignore"';
        await open('/three');
        await page.evaluate('scoville.track("E3")');
        expect(await one('E3')).toMatchObject({ context: { gpc: true } });
        expect(numbered()).toEqual(['E3']);
        expect(paths()).toEqual(['/one', '/three']);
      });
    });
  },
);
