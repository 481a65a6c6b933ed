/** The scores of companies in one real program: a lead, its claims, the audit, the page, and versions that score people, then companies again. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionOf } from '../../src/base/kernel/kernel.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { committee, companiesAreScored } from '../support/account-sums.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { faultsOf } from '../support/console-pages.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { logIn } from '../support/log-in.ts';
import {
  api,
  type Program,
  programSecretKey,
  programToken,
  programWriteKey,
  startProgram,
} from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { until } from '../support/until.ts';

const admin = { email: 'rep@example.com', password: 'a password for tests' };

const partitions = 4;
let redis: TestServer;
let database: TestDatabase;
let program: Program;

beforeAll(async () => {
  [redis, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
  program = await startProgram({
    ...{ REDIS_URL: redis.url, DATABASE_URL: database.url, RULES_DIR: shippedRules() },
    PARTITIONS: String(partitions),
    ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
  });
});
afterAll(async () => {
  await program?.stop();
  await Promise.all([redis?.stop(), database?.stop()]);
});

describe('a company whose people are warm together', () => {
  type Named = Record<'people' | 'claims', { name: string; points: number }[]>;
  type Account = { scores: (Named & { score: number; tierName: string })[] };
  const company = { name: 'Hooli <b>', domain: 'hooli.example', owner: admin.email };
  let id: string;
  const sendWith = async (writeKey: string, batch: object[]) => {
    const response = await fetch(`${program.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ writeKey, batch }),
    });
    expect(response.status).toBe(200);
  };

  test('is one lead for its owner, with a reason that names no person', async () => {
    await api(program, '/api/v1/programmes/committee/versions', {
      method: 'POST',
      body: { text: committee },
    });
    ({ id } = await api<{ id: string }>(program, '/api/v1/companies', { method: 'POST', body: company }));
    const traits = { name: 'Hooli', domain: company.domain };
    const view = { type: 'page', properties: { path: '/pricing' } };
    const batch = ['gavin', 'denpok', 'hoover'].flatMap((userId) => [
      // Before anybody knows who it is, and of which company.
      { ...view, anonymousId: `phone-${userId}` },
      {
        type: 'identify',
        userId,
        anonymousId: `phone-${userId}`,
        traits: { name: userId, email: `${userId}@hooli.example` },
      },
      { type: 'group', userId, groupId: 'hooli', traits },
    ]);
    await sendWith(programSecretKey, batch);
    const { scores } = await until('three people make the score', async () => {
      const found = await api<Account>(program, `/api/v1/accounts/${id}`);
      return found.scores[0]?.score === 30 ? found : null;
    });
    expect(scores).toMatchObject([
      { tierName: 'warm', people: [{ points: 10 }, { points: 10 }, { points: 10 }] },
    ]);
    const { items } = await api<{
      items: { profile: string; owner: string; reasons: { label: string; value: number }[] }[];
    }>(program, '/api/v1/leads');
    const ofCompany = items.filter(({ profile }) => profile === id);
    expect(ofCompany).toMatchObject([{ owner: admin.email, reasons: [{ value: 30 }] }]);
    expect(ofCompany[0]?.reasons[0]?.label).toContain('3 people of');
  });

  test('whom a page alone puts into it is named there, and counts for nothing', async () => {
    const traits = { name: 'mallory <b>', email: 'mallory@hooli.example' };
    const view = { type: 'page', properties: { path: '/pricing' } };
    const batch = [{ type: 'identify', traits }, view, view, view];
    await sendWith(
      programWriteKey,
      batch.map((event) => ({ ...event, anonymousId: 'a stranger' })),
    );
    const { scores } = await until('the claim', async () => {
      const found = await api<Account>(program, `/api/v1/accounts/${id}`);
      return found.scores[0]?.claims[0]?.points === 30 ? found : null;
    });
    expect(scores).toMatchObject([{ score: 30, claims: [{ name: 'mallory <b>' }] }]);
  });

  test('is audited with its people', async () => {
    // One that is about to be scored is left out: the claim was just heard.
    await companiesAreScored(database.url);
    await api(program, '/api/v1/audits', { method: 'POST', body: {} });
    const companies = await until('the audit has ended', async () => {
      const { items } = await api<{ items: { result: { companies: object } | null }[] }>(
        program,
        '/api/v1/audits',
      );
      return items[0]?.result?.companies ?? null;
    });
    expect(companies).toEqual({
      ...{ checked: 1, mismatched: 0, skipped: 0 },
      ...{ mismatches: [], skippedFor: [], peopleSkippedFor: [] },
    });
  });

  test('a backtest refuses it, and says why', async () => {
    const response = await fetch(`${program.url}/api/v1/programmes/committee/backtest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ draft: committee }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('cannot be backtested');
  });

  test.skipIf(whyNoBrowser !== null)('its page shows the score and who makes it', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await logIn(page, program.url, admin);
      await page.goto(`${program.url}/companies/${id}`);
      const score = page.getByTestId('account-score');
      await score.getByText('warm').waitFor();
      expect(await score.getByRole('link').allTextContents()).toEqual(
        expect.arrayContaining(['gavin', 'denpok', 'hoover']),
      );
      expect(
        await score.getByRole('list', { name: 'Named by pages alone' }).getByRole('link').allTextContents(),
      ).toEqual(['mallory <b>']);
      expect(await faultsOf(page, '[data-testid="account-score"]', { first: 0 })).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  const ofPeople = committee.replace('of: account\ncombine: sum\n', '');
  const publish = (text: string) =>
    api<{ warnings: string[] }>(program, '/api/v1/programmes/committee/versions', {
      method: 'POST',
      body: { text },
    });
  const scoresOf = async () => (await api<Account>(program, `/api/v1/accounts/${id}`)).scores;

  test.skipIf(whyNoBrowser !== null)(
    'the sheet that publishes warns of a draft that scores people',
    async () => {
      await api(program, '/api/v1/drafts/committee', {
        method: 'PUT',
        body: { text: ofPeople, examples: null },
      });
      const browser = await launchBrowser();
      try {
        const page = await browser.newPage();
        await logIn(page, program.url, admin);
        await page.goto(`${program.url}/programmes/committee`);
        await page.getByTestId('publish').click();
        await page.getByTestId('publish-warning').getByText('this text scores people').waitFor();
      } finally {
        await browser.close();
      }
    },
  );

  test('loses its score to a version that scores people, and stands where it stood by one that scores companies again', async () => {
    const leadOf = async () => {
      const { items } = await api<{
        items: { profile: string; stage: string; reasons: { value: number }[] }[];
      }>(program, '/api/v1/leads');
      return items.filter(({ profile }) => profile === id);
    };
    const [before] = await leadOf();
    expect((await publish(ofPeople)).warnings).toContainEqual(expect.stringContaining('scores people'));
    await until('companies are not scored', async () => (await scoresOf()).length === 0);
    await companiesAreScored(database.url);
    expect(await leadOf()).toEqual([before]);
    expect((await publish(committee)).warnings).toContainEqual(expect.stringContaining('scores companies'));
    await until('all have said their points again', async () => {
      const [one] = await scoresOf();
      return one?.score === 30 && one.claims.length === 1;
    });
    expect(await scoresOf()).toMatchObject([{ score: 30, tierName: 'warm', claims: [{ points: 30 }] }]);
    expect(await leadOf()).toMatchObject([{ stage: before?.stage, reasons: [{ value: 30 }] }]);
  });

  test.skipIf(whyNoBrowser !== null)(
    'the page of audits says which of its people were left out, and why',
    async () => {
      const [who] = (await scoresOf())[0]?.people ?? [];
      const { profile } = who as unknown as { profile: string };
      const raw = new Redis(redis.url);
      const key = keysOf(partitionOf(profile, partitions)).profile(profile);
      const before = (await raw.getBuffer(key)) as Buffer;
      const browser = await launchBrowser();
      try {
        await raw.set(key, Buffer.of(255));
        const page = await browser.newPage();
        await logIn(page, program.url, admin);
        await page.goto(`${program.url}/run/versions`);
        await page.getByTestId('audit').click();
        const left = page.getByTestId('people-left-out').first();
        await left.getByText('1 person of companies left out: its stored bytes cannot be read').waitFor();
      } finally {
        await raw.set(key, before);
        raw.disconnect();
        await browser.close();
      }
    },
  );
});
