/** The snippet on somebody else's page, in a real browser: what it sends, how, and that it arrives. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { api, type Program, programWriteKey, startProgram } from '../support/program.ts';
import { until } from '../support/until.ts';

interface Seen {
  method: string;
  type: string;
  events: {
    type: string;
    event?: string;
    anonymousId: string;
    userId?: string;
    properties: Record<string, string>;
    traits?: object;
  }[];
}

const snippetBytesMax = 3_584;

test('the snippet is small', () => {
  const script = readFileSync(new URL('../../dist/web/s.js', import.meta.url));
  expect(gzipSync(script).length).toBeLessThanOrEqual(snippetBytesMax);
  expect(script.toString()).not.toMatch(/\beval\b|new Function/);
});

describe.skipIf(whyNoBrowser !== null)(
  `the snippet in a browser${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    let program: Program;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let site: Server;
    let collector: Server;
    const seen: Seen[] = [];
    const events = () => seen.flatMap((request) => request.events);
    const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    /** A foreign site; its pages carry the snippet of the program, sending to whatever the query says. */
    const html = (attributes: string) => `<!doctype html><title>Shop</title><body>
    <script>window.scoville = window.scoville || []; scoville.push(['track', 'Before The Script'])</script>
    <script async src="${program.url}/s.js" data-write-key="${programWriteKey}" ${attributes}></script>
    <button data-scoville-event="Product Added" data-scoville-cart_id="declared">Add</button></body>`;

    beforeAll(async () => {
      program = await startProgram();
      site = createServer((request, response) => {
        const host = new URL(request.url ?? '/', 'http://site').searchParams.get('host');
        response.setHeader('content-type', 'text/html').end(html(host ? `data-host="${host}"` : ''));
      });
      collector = createServer((request, response) => {
        let body = '';
        request.on('data', (part) => {
          body += part;
        });
        request.on('end', () => {
          const sent = body === '' ? { batch: [] } : JSON.parse(body);
          seen.push({
            method: request.method ?? '',
            type: request.headers['content-type'] ?? '',
            events: sent.batch,
          });
          response.setHeader('access-control-allow-origin', '*').end('{"success":true}');
        });
      });
      for (const server of [site, collector])
        await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      browser = await launchBrowser();
    });

    afterAll(async () => {
      await browser?.close();
      site?.close();
      collector?.close();
      await program?.stop();
    });

    beforeEach(async () => {
      await context?.close();
      context = await browser.newContext();
      page = await context.newPage();
      seen.length = 0;
    });

    const open = (path: string) =>
      page.goto(`${urlOf(site)}${path}?host=${encodeURIComponent(urlOf(collector))}`);
    const named = (name: string) => events().filter((event) => event.event === name);

    test('page view, queued call, click and basket: simple requests under one anonymous id, no preflight', async () => {
      await open('/pricing');
      await until(
        'the page view and the queued call',
        () => named('Before The Script').length === 1 && events().some(({ type }) => type === 'page'),
      );
      await page.getByText('Add').click();
      await page.evaluate(
        'scoville.basket.add({ product_id: "p1" }); scoville.basket.order({ order_id: "o1" })',
      );
      await until('the order', () => named('Order Completed').length === 1);
      const [added] = named('Product Added').filter(({ properties }) => properties['product_id'] === 'p1');
      expect(added?.properties['cart_id']).toBe(named('Order Completed')[0]?.properties['cart_id']);
      expect(named('Product Added').some(({ properties }) => properties['cart_id'] === 'declared')).toBe(
        true,
      );
      expect(events().find(({ type }) => type === 'page')?.properties['path']).toBe('/pricing');
      expect(new Set(events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
      expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['POST']));
      for (const { type } of seen) expect(type).toMatch(/^text\/plain/);
    });

    test('a page of a single-page application counts once, a new query alone does not', async () => {
      await open('/');
      await until('the first page', () => events().filter(({ type }) => type === 'page').length === 1);
      await page.evaluate('history.pushState({}, "", "/docs"); history.replaceState({}, "", "/docs?q=1")');
      await page.evaluate('scoville.track("After")');
      await until('the mark', () => named('After').length === 1);
      expect(
        events()
          .filter(({ type }) => type === 'page')
          .map(({ properties }) => properties['path']),
      ).toEqual(['/', '/docs']);
    });

    test('the anonymous id lasts over pages, identify adds the user, reset begins again', async () => {
      await open('/one');
      await page.waitForFunction('typeof scoville.identify === "function"');
      await page.evaluate('scoville.identify("ada", { email: "ada@example.com" })');
      await until('identified', () => events().some(({ type }) => type === 'identify'));
      await open('/two');
      await until('the second page', () =>
        events().some(({ properties }) => properties?.['path'] === '/two'),
      );
      const second = events().find(({ properties }) => properties?.['path'] === '/two');
      expect(second).toMatchObject({ userId: 'ada', anonymousId: events()[0]?.anonymousId });
      await page.evaluate('scoville.reset(); scoville.track("Fresh")');
      const [fresh] = await until('the fresh visitor', () =>
        named('Fresh').length === 1 ? named('Fresh') : null,
      );
      expect(fresh?.userId).toBeUndefined();
      expect(fresh?.anonymousId).not.toBe(second?.anonymousId);
    });

    test('what could not be sent offline is sent when the line is back', async () => {
      await open('/');
      await until('the first page', () => events().some(({ type }) => type === 'page'));
      await context.setOffline(true);
      await page.evaluate('scoville.track("Said Offline")');
      await page.waitForFunction('(localStorage.getItem("scoville_queue") || "").includes("Said Offline")');
      await context.setOffline(false);
      await until('said', () => named('Said Offline').length === 1);
    });

    test('through the real door: the visitor has a score', async () => {
      await page.goto(`${urlOf(site)}/products/managed-cloud`);
      const cookies = await until('the cookie', async () => {
        const all = await context.cookies();
        return all.length > 0 ? all : null;
      });
      const anonymousId = cookies.find(({ name }) => name === 'scoville_anonymous_id')?.value ?? '';
      await until('15 points', async () => {
        const profile = await api<{ scores: Record<string, { score: number }> }>(
          program,
          `/api/v1/profiles/${anonymousId}`,
        );
        return profile.scores['emea-lead-scoring']?.score === 15;
      });
    });
  },
);
