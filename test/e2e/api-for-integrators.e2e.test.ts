/**
 * What an integrator meets, against one real program. The page of the API opens in a browser. The examples of the typed client run as their
 * README runs them, and so do the curl lines of the documentation; what the pages say comes of them.
 */
import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import type { OpenApi } from '../../src/console/openapi-shapes.ts';
import type { ErasureView, EventImportView } from '../../src/contract/api/api.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { runCurl } from '../support/curl-line.ts';
import {
  api,
  type Program,
  programSecretKey,
  programToken,
  programWriteKey,
  startOnTestServers,
} from '../support/program.ts';
import { repository, textOf } from '../support/source-text.ts';
import { inWholeForm } from '../support/test-form.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
/** Where pictures of the page are written to be looked at; nowhere by default. */
const picturesFolder = process.env['SCOVILLE_PICTURES'];

let program: Program;
/** A copy of the shipped rules, which the documentation changes. */
let rulesDirectory: string;

beforeAll(async () => {
  rulesDirectory = newDirectory('rules');
  await cp(path.join(repository, 'rules'), rulesDirectory, { recursive: true });
  program = await startOnTestServers({ RULES_DIR: rulesDirectory });
});
afterAll(async () => {
  expect(await program?.stop()).toBe(0);
});

inWholeForm(() => {
  test.skipIf(whyNoBrowser !== null)(
    'the page of the API, dark and narrow, then light and wide',
    async () => {
      const browser: Browser = await launchBrowser();
      try {
        const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
        const strange = watched(page);
        await page.goto(`${program.url}/docs`);
        await page.getByText('Webhooks', { exact: true }).first().waitFor({ state: 'attached' });
        await page.getByText('Idempotency-Key').first().waitFor();
        if (picturesFolder !== undefined)
          await page.screenshot({ path: `${picturesFolder}/docs-dark-390.png` });
        await page.getByText('Leads and tasks', { exact: true }).first().click();
        const operation = page.locator('#operations-Leads_and_tasks-changeLead');
        await operation.locator('.opblock-summary-control').click();
        for (const [colorScheme, width, height] of [
          ['dark', 390, 844],
          ['light', 1280, 900],
        ] as const) {
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme });
          await operation.getByText('If-Match').first().waitFor();
          await operation.getByText('ld_5b0c7d1e9f3a4c28').first().waitFor();
          await until(
            `the page is ${colorScheme}`,
            async () => (await isDark(page)) === (colorScheme === 'dark'),
          );
          expect(
            await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
          ).toBeLessThanOrEqual(0);
          if (picturesFolder !== undefined)
            await operation.screenshot({ path: `${picturesFolder}/operation-${colorScheme}-${width}.png` });
        }
        // The shape of what is sent, of which the document has a reference.
        await operation.getByText('Schema', { exact: true }).first().click();
        await operation.getByText('externalSource', { exact: true }).first().waitFor();
        expect(strange()).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

async function isDark(page: Page): Promise<boolean> {
  const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const [red = 0, green = 0, blue = 0] = (background.match(/[\d.]+/g) ?? []).map(Number);
  return (red + green + blue) / 3 < 128;
}

/** Lists what a page must not do: ask others, break its policy, fail. */
function watched(page: Page): () => string[] {
  const strange: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(program.url) && !/^(?:data|blob):/.test(url)) strange.push(`asked ${url}`);
  });
  page.on('pageerror', (error) => strange.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') strange.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) strange.push(`${response.status()} ${response.url()}`);
  });
  return () => strange;
}

test('the document is served to everybody, with the operations and webhooks of the page', async () => {
  const open = (await (await fetch(`${program.url}/docs/openapi.json`)).json()) as OpenApi;
  expect(open).toEqual(await api(program, '/api/v1/openapi.json'));
  expect(Object.keys(open.webhooks ?? {})).toContain('lead.opened');
});

describe('events of before over HTTP', () => {
  const dayMs = 86_400_000;
  const pageOf = (userId: string, ago: number) => ({
    ...{ type: 'page', userId, timestamp: new Date(Date.now() - ago * dayMs).toISOString() },
    properties: { path: '/products/managed-cloud' },
  });
  const linesOf = (events: readonly object[]) => events.map((one) => `${JSON.stringify(one)}\n`).join('');
  const post = (body: string | Uint8Array<ArrayBuffer>, key = programSecretKey, query = '') =>
    fetch(`${program.url}/v1/history?file=old.ndjson${query}`, {
      ...{ method: 'POST', body, duplex: 'half' },
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
    } as RequestInit);
  const ended = (id: string) =>
    until('the import has ended', async () => {
      const view = await api<EventImportView>(program, `/api/v1/event-imports/${id}`);
      return (view.status === 'done' || view.status === 'undone') && view;
    });
  const latest = async () =>
    (await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1')).items[0];
  const metric = async (name: string) =>
    Number(
      (await (await fetch(`${program.url}/metrics`)).text()).match(new RegExp(`^${name} (\\d+)`, 'm'))?.[1],
    );

  test.each([
    ['plain', (text: string) => text],
    ['gzip', (text: string) => new Uint8Array(gzipSync(text))],
    ['zstd', (text: string) => new Uint8Array(zstdCompressSync(text))],
  ])('a file comes as %s', async (name, packed) => {
    const before = await metric('scoville_imported_events_total');
    const answer = await post(packed(linesOf([pageOf(name, 40), pageOf(name, 20), { type: 'page' }])));
    expect(answer.status).toBe(202);
    const view = (await answer.json()) as EventImportView;
    expect(answer.headers.get('location')).toBe(`/api/v1/event-imports/${view.id}`);
    expect(await ended(view.id)).toMatchObject({
      ...{ label: 'old.ndjson', status: 'done', progress: { profiles: 1, scored: 1 } },
      counts: { lines: 3, events: 2, bad: 1 },
    });
    expect(await metric('scoville_imported_events_total')).toBe(before + 2);
    expect(await metric('scoville_import_refused_lines_total{reason="bad"}')).toBeGreaterThan(0);
  });

  test('the answer says what was taken otherwise, and a name that is nearly one of a rule', async () => {
    const named = { ...pageOf('named', 40), type: 'track', event: 'Prodcut Added' };
    const view = (await (await post(linesOf([named, pageOf('named', 30)]))).json()) as EventImportView;
    expect(view.counts.warnings).toBe(1);
    expect(view.warnings).toEqual([
      {
        ...{ file: 'old.ndjson', line: 1, code: 'name_unknown' },
        message: expect.stringMatching(/^no rule knows "Prodcut Added": the likeliest is "Product Added"/),
      },
    ]);
    await ended(view.id);
  });

  const csvOf = (who: string, rows = 1) =>
    `type,userId,timestamp\n${`page,${who},${pageOf(who, 40).timestamp}\n`.repeat(rows)}`;

  test.each([
    ['NDJSON', linesOf([pageOf('broken', 40)])],
    ['CSV', csvOf('broken')],
  ])('%s of which the compression breaks leaves nothing', async (_, text) => {
    const whole = gzipSync(text);
    const answer = await post(new Uint8Array(whole.subarray(0, whole.length - 6)));
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: expect.any(String) }),
    ]);
    const view = await ended((await latest())?.id ?? '');
    expect(view).toMatchObject({ status: 'undone', counts: { events: 0 } });
  });

  test('senders who leave in the middle of a CSV take nobody’s place', async () => {
    for (let sender = 0; sender <= limits.eventImportLoadsMax; sender++) {
      const { id: before } = (await latest()) ?? {};
      const sending = request(`${program.url}/v1/history?file=left.csv`, {
        ...{ method: 'POST', auth: `${programSecretKey}:` },
      });
      sending.on('error', () => undefined);
      sending.write(csvOf('left', limits.eventImportPieceLines + 1));
      const id = await until('some of it is written', async () => {
        const view = await latest();
        return view !== undefined && view.id !== before && view.counts.lines > 0 && view.id;
      });
      sending.destroy();
      expect(await ended(id)).toMatchObject({ status: 'undone' });
    }
    expect((await post(csvOf('stays'))).status).toBe(202);
  });

  test('a public key brings none, and a word that is none is refused', async () => {
    const refused = await post(linesOf([pageOf('public', 40)]), programWriteKey);
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      401,
      expect.stringContaining('need a secret key'),
    ]);
    expect((await post(linesOf([pageOf('public', 40)]), programSecretKey, '&format=xml')).status).toBe(400);
  });

  test('parts go on after a break, and one that is sent again changes nothing', async () => {
    const { id } = await api<EventImportView>(program, '/api/v1/event-imports', {
      ...{ method: 'POST', body: { label: 'In parts', key: 'parts' } },
    });
    const send = async (part: number) => {
      const answer = await fetch(
        `${program.url}/api/v1/event-imports/${id}/parts?part=${part}&line=${part}`,
        {
          ...{ method: 'POST', body: linesOf([pageOf('parts', 30 + part)]) },
          headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/x-ndjson' },
        },
      );
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ events: 1 })]);
    };
    for (const part of [0, 2, 0]) await send(part);
    expect(await api(program, `/api/v1/event-imports/${id}/parts`)).toEqual({ parts: [0, 2] });
    await send(1);
    await api(program, `/api/v1/event-imports/${id}/finish`, { method: 'POST' });
    expect(await ended(id)).toMatchObject({ counts: { lines: 3, events: 3, duplicates: 0 } });
  });

  test('who was erased stays erased', async () => {
    const imported = async (events: object[]) =>
      ended(((await (await post(linesOf(events))).json()) as EventImportView).id);
    await imported([pageOf('gone', 40)]);
    const { id } = await api<ErasureView>(program, '/api/v1/erasures', {
      ...{ method: 'POST', body: { key: 'gone' } },
    });
    await until(
      'the person is erased',
      async () => (await api<ErasureView>(program, `/api/v1/erasures/${id}`)).status !== 'running',
    );
    expect(await imported([pageOf('gone', 30), pageOf('stays', 30)])).toMatchObject({
      counts: { lines: 2, events: 1, bad: 0, erased: 1 },
    });
  });
});

describe('the typed client', () => {
  const commands = [...textOf('clients/typescript/README.md').matchAll(/^node (clients\/\S+.*)$/gm)].map(
    ([, command = '']) => command,
  );

  test.each([
    ['know-a-person.mjs', /pn_\S+ has revision 1\.\nThe phone is \+44 20 7946 0018\./],
    ['hot-leads.mjs', /Logged in as admin\.\nhot@example\.com: /],
  ])('%s runs as its README says', async (name, printed) => {
    const command = commands.find((one) => one.includes(name)) ?? '';
    if (name === 'hot-leads.mjs') await getHot();
    const env = { ...process.env, SCOVILLE_URL: program.url, SCOVILLE_API_TOKEN: programToken };
    const { stdout } = await run(process.execPath, command.split(' '), { cwd: repository, env });
    expect(stdout).toMatch(printed);
  });
});

/** Somebody asks for a demo often enough to be hot. */
async function getHot(): Promise<void> {
  const userId = 'hot';
  const events = [
    {
      type: 'identify',
      userId,
      traits: { email: 'hot@example.com', name: 'Hot', phone: '+44 20 7946 0018' },
    },
    { type: 'page', userId, name: 'Managed Cloud', properties: { path: '/managed-cloud' } },
    { type: 'track', userId, event: 'Product Added', properties: { cart_id: 'hot-1' } },
    {
      type: 'track',
      userId,
      event: 'File Downloaded',
      properties: { category: 'customer-case-study', asset_id: 'northwind' },
    },
    {
      type: 'track',
      userId,
      event: 'Video Playback Started',
      properties: { category: 'product-demo', content_asset_id: 'tour' },
    },
  ];
  const { writeKey } = await api<{ writeKey: string }>(program, '/api/v1/setup');
  const answer = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch: events.map((event, index) => ({ ...event, messageId: `hot-${index}` })) }),
  });
  expect(answer.status).toBe(200);
  await until(
    'the lead is open',
    async () => (await api<{ items: unknown[] }>(program, '/api/v1/leads?open=true')).items.length > 0,
  );
}

const pages = ['README.md', 'docs/start.md', 'docs/send-events.md'];
const programme = 'emea-lead-scoring';

/** Every command of a page's shell blocks that sends an event, with this program's address and key. */
function eventsOf(page: string): string[] {
  const blocks = [...textOf(page).matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) =>
    [...block.matchAll(/curl -u [\s\S]*?'[^']*'(?: http\S+)?/g)].map(([command]) =>
      command.replace(/https?:\/\/[\w.:]+(?=\/v1)/, program.url).replace(/-u \S+:/, `-u ${programWriteKey}:`),
    ),
  );
}

const scoreOf = async (key: string) =>
  (
    await api<{ scores: Record<string, { score: number }> }>(
      program,
      `/api/v1/profiles/${encodeURIComponent(key)}`,
    )
  ).scores[programme]?.score;

describe('the documentation', () => {
  test.each(pages)('every event of %s is accepted', async (page) => {
    const commands = eventsOf(page);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const { text } = await runCurl(command);
      expect([command, text]).toEqual([command, '{"success":true}']);
    }
  });

  test('the first lead of docs/start.md appears', async () => {
    await until(
      'the visitor has the points of page and case study',
      async () => (await scoreOf('grace')) === 25,
    );
    const leads = await until('the lead', async () => {
      const { items } = await api<{ items: { person: { email: string } }[] }>(program, '/api/v1/leads');
      return items.some(({ person }) => person.email === 'grace@example.com') ? items : null;
    });
    expect(leads.length).toBeGreaterThan(0);
  });

  test('a demo video is worth what the file says, before and after it is saved', async () => {
    await until('the video of the README', async () => (await scoreOf('17')) === 8);
    const file = path.join(rulesDirectory, `${programme}.yaml`);
    const text = await readFile(file, 'utf8');
    const shown = textOf('README.md').match(/^ {2}- id: demo-video\n(?: {4}.+\n)+/m)?.[0] ?? 'no rule';
    expect(text).toContain(shown);
    await writeFile(file, text.replace(shown, shown.replace('points: 8', 'points: 12')));
    await until('the profile is re-scored', async () => (await scoreOf('17')) === 12);
  });
});
