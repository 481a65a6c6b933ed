/** A visit of somebody else's site with the snippet: a browser context of its own for each test of a file, which throws nothing into the page. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { accepted, type SentEvent, type Site, startSite } from './snippet-site.ts';
import { until } from './until.ts';

export class SnippetVisit {
  context!: BrowserContext;
  page!: Page;
  site!: Site;
  #browser!: Browser;
  readonly #errors: string[] = [];

  async launch(): Promise<void> {
    [this.site, this.#browser] = await Promise.all([startSite(), launchBrowser()]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.site?.close();
  }

  async begin(): Promise<void> {
    this.context = await this.#browser.newContext();
    this.context.on('weberror', (error) => this.#errors.push(error.error().message));
    this.page = await this.context.newPage();
    Object.assign(this.site, { attributes: '', body: '', answer: () => ({ status: 200 }) });
    this.site.requests.length = 0;
  }

  async end(): Promise<void> {
    await this.context.close();
    expect(this.#errors.splice(0)).toEqual([]);
  }

  readonly events = (): SentEvent[] => accepted(this.site.requests);
  readonly named = (name: string) => this.events().filter(({ event }) => event === name);
  readonly one = (name: string) => until(name, () => this.named(name)[0]);
  readonly paths = () =>
    this.events()
      .filter(({ type }) => type === 'page')
      .map(({ properties }) => properties['path']);
  readonly numbered = () => this.events().flatMap(({ event }) => (/^E\d/.test(event ?? '') ? [event] : []));
  readonly open = async (path: string, on = this.page) => {
    await on.goto(this.site.url + path);
    await on.waitForFunction('typeof scoville.track === "function"');
  };
  /** From the next page on, each page of the visit says when the browser has answered what the snippet sent. */
  readonly watchAnswers = () =>
    this.context.addInitScript(
      'const own = fetch; window.fetch = (...given) => own(...given).finally(() => { window.isAnswered = true })',
    );
  /** What the snippet does with an answer comes before this. */
  readonly answered = (on = this.page) => on.waitForFunction('window.isAnswered');
  /**
   * What the browser keeps of ours, as the page itself sees it: the browser hands cookies a page has just written or removed to others
   * only a moment later.
   */
  readonly traces = () =>
    this.page.evaluate<string[]>(
      '[...document.cookie.split("; ").filter(Boolean).map((cookie) => cookie.split("=")[0]), ...Object.keys(localStorage)]',
    );
}

/** A visit that is open for the tests of a file. */
export function snippetVisit(): SnippetVisit {
  const visit = new SnippetVisit();
  beforeAll(() => visit.launch());
  afterAll(() => visit.close());
  beforeEach(() => visit.begin());
  afterEach(() => visit.end());
  return visit;
}
