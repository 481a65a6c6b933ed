/** Visitors in a real browser: what the snippet sees of them by itself, and the points that the demo's shop leads to. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { untilContributed } from '../support/contributions.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { accepted, type Site, startSite } from '../support/snippet-site.ts';
import { until } from '../support/until.ts';

describe.skipIf(whyNoBrowser !== null)(
  `visitors in a browser${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    const errors: string[] = [];

    beforeAll(async () => {
      browser = await launchBrowser();
    });

    afterAll(() => browser?.close());

    beforeEach(async () => {
      context = await browser.newContext();
      context.on('weberror', (error) => errors.push(error.error().message));
      page = await context.newPage();
    });

    afterEach(async () => {
      await context.close();
      expect(errors.splice(0)).toEqual([]);
    });

    describe('the snippet sees', () => {
      let site: Site;
      beforeAll(async () => {
        site = await startSite();
      });
      afterAll(() => site?.close());

      const events = () => accepted(site.requests);
      const named = (name: string) => events().filter(({ event }) => event === name);
      const open = async (path: string, body = '') => {
        site.body = body;
        site.requests.length = 0;
        await page.goto(site.url + path);
        await page.waitForFunction('typeof scoville.track === "function"');
      };
      const seenPaths = () =>
        events().flatMap(({ type, properties }) => (type === 'page' ? [properties['path']] : []));
      /** Every page view up to a mark that is said now. */
      const paths = async () => {
        await page.evaluate(
          'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => scoville.track("Mark"))',
        );
        await until('the mark', () => named('Mark').length === 1);
        return seenPaths();
      };

      test('each route of a single-page application once, the title with it; a new query alone is none', async () => {
        await open('/');
        await page.evaluate(`
          history.pushState({}, '', '/docs'); document.title = 'Docs'; history.replaceState({}, '', '/docs?q=1');
        `);
        await until('the second page', () => events().some(({ name }) => name === 'Docs'));
        await page.evaluate('history.pushState({}, "", "/docs?q=2"); history.back()');
        // The browser goes back a moment later: a second step before would be counted from the same place.
        await page.waitForURL('**/docs?q=1');
        await page.evaluate('history.back()');
        await page.waitForURL(`${site.url}/`);
        expect(await paths()).toEqual(['/', '/docs', '/']);
      });

      test('routes behind # as paths, and anchors not', async () => {
        await open('/app/#/');
        for (const [hash, path] of [
          ['#/managed-cloud?tab=1', '/app/managed-cloud'],
          ['#!/basket', '/app/basket'],
          ['#reviews', '/app/'],
        ]) {
          await page.evaluate(`location.hash = '${hash}'`);
          await until(`${path}`, () => seenPaths().at(-1) === path);
        }
        expect(await paths()).toEqual(['/app/', '/app/managed-cloud', '/app/basket', '/app/']);
      });

      test('one view where a router, an effect and a call by hand say the same page at once', async () => {
        await open('/');
        await page.evaluate(`
          history.pushState({}, '', '/one'); history.pushState({}, '', '/one');
          scoville.page(); scoville.page('One');
        `);
        expect(await paths()).toEqual(['/', '/one']);
      });

      test('how long a page was visible and how far it was read', async () => {
        await open('/long', '<div style="height: 3000px"></div>');
        await page.evaluate('scrollTo(0, 1200)');
        await page.evaluate(
          'new Promise((done) => { const at = performance.now(); const look = () => performance.now() > at + 1100 ? done() : requestAnimationFrame(look); look() })',
        );
        await page.evaluate('history.pushState({}, "", "/next")');
        const left = await until('left', () => named('Page Left')[0]);
        expect(left.properties).toMatchObject({ path: '/long' });
        expect(left.properties['visible_seconds']).toBeGreaterThanOrEqual(1);
        expect(left.properties['scroll_percent']).toBeGreaterThan(50);
        expect(left.properties['scroll_percent']).toBeLessThan(75);
      });

      test('outbound links, downloads and forms, by name and without values', async () => {
        await open(
          '/links',
          `<a href="http://localhost:1/partner?token=secret" target="_blank">Partner</a> <a href="/inside">Inside</a>
          <a href="/files/case.pdf?token=secret" data-scoville-category="customer-case-study" data-scoville-asset_id="case">Case</a>
          <a href="/export" download>Export</a> <a href="mailto:sales@example.com">Mail</a> <a href="#top">Top</a>
          <form id="contact" action="/sent"><input name="email" value="ada@example.com"><input name="topic" type="radio" value="private">
          <input name="topic" type="radio"><input type="password" name="password" value="secret"><button>Send</button></form>`,
        );
        await page.evaluate(
          'for (const name of ["click", "submit"]) addEventListener(name, (event) => event.target.closest("button") && name === "click" || event.preventDefault())',
        );
        for (const name of ['Partner', 'Inside', 'Case', 'Export', 'Mail', 'Top', 'Send'])
          await page.getByText(name, { exact: true }).click();
        await until('the form', () => named('Form Submitted').length === 1);
        expect(named('Outbound Link Clicked').map(({ properties }) => properties)).toEqual([
          { url: 'http://localhost:1/partner' },
        ]);
        expect(named('File Downloaded').map(({ properties }) => properties)).toEqual([
          { url: `${site.url}/files/case.pdf`, category: 'customer-case-study', asset_id: 'case' },
          { url: `${site.url}/export` },
        ]);
        expect(named('Form Submitted')[0]?.properties).toEqual({
          form: 'contact',
          fields: ['email', 'topic', 'password'],
        });
        expect(JSON.stringify(events())).not.toMatch(/secret|ada@|private/);
      });

      test('a video: its start, and each quarter that was really played', async () => {
        const tag = 'src="/tour.webm" muted data-scoville-category="product-demo"';
        await open('/video', `<video id="tour" ${tag}></video><video ${tag} autoplay loop></video>`);
        await page.evaluate(
          'const tour = document.querySelector("#tour"); tour.playbackRate = 16; tour.play()',
        );
        const said = { category: 'product-demo', content_asset_id: 'tour' };
        await until('the last quarter', () => named('Video Watched').length === 4);
        expect(named('Video Watched').map(({ properties }) => properties)).toEqual(
          [25, 50, 75, 100].map((percent) => ({ ...said, percent })),
        );
        expect(named('Video Playback Started').map(({ properties }) => properties)).toEqual([said]);
      });

      test('that a program drives the browser', async () => {
        await context.addInitScript('Object.defineProperty(navigator, "webdriver", { value: true })');
        await open('/');
        const view = await until('the page', () => events().find(({ type }) => type === 'page'));
        expect(view.context.webdriver).toBe(true);
      });
    });

    describe('in the shop of the demo', () => {
      let program: Program;
      beforeAll(async () => {
        program = await startOnTestServers({}, ['--shop']);
      });
      afterAll(() => program?.stop());

      /** The shop's content policy lets no text be evaluated by a page, so the test evaluates it from outside. */
      const isTrue = (expression: string) => until(expression, () => page.evaluate<boolean>(expression));
      const visit = async (path: string) => {
        await page.goto(`${program.url}/shop${path}`);
        await isTrue('typeof scoville?.track === "function"');
      };
      const follow = async (name: string) => {
        await page.getByRole('link', { name, exact: true }).first().click();
        await isTrue('typeof scoville?.track === "function"');
      };
      const press = (name: string) => page.getByRole('button', { name }).first().click();
      const anonymousId = () =>
        until(
          'the anonymous id',
          async () => (await context.cookies()).find(({ name }) => name === 'scoville_anonymous_id')?.value,
        );
      const study = 'Download the case study (PDF)';

      test('what a visitor does by hand comes out as the points of the slides, and as a lead with a name', async () => {
        const elsewhere: string[] = [];
        const policies: string[] = [];
        page.on('request', (request) => {
          if (!request.url().startsWith(program.url)) elsewhere.push(request.url());
        });
        page.on('console', (message) => void (message.type() === 'error' && policies.push(message.text())));
        await visit('/newsletter');
        await follow('Meet Managed Cloud');
        await page.getByRole('heading', { name: 'Managed Cloud', level: 1 }).waitFor();
        const id = await anonymousId();
        // The first line of the slides.
        await untilContributed(program, id, { 'page-depth': 3, 'managed-cloud-page': 15, 'email-click': 4 });
        for (const name of [
          'Products',
          'Nightly Backup',
          'Blog',
          'Twelve hundred restores, measured',
          'Customers',
        ])
          await follow(name);
        await page.getByRole('link', { name: study }).click();
        await follow('Tour');
        await page.evaluate(
          'const tour = document.querySelector("video"); tour.playbackRate = 8; tour.play()',
        );
        await isTrue('document.querySelector("video").ended');
        await follow('Products');
        await follow('Contact');
        const points = {
          'page-depth': 5,
          'managed-cloud-page': 15,
          'email-click': 4,
          'case-study': 10,
          'demo-video': 8,
        };
        await untilContributed(program, id, points);
        await page.getByLabel('Name').fill('Hedy Lamarr');
        await page.getByLabel('E-mail').fill('hedy@halden.example');
        await press('Send');
        await page.getByText('Thank you, Hedy Lamarr.').waitFor();
        const lead = await until('her lead', async () => {
          const { items } = await api<{ items: { score: number; tier: number; person: { name: string } }[] }>(
            program,
            '/api/v1/leads',
          );
          return items.find(({ person }) => person.name === 'Hedy Lamarr');
        });
        expect(lead).toMatchObject({ score: 42, tier: 1 });
        expect([elsewhere, policies]).toEqual([[], []]);
      });

      test('a basket that was left is abandoned, also where its events arrive later; one that was ordered is not', async () => {
        const agoMs = 40 * 60_000;
        await context.route('**/beacon/**', (route) => route.abort());
        await context.clock.install({ time: Date.now() - agoMs });
        await visit('/products/managed-cloud');
        await press('Add to basket');
        await follow('Basket 1');
        await press('Order for');
        await page.getByText('Thank you for your order.').waitFor();
        await follow('Products');
        await press('Add to basket');
        await follow('Basket 1');
        await page.getByText('Empty the basket').waitFor();
        await context.unroute('**/beacon/**');
        await context.clock.setSystemTime(new Date());
        await visit('/basket');
        const points = { 'page-depth': 3, 'managed-cloud-page': 15, 'abandoned-basket': 30 };
        await untilContributed(program, await anonymousId(), points);
      });

      test('as a single-page app: offline for a while, and the tab closed on the last click', async () => {
        await visit('');
        await press('Browse as a single-page app');
        let loads = 0;
        page.on('load', () => loads++);
        await follow('See Managed Cloud');
        await page.getByRole('heading', { name: 'Managed Cloud', level: 1 }).waitFor();
        const id = await anonymousId();
        await untilContributed(program, id, { 'page-depth': 3, 'managed-cloud-page': 15 });
        await follow('Tour');
        await page.getByRole('heading', { name: 'The control panel in twelve seconds' }).waitFor();
        await context.setOffline(true);
        await page.evaluate('document.querySelector("video").dispatchEvent(new Event("play"))');
        await isTrue('Object.keys(localStorage).some((name) => name.startsWith("scoville_queue"))');
        await context.setOffline(false);
        const watched = { 'page-depth': 3, 'managed-cloud-page': 15, 'demo-video': 8 };
        await untilContributed(program, id, watched);
        await follow('Customers');
        await page.getByRole('link', { name: study }).click();
        await page.close({ runBeforeUnload: true });
        await untilContributed(program, id, { ...watched, 'case-study': 10 });
        expect(loads).toBe(0);
      });

      test('where all storage is blocked, a visitor counts for as long as the page lives', async () => {
        await context.addInitScript(`
          for (const [of, name] of [[window, 'localStorage'], [window, 'sessionStorage'], [Document.prototype, 'cookie']])
            Object.defineProperty(of, name, { get() { throw new Error('blocked') }, set() { throw new Error('blocked') } });
        `);
        const sent = page.waitForRequest('**/beacon/**');
        await visit('');
        const id = (await sent).postDataJSON().batch[0].anonymousId as string;
        await press('Browse as a single-page app');
        await follow('See Managed Cloud');
        await page.getByRole('heading', { name: 'Managed Cloud', level: 1 }).waitFor();
        await press('Add to basket');
        await follow('Customers');
        await page.getByRole('link', { name: study }).click();
        const points = { 'page-depth': 3, 'managed-cloud-page': 15, 'case-study': 10 };
        await untilContributed(program, id, points);
        await expect(page.locator('[data-basket-count]').textContent()).resolves.toBe('1');
      });
    });
  },
);
