/** Visitors in a real browser: what the snippet sees of them by itself. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
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
        await page.evaluate('history.back()');
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
  },
);
