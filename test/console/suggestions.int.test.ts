/** Suggestions over the API: which leads have an outcome, what is refused in which words, and how a run is found again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { suggestionInWords } from '../../src/commands/suggest.ts';
import { admin, identityOf, standing } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const programme = 'emea-lead-scoring';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});

afterAll(async () => void (await consoleApp?.close()));

async function ask(method: 'GET' | 'POST', path: string, payload?: object) {
  const response = await consoleApp.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: bearer,
    ...(payload && { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

describe('a suggestion', () => {
  const path = `/programmes/${programme}/suggest`;
  const period = { programme, sinceMs: 0, untilMs: Date.UTC(2100, 0) };
  const outcomes = async (most = 100) => {
    const leads = await consoleApp.sales.reports.leadOutcomes({ ...period, most });
    return leads.map(({ outcome }) => outcome).sort();
  };

  test('learns from leads that were won, lost or rated junk, and says how many more it needs', async () => {
    const leads: string[] = [];
    for (const name of ['ada', 'bob', 'cyd', 'dan', 'eve']) {
      const record = standing({ profile: name, programme, identity: identityOf(`${name}@example.com`) });
      await consoleApp.sales.leads.applyTierUpdates([{ partition: 8, id: `${leads.length + 1}-0`, record }]);
      const { items } = await consoleApp.sales.records.listLeads({ limit: 200 });
      leads.push(items.find(({ profile }) => profile === name)?.id ?? expect.fail('it has no lead'));
    }
    const [ada = '', bob = '', cyd = '', dan = ''] = leads;
    const change = (lead: string, to: object) => consoleApp.sales.records.changeLead(lead, to, admin);
    await change(dan, { status: 'Closed lost' });
    await change(cyd, { quality: { quality: 'good' } });
    await change(bob, { quality: { quality: 'junk' } });
    await change(ada, { quality: { quality: 'junk' } });
    expect(await outcomes()).toEqual(['junk', 'junk', 'lost']);
    // Whatever a rep rated it, a lead that was won is won; one that was lost after a good rating is lost.
    await change(ada, { status: 'Converted' });
    await change(cyd, { status: 'Closed lost' });
    expect(await outcomes()).toEqual(['junk', 'lost', 'lost', 'won']);
    expect(await outcomes(2)).toHaveLength(2);
    // They were opened before it is asked.
    consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.hourMs);
    const { status, body } = await ask('POST', path, { waitSeconds: 60 });
    expect([status, body.status, body.error]).toEqual([200, 'done', null]);
    expect(body.result).toEqual({
      leads: { won: 1, lost: 2, junk: 1, unread: 0 },
      refusal: {
        reason: 'too few outcomes',
        detail: '4 leads have an outcome: 1 won, 3 lost or junk. 100 are needed, at least 25 of each kind.',
      },
      learnt: null,
    });
    expect(suggestionInWords(body.result)).toEqual([
      '1 lead won, 2 lost, 1 junk',
      'refused: too few outcomes',
      body.result.refusal.detail,
    ]);
    expect((await ask('GET', `/suggestions?programme=${programme}`)).body.items[0]).toMatchObject({
      ...{ id: body.id, refusal: 'too few outcomes', changes: null, base: body.base },
    });
    expect((await ask('GET', `/suggestions/${body.id}`)).body).toEqual(body);
  });

  test.each([
    [
      'a programme that is not active',
      '/programmes/none/suggest',
      {},
      404,
      /"none" is not active; send its text/,
    ],
    ['a text with errors', path, { draft: 'programme: x' }, 400, /draft.yaml/],
    ['a time to come', path, { since: '2099-01-01T00:00:00Z' }, 400, /is not past; choose an earlier time/],
    ['a word that is none', path, { until: '1d' }, 400, /until/],
  ])('%s', async (_name, address, given, expected, detail) => {
    const { status, body } = await ask('POST', address, given);
    expect([status, body.detail]).toEqual([expected, expect.stringMatching(detail)]);
  });
});
