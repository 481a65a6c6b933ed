/** The snippet on somebody else's pages, in a real browser: nothing is lost, nothing doubled, nothing thrown. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from '../support/browser.ts';
import { siteWriteKey, snippetFile } from '../support/snippet-site.ts';
import { snippetVisit } from '../support/snippet-visit.ts';
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
    const visit = snippetVisit();
    const { events, named, one, paths, numbered, open } = visit;

    test('page view, queued call, click and basket: simple requests under one anonymous id, no preflight', async () => {
      visit.site.body =
        '<button data-scoville-event="Product Added" data-scoville-cart_id="declared">Add</button>';
      await open('/pricing');
      await visit.page.getByText('Add').click();
      await visit.page.evaluate(
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
      for (const { method, type } of visit.site.requests)
        expect([method, type]).toEqual(['POST', 'text/plain;charset=UTF-8']);
    });

    test('the anonymous id lasts over pages, identify adds the user, a number too, and reset begins again', async () => {
      await open('/one');
      await visit.page.evaluate('scoville.identify(4711, { email: "ada@example.com" })');
      const identified = await until('identify', () => events().find(({ type }) => type === 'identify'));
      await open('/two');
      await visit.page.evaluate(
        'scoville.track("Second"); scoville.identify(2 ** 53); scoville.track("Third")',
      );
      const { anonymousId } = identified;
      expect(await one('Second')).toMatchObject({ userId: '4711', anonymousId });
      expect(await one('Third')).toMatchObject({ userId: '4711' });
      await visit.page.evaluate('scoville.reset(); scoville.track("Fresh")');
      const fresh = await one('Fresh');
      expect(fresh.userId).toBeUndefined();
      expect(fresh.anonymousId).not.toBe(anonymousId);
    });

    describe('delivery', () => {
      const refuseFirst = (count: number, status: number, headers = {}) => {
        let left = count;
        visit.site.answer = () => (left-- > 0 ? { status, headers } : { status: 200 });
      };

      test('503 twice: all events arrive, in order', async () => {
        refuseFirst(2, 503);
        await open('/');
        await visit.page.evaluate('for (const n of [1, 2, 3, 4]) scoville.track("E" + n)');
        await until('all', () => numbered().length === 4);
        expect(numbered()).toEqual(['E1', 'E2', 'E3', 'E4']);
        // What is said while it waits does not make it try sooner.
        expect(visit.site.requests.map(({ status }) => status).slice(0, 3)).toEqual([503, 503, 200]);
      });

      test('an answer that was lost: the same events again, which count once by their ids', async () => {
        let answered = 0;
        visit.site.answer = () => ({ status: 200, isCut: answered++ === 0 });
        await open('/');
        await visit.page.evaluate('scoville.track("E1")');
        await visit.page.waitForFunction('Object.keys(localStorage).every((name) => !/queue/.test(name))');
        expect(visit.site.requests.length).toBeGreaterThan(1);
        expect(numbered()).toEqual(['E1']);
        expect(paths()).toEqual(['/']);
      });

      test('a page that has used up what keepalive allows: sent without it', async () => {
        await open('/');
        await until('the page', () => paths().length === 1);
        const body = 'method: "POST", keepalive: true, mode: "no-cors", body: "x".repeat(60000)';
        await visit.page.evaluate(
          `void fetch("${visit.site.collectorUrl}/never", { ${body} }).catch(() => 0)`,
        );
        await visit.page.evaluate(
          'for (const n of [1, 2, 3]) scoville.track("E" + n, { text: "x".repeat(5000) })',
        );
        await until('all', () => numbered().length === 3);
        expect(numbered()).toEqual(['E1', 'E2', 'E3']);
      });

      test('429: the next request waits as long as asked, also on the next page', async () => {
        refuseFirst(1, 429, { 'retry-after': '1' });
        await open('/one');
        await until('refused', () => visit.site.requests[0]);
        await visit.page.evaluate('scoville.track("E1")');
        await open('/two');
        await visit.page.evaluate('scoville.track("E2")');
        await until('all', () => numbered().length === 2);
        expect(numbered()).toEqual(['E1', 'E2']);
        expect(paths()).toEqual(['/one', '/two']);
        // The beacon that leaving sends is the last chance, and does not wait.
        const [first, next] = visit.site.requests.filter(({ isBeacon }) => !isBeacon);
        expect((next?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
      });

      test('a server that is down: what was said on earlier pages arrives from a later one, first things first', async () => {
        visit.site.answer = () => ({ status: 503 });
        for (const n of [1, 2, 3]) {
          await open(`/${n}`);
          await visit.page.evaluate(`scoville.track("E${n}")`);
        }
        expect(events()).toEqual([]);
        visit.site.answer = () => ({ status: 200 });
        await open('/4');
        await until('all', () => numbered().length === 3 && paths().length === 4);
        expect(numbered()).toEqual(['E1', 'E2', 'E3']);
        expect(paths()).toEqual(['/1', '/2', '/3', '/4']);
      });

      test('offline: said when the line is back', async () => {
        await open('/');
        await until('the first page', () => paths().length === 1);
        await visit.context.setOffline(true);
        await visit.page.evaluate('scoville.track("E1")');
        await visit.page.waitForFunction(
          'Object.keys(localStorage).some((name) => name.startsWith("scoville_queue"))',
        );
        await visit.context.setOffline(false);
        await until('said', () => numbered().length === 1);
      });

      test('a blocker, a page without fetch, one whose fetch throws: nothing is thrown, all is sent later', async () => {
        await visit.context.route('**/beacon/**', (route) => route.abort());
        await visit.context.addInitScript('if (location.pathname === "/none") delete window.fetch');
        await visit.context.addInitScript(
          'if (location.pathname === "/throws") window.fetch = () => { throw new Error("blocked") }',
        );
        for (const [index, path] of ['/blocked', '/none', '/throws'].entries()) {
          await open(path);
          await visit.page.evaluate(`scoville.track("E${index}")`);
        }
        await visit.context.unroute('**/beacon/**');
        await open('/free');
        await until('all', () => numbered().length === 3);
        expect(numbered()).toEqual(['E0', 'E1', 'E2']);
      });

      test('a closed tab: the last word is sent by beacon', async () => {
        await open('/');
        await until('the first page', () => paths().length === 1);
        await visit.page.evaluate('void scoville.track("E1")');
        await visit.page.close({ runBeforeUnload: true });
        await until('said', () => numbered().length === 1);
      });

      test('a closed tab: more than one beacon holds is sent by several', async () => {
        // Else a pause of the server, or an answer, would leave the beacons less.
        await visit.context.addInitScript('window.fetch = () => new Promise(() => {})');
        await open('/');
        await visit.page.evaluate(
          'for (let n = 100; n < 150; n++) scoville.track("E" + n, { text: "x".repeat(300) }); void 0',
        );
        await visit.page.close({ runBeforeUnload: true });
        await until('said', () => numbered().length === 50);
      });

      test('a tab that is hidden again and again while the server asks for a pause: one beacon each time', async () => {
        visit.site.answer = () => ({ status: 503, headers: { 'retry-after': '60' } });
        await visit.context.addInitScript(
          'Object.defineProperty(document, "hidden", { get: () => window.isHidden })',
        );
        await open('/');
        await until('refused', () => visit.site.requests.length === 1);
        await visit.page.evaluate(
          'for (let n = 100; n < 150; n++) scoville.track("E" + n, { text: "x".repeat(300) }); void 0',
        );
        const hideAndShow =
          'for (window.isHidden of [true, false]) dispatchEvent(new Event("visibilitychange"))';
        for (const times of [1, 2]) {
          await visit.page.evaluate(hideAndShow);
          await until('the beacon', () => visit.site.requests.length > times);
        }
        await visit.page.close({ runBeforeUnload: true });
        await until('the last beacon', () => visit.site.requests.length > 3);
        expect(visit.site.requests.map(({ isBeacon }) => isBeacon)).toEqual([false, true, true, true]);
      });

      test.each([200, 500])(
        'two tabs: a late %i of the one ends no pause that the other was asked for',
        async (status) => {
          let release = () => {};
          const held = new Promise<void>((resolve) => {
            release = resolve;
          });
          await visit.page.route('**/beacon/**', async (route) => {
            await held;
            await route.fulfill({ status, body: '{}', headers: { 'access-control-allow-origin': '*' } });
          });
          await visit.watchAnswers();
          const sending = visit.page.waitForRequest('**/beacon/**');
          await open('/one');
          await sending;
          const pause = `localStorage.scoville_pause_${siteWriteKey}`;
          // As if its time were over: the other tab waits for it no longer.
          await visit.page.evaluate(`delete ${pause}`);
          refuseFirst(1, 429, { 'retry-after': '60' });
          const other = await visit.context.newPage();
          await open('/two', other);
          await until('refused', () => visit.site.requests.length === 1);
          await other.waitForFunction(`${pause} > Date.now() + 30_000`);
          release();
          if (status === 200)
            await visit.page.waitForFunction(
              'Object.keys(localStorage).filter((name) => /queue/.test(name)).length < 4',
            );
          else await visit.answered();
          expect(await visit.page.evaluate(`${pause} > Date.now() + 30_000`)).toBe(true);
        },
      );

      test('two tabs: both speak, all arrive, mostly once', async () => {
        const other = await visit.context.newPage();
        await Promise.all([open('/'), open('/', other)]);
        const say = (from: number) =>
          `for (let n = ${from}; n < ${from + 20}; n++) scoville.track("E" + n, { text: "x".repeat(1000) })`;
        await Promise.all([visit.page.evaluate(say(100)), other.evaluate(say(200))]);
        await until('all', () => numbered().length === 40);
        expect(new Set(numbered()).size).toBe(40);
        expect(numbered().filter((name) => /^E1/.test(name ?? ''))).toEqual(
          Array.from({ length: 20 }, (_, n) => `E${100 + n}`),
        );
        const sent = visit.site.requests.flatMap((request) => request.events).length;
        expect(sent).toBeLessThan(2 * events().length);
        await visit.page.waitForFunction(
          'Object.keys(localStorage).every((name) => !/queue|lock/.test(name))',
        );
      });

      test('a refusal is final, and the queue has a bound: the oldest go first', async () => {
        refuseFirst(1, 400);
        await open('/');
        await until('refused', () => visit.site.requests[0]?.status === 400);
        visit.site.answer = () => ({ status: 503 });
        await visit.page.evaluate(
          'for (let n = 100; n < 300; n++) scoville.track("E" + n, { text: "x".repeat(3000) })',
        );
        const kept = await visit.page.evaluate<number>('JSON.stringify(localStorage).length');
        expect(kept).toBeLessThan(400_000);
        visit.site.answer = () => ({ status: 200 });
        await open('/two');
        await until('the last', () => numbered().includes('E299'));
        expect(numbered()[0]).not.toBe('E100');
        expect(numbered()).toEqual([...numbered()].sort());
        expect(numbered().length).toBeGreaterThan(50);
      });

      test('what an event may not be: too large is dropped, and takes nobody along', async () => {
        await open('/');
        await visit.page.evaluate(
          'scoville.track("Large", { text: "x".repeat(40000) }); scoville.track("E1"); localStorage.setItem(Object.keys(localStorage).find((name) => /queue/.test(name)), "{"); scoville.track("E2")',
        );
        await until('the last', () => numbered().includes('E2'));
        expect(named('Large')).toEqual([]);
      });
    });

    test('links in open shadow roots, also around what a page puts into them, and none of closed ones', async () => {
      await open('/');
      await visit.page.evaluate(`
        document.addEventListener('click', (event) => event.preventDefault());
        const add = (mode, text, inner) => {
          const host = document.body.appendChild(document.createElement('span'));
          host.textContent = text;
          host.attachShadow({ mode }).innerHTML = inner;
          return host.shadowRoot;
        };
        add('open', '', '<p><a href="https://elsewhere.example/own?secret"><b>Own link</b></a></p>');
        add('open', 'Slotted text', '<a href="/prices.pdf" data-scoville-edition="2"><slot></slot></a>');
        const within = add('open', '', '<section></section>').firstChild.attachShadow({ mode: 'open' });
        within.innerHTML = '<button data-scoville-event="E1">Nested button</button>';
        add('closed', '', '<a href="https://elsewhere.example/closed" style="display: block">x</a>');
      `);
      for (const text of ['Own link', 'Slotted text', 'Nested button'])
        await visit.page.getByText(text).click();
      await visit.page.locator('span').last().click();
      await visit.page.evaluate('scoville.track("E2")');
      await until('the last', () => numbered().length === 2);
      expect(
        events().flatMap(({ event, properties }) => (event && properties ? [[event, properties]] : [])),
      ).toEqual([
        ['Outbound Link Clicked', { url: 'https://elsewhere.example/own' }],
        ['File Downloaded', { url: `${visit.site.url}/prices.pdf`, edition: '2' }],
        ['E1', {}],
      ]);
    });

    describe('the page never notices it', () => {
      test('circles, BigInts, elements and getters that throw', async () => {
        visit.site.body = '<p id="scoville-test">text</p>';
        await open('/');
        await visit.page.evaluate(`
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
        await visit.context.addInitScript(`
          for (const [of, name] of [[window, 'localStorage'], [Document.prototype, 'cookie']])
            Object.defineProperty(of, name, { get() { throw new Error('blocked') }, set() { throw new Error('blocked') } });
          Object.freeze(history); Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(navigator);
        `);
        await open('/one');
        await visit.page.evaluate(
          'scoville.track("E1"); scoville.basket.add(); scoville.identify("ada"); scoville.track("E2")',
        );
        await until('all', () => numbered().length === 2);
        expect(named('E2')[0]?.userId).toBe('ada');
        expect(paths()).toEqual(['/one']);
        expect(new Set(events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
      });

      test('loaded twice it works once; who kept the list goes on using it', async () => {
        await visit.context.addInitScript('window.kept = window.scoville = []');
        await open('/');
        await visit.page.addScriptTag({ url: '/s.js' });
        await visit.page.evaluate(
          'kept.push(["track", "E1"]); history.pushState(0, "", "/two"); scoville.track("E2")',
        );
        await until('the second page', () => paths().includes('/two') && numbered().length === 2);
        expect(paths()).toEqual(['/', '/two']);
        expect(numbered()).toEqual(['E1', 'E2']);
      });

      test('a strict content policy is enough for it', async () => {
        const complaints: string[] = [];
        visit.page.on('console', (message) => complaints.push(message.text()));
        await visit.page.goto(`${visit.site.url}/strict`);
        await until('the page', () => paths().length === 1);
        // The inline stub of the page is all that the policy stopped.
        expect(complaints.filter((text) => !text.includes('inline script'))).toEqual([]);
      });
    });
  },
);
