/** A real browser for tests: the system's headless Chromium; or the reason why there is none. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';

/** As set-up prefers them. */
const usual = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const program = process.env['SCOVILLE_CHROMIUM'] ?? usual.find(existsSync) ?? '/usr/bin/chromium';

/** Null when a browser is there; else why the tests that need one are skipped, said loudly. */
export const whyNoBrowser: string | null = existsSync(program)
  ? null
  : `no Chromium at ${program}; install Debian's package "chromium-headless-shell"`;

if (whyNoBrowser !== null) console.warn(`\n!!! BROWSER TESTS SKIPPED: ${whyNoBrowser}\n`);

const userAgentOfPeople =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

let ofWorker: Promise<Browser> | null = null;

/**
 * A browser without pages. The test files of a worker run one after another and share one: closing it closes its pages, and it ends with
 * the worker. Elsewhere it is a browser of its own, as people have it.
 *
 * Whoever sees nothing waits for no movement: the pages of tests ask for none, but where a test says so. A flag of the browser could not:
 * each context has a wish of its own.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.env['VITEST'] === undefined) return launch();
  ofWorker ??= launch();
  const browser = await ofWorker;
  const atRest = (options?: BrowserContextOptions) => ({ reducedMotion: 'reduce', ...options }) as const;
  return Object.assign(Object.create(browser) as Browser, {
    newContext: (options?: BrowserContextOptions) => browser.newContext(atRest(options)),
    newPage: (options?: BrowserContextOptions) => browser.newPage(atRest(options)),
    close: async () => void (await Promise.all(browser.contexts().map((context) => context.close()))),
  });
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // For all requests, also those that a page sends as it is left: the setting of a context ends with its page.
      '--ignore-certificate-errors',
      // Tests play people; what says that it is driven or headless scores nothing.
      '--disable-blink-features=AutomationControlled',
      `--user-agent=${userAgentOfPeople}`,
    ],
  });
}
