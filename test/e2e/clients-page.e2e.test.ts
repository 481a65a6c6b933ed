/** The page on clients: each of its blocks runs as it stands, with the published package, and what it says arrives. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { type FaultyDoor, startFaultyDoor } from '../support/faulty-door.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { repository, textOf } from '../support/source-text.ts';
import { type Spine, startSpine, testWriteKey } from '../support/spine.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const rudder = readFileSync(
  new URL(
    '../../node_modules/@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js',
    import.meta.url,
  ),
);

/** The blocks of a language, with the title they stand under. */
const blocksOf = (language: string): [string, string][] =>
  [
    ...textOf('docs/clients.md').matchAll(
      new RegExp(`^## (.*)\\n(?:(?!^## )[\\s\\S])*?^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'),
    ),
  ].map(([, title, block]) => [title ?? '', block ?? '']);

let server: TestServer;
let spine: Spine;
let door: FaultyDoor;

beforeAll(async () => {
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url, proxies: 1 });
  spine.startWorker();
  door = await startFaultyDoor(spine.url, true);
});

afterAll(async () => {
  await door?.stop();
  await spine?.close();
  await server?.stop();
});

/** A block with an address, this key, and a person of its own. */
function ofThisRun(block: string, url: string): { script: string; userId: string } {
  const userId = `ada-${block.length}`;
  const script = block
    .replaceAll('https://scoville.example', url)
    .replaceAll('YOUR_WRITE_KEY', testWriteKey)
    .replaceAll("'ada'", `'${userId}'`)
    .replaceAll('ada@example.com', `${userId}@example.com`);
  return { script, userId };
}

async function expectScored(userId: string) {
  await until('the demo video is scored', async () => {
    const profile = await spine.profiles.profile(userId);
    return (
      profile?.scores['emea-lead-scoring']?.score === 8 && profile.traits['email'] === `${userId}@example.com`
    );
  });
}

test.concurrent.each(blocksOf('js'))('%s', async (_title, block) => {
  const { script, userId } = ofThisRun(block, spine.url);
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: repository });
  await expectScored(userId);
});

describe.skipIf(whyNoBrowser !== null)('in a browser', () => {
  let browser: Browser;
  let site: Server;
  const pages = blocksOf('html');

  beforeAll(async () => {
    browser = await launchBrowser();
    site = createServer((request, response) => {
      if (request.url === '/rudder.js') {
        response.setHeader('content-type', 'text/javascript').end(rudder);
        return;
      }
      const [, block] = pages[Number(request.url?.slice(1))] ?? ['', ''];
      const { script } = ofThisRun(block, door.url);
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>${script}`);
    }).listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  test.concurrent.each(pages)('%s', async (title, block) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const number = pages.findIndex(([one]) => one === title);
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/${number}`);
    await expectScored(ofThisRun(block, door.url).userId);
    await context.close();
  });
});

test('every client that the page names has a block that was run', () => {
  expect(blocksOf('js').map(([title]) => title)).toEqual([
    'Node: `@segment/analytics-node`',
    'Node: `analytics-node`',
    'Node: `@rudderstack/rudder-sdk-node`',
    'Node: `@jitsu/js`',
  ]);
  expect(blocksOf('html').map(([title]) => title)).toEqual([
    "Browser: Segment's snippet",
    'Browser: RudderStack',
    'Browser: Jitsu',
  ]);
});
