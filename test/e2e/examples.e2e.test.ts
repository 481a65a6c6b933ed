/** The examples, each started by the commands of its own README against one real program: what they send arrives, and a lead comes back. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { type ChildProgram, startProgram as startChild } from '../support/child-program.ts';
import { untilContributed } from '../support/contributions.ts';
import { runCurl } from '../support/curl-line.ts';
import { newPort } from '../support/ports.ts';
import {
  api,
  type Program,
  programSecretKey,
  programToken,
  programWriteKey,
  startOnTestServers,
} from '../support/program.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** The bridge has a test of its own, with a small server of each CRM. */
const folders = [
  ...(['crm-bridge', 'order-form', 'plain-page', 'single-page-app', 'server', 'webhook-receiver'] as const),
];
type Folder = (typeof folders)[number];
const readmeLinesMax = 30;

/** Shows what the shipped programme gives no points for: each page, a product in a basket, an order. */
const seenProgramme = `
programme: seen
name: Seen
campaign: Seen
timeZone: Europe/London
visit: { endsAfter: 30 minutes }
serverOnly: [] # pages report orders too
rules:
  - { id: viewed, label: Viewed, when: { type: page }, points: 1, pays: every time }
  - { id: added, label: Added, when: { event: Product Added }, points: 1, pays: every time }
  - { id: ordered, label: Ordered, when: { event: Order Completed }, points: 1, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 1000 }] }
`;

const secret = { SCOVILLE_SECRET_KEY: programSecretKey };

let program: Program;
/** Null where the machine has none. */
let browser: Browser | null;
const running: ChildProgram[] = [];
const receiverPort = String(await newPort());

beforeAll(async () => {
  const rules = newDirectory('rules');
  cpSync(path.join(repository, 'rules'), rules, { recursive: true });
  writeFileSync(path.join(rules, 'seen.yaml'), seenProgramme);
  [program, browser] = await Promise.all([
    startOnTestServers({ RULES_DIR: rules, OUTGOING_ALLOW: `127.0.0.1:${receiverPort}` }),
    whyNoBrowser === null ? launchBrowser() : null,
  ]);
});

afterAll(async () => {
  for (const example of running) example.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await Promise.all([browser?.close(), program?.stop()]);
});

const readme = (folder: Folder) =>
  readFileSync(path.join(repository, 'examples', folder, 'README.md'), 'utf8');

/** The lines of the README's shell blocks that begin with this word. */
const commandsOf = (folder: Folder, word: 'node' | 'curl') =>
  [...readme(folder).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.startsWith(`${word} `));

/** Runs a `node` line of a README, with the settings of this test in the place of the defaults. */
function run(line: string, env: Record<string, string> = {}): ChildProgram {
  const [, ...args] = line.split(' ');
  const settings = {
    SCOVILLE_URL: program.url,
    SCOVILLE_WRITE_KEY: programWriteKey,
    ...secret,
    PORT: '0',
    ...env,
  };
  const example = startChild(process.execPath, args, { env: settings });
  running.push(example);
  return example;
}

/** Starts the example of a folder, and answers where it listens. */
async function listening(folder: Folder, env: Record<string, string> = {}) {
  const example = run(commandsOf(folder, 'node')[0] ?? '', env);
  const url = await until(`${folder} listens`, () => /http:\/\/127\.0\.0\.1:\d+/.exec(example.output())?.[0]);
  return { ...example, url };
}

/** Does what a `curl` line of a README says; `at` replaces the addresses that the README names. */
function sent(line: string, at: Record<string, string>, variables: Record<string, string> = {}) {
  const here = Object.entries(at).reduce((text, [from, to]) => text.replaceAll(from, to), line);
  const known = { SCOVILLE_API_TOKEN: programToken, SCOVILLE_WRITE_KEY: programWriteKey, ...secret };
  return runCurl(here, { ...known, ...variables });
}

const contributed = (key: string, expected: Record<string, number>, programme?: string) =>
  untilContributed(program, key, expected, programme);

describe('each example', () => {
  test('has a folder with a short README that starts it', () => {
    const present = readdirSync(path.join(repository, 'examples'), { withFileTypes: true });
    expect(present.filter((entry) => entry.isDirectory()).map(({ name }) => name)).toEqual(
      [...folders].sort(),
    );
    for (const folder of folders) {
      expect(readme(folder).split('\n').length - 1).toBeLessThanOrEqual(readmeLinesMax);
      expect(commandsOf(folder, 'node').length).toBeGreaterThan(0);
    }
  });

  test('says what it needs when a setting is missing', async () => {
    const lines = folders.flatMap((folder) => commandsOf(folder, 'node'));
    const ended = lines.map(async (line) => {
      const example = run(line, {
        ...{ SCOVILLE_WRITE_KEY: '', SCOVILLE_SECRET_KEY: '', SCOVILLE_FORM_KEY: '' },
        SCOVILLE_WEBHOOK_SECRET: '',
      });
      expect([line, await example.ended]).toEqual([line, 1]);
      const needed = line.includes('receiver')
        ? /^SCOVILLE_WEBHOOK_SECRET is missing.*endpoints/
        : line.includes('bridge')
          ? /^CRM is "": expected CRM=twenty, hubspot, salesforce, and .* README/
          : /^SCOVILLE_(?:(?:WRITE|SECRET)_KEY is missing.*npm start|FORM_KEY is missing.*scoville -- keys make)/;
      expect(example.output()).toMatch(needed);
    });
    expect((await Promise.all(ended)).length).toBeGreaterThan(4);
  });
});

describe('the order form', () => {
  const orders = async () =>
    (await api<{ items: { name: string; stage: string; fields: object }[] }>(program, '/api/v1/orders'))
      .items;
  const keyFor = async (name: string, fields: string[]) => {
    const form = { pipeline: 'company-xyz/order', fields };
    const body = { name, kind: 'form', form };
    return (await api<{ key: string }>(program, '/api/v1/keys', { method: 'POST', body })).key;
  };
  /** The form of the page, sent as a browser without JavaScript sends it. */
  async function sendPlain(page: string, values: Record<string, string>) {
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? '';
    const names = [...page.matchAll(/<input name="([^"]+)"/g)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
    return fetch(action, {
      method: 'POST',
      headers: { accept: 'text/html', origin: 'http://127.0.0.1:4500' },
      body: new URLSearchParams({ website: '', phone: '', ...values }),
      redirect: 'manual',
    });
  }

  test('opens an order, once for the same words, and none for a robot', async () => {
    const key = await keyFor('Order form', ['payment-evidence']);
    const { url } = await listening('order-form', { SCOVILLE_FORM_KEY: key });
    const page = await (await fetch(url)).text();
    const ada = { name: 'Ada', email: 'ada@order.example', 'payment-evidence': 'by card' };
    for (const _click of [1, 2]) expect((await sendPlain(page, ada)).status).toBe(201);
    expect((await sendPlain(page, { ...ada, email: 'robot@order.example', website: 'x' })).status).toBe(201);
    expect(await orders()).toMatchObject([
      { name: 'Order form', stage: 'Order received', fields: { 'payment-evidence': 'by card' } },
    ]);
  });

  test.skipIf(whyNoBrowser !== null)('works in a browser, with JavaScript', async () => {
    const key = await keyFor('Browser form', []);
    const { url } = await listening('order-form', { SCOVILLE_FORM_KEY: key });
    const context = await (browser as Browser).newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.fill('#script input[name=email]', 'browser@order.example');
    await page.click('#script button');
    await until('it says thank you', async () => (await page.textContent('#script output')) === 'Thank you.');
    await context.close();
    expect((await orders()).filter(({ name }) => name === 'Browser form')).toHaveLength(1);
  });
});

describe('the server', () => {
  test('sends its orders by the real client, all of them before it ends', async () => {
    const shop = await listening('server');
    const [order = ''] = commandsOf('server', 'curl');
    const at = { 'http://127.0.0.1:4510': shop.url };
    expect((await sent(order, at)).status).toBe(201);
    // The same order again is the same event.
    expect((await sent(order, at)).status).toBe(201);
    expect((await fetch(`${shop.url}/orders`, { method: 'POST', body: '{}' })).status).toBe(400);
    shop.kill('SIGTERM');
    expect(await shop.ended).toBe(0);
    await contributed('17', { ordered: 1 }, 'seen');
    const profile = await api<{ traits: object }>(program, '/api/v1/profiles/ada@example.com');
    expect(profile.traits).toMatchObject({ name: 'Ada', email: 'ada@example.com' });
  });

  test('sends by fetch and by curl, and says why an event is refused', async () => {
    const [, fetching = ''] = commandsOf('server', 'node');
    const [, curl = ''] = commandsOf('server', 'curl');
    const as = (line: string) => line.replace('ada@', 'grace@');
    expect(await run(as(fetching)).ended).toBe(0);
    expect(await run(as(fetching)).ended).toBe(0);
    expect((await sent(as(curl), { 'http://127.0.0.1:4400': program.url })).status).toBe(200);
    await contributed('grace@example.com', { ordered: 2 }, 'seen');
    const refused = run(as(fetching), { SCOVILLE_SECRET_KEY: 'another' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('Scoville answered 401');
  });
});

/** Registers the receiver as its README says, and starts it with the secret that the README leads to. */
async function startReceiver() {
  const at = { '127.0.0.1:4520': `127.0.0.1:${receiverPort}`, 'http://127.0.0.1:4400': program.url };
  const [create = '', tryOut = '', endpoints = ''] = commandsOf('webhook-receiver', 'curl');
  const made = await sent(create, at);
  expect(made.status).toBe(201);
  expect((await sent(tryOut, at, { CHANNEL: JSON.parse(made.text).id })).status).toBe(202);
  const secret: string = JSON.parse((await sent(endpoints, at)).text).items[0].secret;
  return {
    ...(await listening('webhook-receiver', { SCOVILLE_WEBHOOK_SECRET: secret, PORT: receiverPort })),
    secret,
  };
}

describe('the webhook receiver', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver();
  });

  const post = (body: string, headers: Record<string, string>) =>
    fetch(receiver.url, { method: 'POST', body, headers }).then(({ status }) => status);
  const signed = (id: string, body: string, at = new Date(), secret = receiver.secret) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  });

  test('logs a lead of the program, which has signed it', async () => {
    const event = { context: { traits: { email: 'hedy@example.com', name: 'Hedy Lamarr' } } };
    const study = { category: 'customer-case-study', asset_id: 'a' };
    const batch = [
      { ...event, type: 'page', properties: { path: '/managed-cloud' } },
      { ...event, type: 'track', event: 'File Downloaded', properties: study },
    ];
    const response = await fetch(`${program.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ writeKey: programWriteKey, batch }),
    });
    expect(response.status).toBe(200);
    await until('the lead is logged', () =>
      /^lead\.opened: Hedy Lamarr <hedy@example\.com>, 1 chili, score 25 \(.*case study 10.*\)$/m.test(
        receiver.output(),
      ),
    );
  });

  test('refuses what is not signed with its secret, changed, old, or too large', async () => {
    const body = '{"type":"lead.opened","data":{}}';
    const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(await post(body, {})).toBe(401);
    expect(await post(body, signed('strange', body, new Date(), stranger))).toBe(401);
    expect(await post(body.replace('opened', 'closed'), signed('changed', body))).toBe(401);
    expect(await post(body, signed('old', body, hourAgo))).toBe(401);
    expect(await post('x'.repeat(70_000), signed('large', body))).toBe(413);
    expect(receiver.output()).not.toMatch(/strange|changed|old|large|closed/);
  });

  test('takes a message that comes again once', async () => {
    const body = '{"type":"lead.example","data":{}}';
    expect(await post(body, signed('dv_again', body))).toBe(204);
    expect(await post(body, signed('dv_again', body))).toBe(204);
    await until('the second is known', () => receiver.output().includes('dv_again skipped'));
    expect(receiver.output().match(/^lead\.example$/gm)).toHaveLength(1);
  });
});

describe.skipIf(whyNoBrowser !== null)(
  `the pages in a browser${whyNoBrowser === null ? '' : ` (skipped: ${whyNoBrowser})`}`,
  () => {
    /** A new visitor on an example's page, with the anonymous id that the snippet has given. */
    async function visit(folder: 'plain-page' | 'single-page-app', address: string) {
      const { url } = await listening(folder);
      const context = await (browser as Browser).newContext();
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(url + address);
      await page.waitForFunction('typeof scoville?.track === "function"');
      const anonymousId = await until(
        'the anonymous id',
        async () => (await context.cookies()).find(({ name }) => name === 'scoville_anonymous_id')?.value,
      );
      return { page, errors, anonymousId };
    }

    test('the plain page: a visitor reads, downloads, watches, orders, and is a lead with a name', async () => {
      const { page, errors, anonymousId } = await visit('plain-page', '/');
      await page.getByRole('link', { name: 'Managed Cloud' }).click();
      await page.waitForURL('**/managed-cloud');
      await page.waitForFunction('typeof scoville?.track === "function"');
      for (const name of ['Download the case study', 'Play the demo video', 'Add to basket', 'Order'])
        await page.getByRole('button', { name, exact: true }).click();
      const points = { 'page-depth': 3, 'managed-cloud-page': 15, 'case-study': 10, 'demo-video': 8 };
      await contributed(anonymousId, points);
      await contributed(anonymousId, { viewed: 2, added: 1, ordered: 1 }, 'seen');
      await page.getByPlaceholder('Name').fill('Mary Seacole');
      await page.getByPlaceholder('E-mail').fill('mary@example.com');
      await page.getByRole('button', { name: 'Subscribe' }).click();
      await page.getByText('Thank you.').waitFor();
      await contributed('mary@example.com', points);
      await until('her lead', async () => {
        const { items } = await api<{ items: { score: number; person: { name: string } }[] }>(
          program,
          '/api/v1/leads',
        );
        return items.some(({ score, person }) => score === 36 && person.name === 'Mary Seacole');
      });
      expect(errors).toEqual([]);
    });

    test('the single-page app: each route is a page, and so is a dialog that says it is one', async () => {
      const { page, errors, anonymousId } = await visit('single-page-app', '/');
      let loads = 0;
      page.on('load', () => loads++);
      await page.getByRole('link', { name: 'Pricing' }).click();
      await page.getByRole('heading', { name: 'Pricing' }).waitFor();
      await contributed(anonymousId, { 'page-depth': 3 });
      await page.getByRole('button', { name: 'Tour of Managed Cloud' }).click();
      await page.getByText('The tour').waitFor();
      await contributed(anonymousId, { 'page-depth': 3, 'managed-cloud-page': 15 });
      await page.goBack();
      await page.getByRole('heading', { name: 'Home' }).waitFor();
      await contributed(anonymousId, { viewed: 4 }, 'seen');
      expect(loads).toBe(0);
      expect(errors).toEqual([]);
    });
  },
);
