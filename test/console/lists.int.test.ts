/** Lists over the API: every filter finds what it should and nothing else, `me` is the user who asks, and what is not allowed is said. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, identityOf, standing, startMs } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const hourMs = 3_600_000;
const iso = (hours: number) => new Date(startMs + hours * hourMs).toISOString();

let consoleApp: ConsoleApp;
let cookies: Record<string, string>;

/** Four leads, an hour apart: the first cool and the rep's, judged junk; the last hot, of another programme. */
beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const given = [
    { tier: 1, score: 22 },
    { tier: 3, score: 63 },
    { tier: 1, score: 30 },
    { tier: 2, score: 50, programme: 'apac', campaign: 'APAC' },
  ];
  for (const [index, { tier, score, ...change }] of given.entries()) {
    const atMs = startMs + index * hourMs;
    consoleApp.clock.turnTo(atMs);
    const identity = identityOf(`p${index}@example.com`);
    const record = standing({ profile: `p${index}`, identity, to: tier, score, atMs, ...change });
    await consoleApp.sales.leads.applyTierUpdates([{ partition: 0, id: `${index + 1}-0`, record }]);
  }
  consoleApp.clock.turnTo(startMs + 4 * hourMs);
  const [first] = (await consoleApp.sales.records.listLeads({ limit: 1, sort: 'createdAt' })).items;
  const change = { owner: 'rep@example.com', quality: { quality: 'junk', reason: 'Student' } } as const;
  await consoleApp.sales.records.changeLead(first?.id ?? '', change, admin);
  await consoleApp.sales.records.logActivity(
    {
      kind: 'call',
      direction: 'out',
      person: first?.person.id,
      lead: first?.id,
      body: '',
      followUpOn: '2026-12-01',
      responsible: 'rep@example.com',
    },
    admin,
  );
  const logIn = await consoleApp.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: 'rep@example.com', password: 'right password' },
  });
  cookies = Object.fromEntries(logIn.cookies.map(({ name, value }) => [name, value]));
});
afterAll(async () => void (await consoleApp?.close()));

const get = (path: string) =>
  consoleApp.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: bearer });
const asRep = (path: string) => consoleApp.app.inject({ method: 'GET', url: `/api/v1${path}`, cookies });
interface Item {
  id: string;
  type: string;
  person: { id: string; email: string };
}
const itemsOf = async (path: string) => (await get(path)).json().items as Item[];
const whose = async (path: string) => (await itemsOf(path)).map(({ person }) => person.email.slice(0, 2));

describe('leads', () => {
  test.each([
    ['', ['p3', 'p2', 'p1', 'p0']],
    ['?sort=createdAt', ['p0', 'p1', 'p2', 'p3']],
    ['?sort=-score', ['p1', 'p3', 'p2', 'p0']],
    ['?sort=-updatedAt', ['p0', 'p3', 'p2', 'p1']],
    ['?owner=rep@example.com', ['p0']],
    ['?queue=true', ['p3', 'p2', 'p1']],
    ['?queue=true&sort=-score', ['p1', 'p3', 'p2']],
    ['?queue=false', ['p0']],
    ['?quality=junk', ['p0']],
    ['?quality=good', []],
    ['?programme=apac', ['p3']],
    ['?tier=1&open=true&sort=-score', ['p2', 'p0']],
    [`?createdFrom=${iso(1)}&createdTo=${iso(3)}`, ['p2', 'p1']],
    [`?createdFrom=${iso(3)}`, ['p3']],
    [`?createdTo=${iso(1)}`, ['p0']],
    ['?company=co_none', []],
    ['?status=sent_to_sales&programme=apac', ['p3']],
  ])('%s', async (query, expected) => {
    expect(await whose(`/leads${query}`)).toEqual(expected);
  });

  test('of a person', async () => {
    const [lead] = await itemsOf('/leads?programme=apac');
    expect(await whose(`/leads?person=${lead?.person.id}`)).toEqual(['p3']);
  });
});

describe('tasks', () => {
  test.each([
    ['?sort=dueAt', ['p0', 'p1', 'p2', 'p3', 'p0']],
    ['?type=follow-up', ['p0']],
    ['?owner=rep@example.com&open=true', ['p0', 'p0']],
    ['?lane=Marketing', []],
    [`?dueFrom=${iso(25)}&dueTo=${iso(27)}`, ['p1', 'p2']],
    [`?dueFrom=${iso(27)}`, ['p3', 'p0']],
    [`?dueTo=${iso(25)}`, ['p0']],
  ])('%s', async (query, expected) => {
    expect(await whose(`/tasks${query}`)).toEqual(expected);
  });

  test('of a lead, and of a person', async () => {
    const [lead] = await itemsOf('/leads?quality=junk');
    expect(await whose(`/tasks?lead=${lead?.id}`)).toEqual(['p0', 'p0']);
    expect(await whose(`/tasks?person=${lead?.person.id}&sort=dueAt`)).toEqual(['p0', 'p0']);
  });
});

describe('the work list', () => {
  test.each([
    ['', ['p1', 'p3', 'p2', 'p0']],
    ['?sort=dueAt', ['p0', 'p1', 'p2', 'p3']],
    ['?owner=rep@example.com', ['p0']],
    ['?queue=true&sort=dueAt', ['p1', 'p2', 'p3']],
    ['?tier=1', ['p2', 'p0']],
    ['?campaign=APAC', ['p3']],
    ['?overdue=true', []],
    ['?q=P2@', ['p2']],
  ])('%s', async (query, expected) => {
    expect(await whose(`/work${query}`)).toEqual(expected);
  });

  test('an item is a lead with its contact task, and the counts are of the view', async () => {
    const { items, counts } = (await asRep('/work?owner=me')).json();
    const [lead] = await itemsOf('/leads?quality=junk');
    expect(items).toMatchObject([
      {
        ...{ id: lead?.id, kind: 'lead', stage: 'Sent to sales', subject: null, owner: 'rep@example.com' },
        ...{ score: 22, tier: 1, dueAt: iso(24), task: { status: 'Open', dueAt: iso(24) } },
      },
    ]);
    expect(counts).toEqual({
      toContact: { count: 1, isCapped: false },
      overdue: { count: 0, isCapped: false },
    });
  });

  test('a lead leaves it when it ends, and its task with it', async () => {
    const [lead] = await itemsOf('/work?campaign=APAC');
    const change = (status: string) =>
      consoleApp.sales.records.changeLead(lead?.id ?? '', { status, reason: 'No budget' }, admin);
    await change('Closed lost');
    expect(await whose('/work')).toEqual(['p1', 'p2', 'p0']);
    await change('Sent to sales');
    expect(await whose('/work')).toEqual(['p1', 'p3', 'p2', 'p0']);
  });
});

test('people are paged and sorted too', async () => {
  const emails: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { email: string }[]; nextCursor: string | null } = (
      await get(`/people?sort=createdAt&limit=3${cursor && `&cursor=${cursor}`}`)
    ).json();
    emails.push(...page.items.map(({ email }) => email.slice(0, 2)));
    cursor = page.nextCursor;
  }
  expect(emails).toEqual(['p0', 'p1', 'p2', 'p3']);
});

describe('me', () => {
  test('is the user who is logged in', async () => {
    expect((await asRep('/leads?owner=me')).json().items).toHaveLength(1);
    expect((await asRep('/tasks?owner=me')).json().items).toHaveLength(2);
    expect((await asRep('/people?owner=me')).json().items).toEqual([]);
    expect((await asRep('/opportunities?owner=me')).json().items).toEqual([]);
  });

  test('is nobody for a program', async () => {
    expect((await get('/leads?owner=me')).json()).toMatchObject({
      status: 400,
      detail: '"owner" is "me": the API token has no address; give one',
    });
  });
});

test.each([
  ['/leads?sort=score', /"sort" is "score": expected "-createdAt", "createdAt", "-score", "-updatedAt"/],
  ['/leads?quality=bad', /"quality" is "bad": expected "good", "junk"/],
  ['/leads?createdFrom=yesterday', /"createdFrom" is "yesterday": expected a time such as/],
  ['/leads?createdFrom=0000-01-01T00:00:00Z', /expected a year from 1 on/],
  ['/leads?sort=-score&quality=good', /"sort" is "-score" and "quality" is given: add "open=true"/],
  ['/work?sort=-score', /"sort" is "-score": expected "-heat", "dueAt"/],
  ['/work?overdue=perhaps', /"overdue" is "perhaps": expected "true", "false"/],
  ['/tasks?type=tea', /"type" is "tea": expected "Other", "Call"/],
  ['/tasks?sort=dueAt&lane=Marketing', /"sort" is "dueAt" and "lane" is given/],
  ['/campaigns?sort=-amount', /"sort" is "-amount": expected "-createdAt"/],
  [`/leads?cursor=${'x'.repeat(401)}`, /"cursor"/],
])('%s is refused', async (path, words) => {
  expect((await get(path)).json()).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
});
