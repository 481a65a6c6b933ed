/** Sales rules over the API: versions, drafts, faults by line, publishing with records that come along, roll-back, and leads on trial. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let marketer: Caller;
let rep: Caller;
const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  marketer = await newcomer(consoleApp, 'ada@example.com', 'marketer');
  await ask('PUT', '/territories/Rhine', { countries: ['DE'] });
  rep = await newcomer(consoleApp, 'ben@example.com', 'rep', {
    acceptsLeads: true,
    territories: ['Rhine'],
    languages: ['de'],
  });
});
afterAll(async () => void (await consoleApp?.close()));

const processText = (stages: string) => `process: shop
name: The shop
timeZone: UTC
lanes: [Sales]
pipelines:
  - pipeline: job
    name: Jobs
    of: job
    stages:
${stages}`;
const first = processText(`      - { stage: New, next: [Doing] }
      - { stage: Doing, next: [Done], after: [{ time: 10 days, to: Done, reason: time is up }] }
      - { stage: Done, ends: done }
`);
const second = processText(`      - { stage: New, next: [Working] }
      - { stage: Working, next: [Done], after: [{ time: 3 days, to: Done, reason: time is up }] }
      - { stage: Done, ends: done }
`);
const shop = '/sales-rules/pipelines/shop';
const routing = '/sales-rules/sales/routing';

describe('a text', () => {
  test('is listed with its title and version, and says itself in words', async () => {
    const { items } = (await ask('GET', '/sales-rules')).body;
    expect(items.map(({ folder, rule }: { folder: string; rule: string }) => `${folder}/${rule}`)).toEqual([
      ...['pipelines/company-xyz', 'pipelines/emea', 'pipelines/process-guide', 'pipelines/touchstone'],
      ...['pipelines/value-stream', 'sales/routing', 'sales/escalation', 'sales/review'],
    ]);
    expect(items.at(-3)).toMatchObject({ title: 'Routing', number: 1, author: 'file' });
    const { body } = await ask('GET', routing);
    expect(body.words.at(-1)).toBe('Interest in Managed Cloud: by managed-cloud-page.');
    expect(body.text).toContain('queue: Q Team');
  });

  test('that is none is not found, whatever is asked of it', async () => {
    for (const path of ['/sales-rules/none/x', '/sales-rules/sales/none', '/sales-rules/pipelines/none'])
      expect([path, (await ask('GET', path)).status]).toEqual([path, 404]);
    expect((await ask('GET', `${routing}/versions/9`)).body.detail).toMatch(/has no version 9/);
    expect((await ask('POST', '/sales-rules/sales/none/versions', { text: 'x' })).status).toBe(404);
    const draft = await ask('PUT', '/sales-rules/sales/none/draft', { text: 'x', examples: null });
    expect([draft.status, draft.body.detail]).toEqual([400, expect.stringMatching(/is no sales rule; use/)]);
  });

  test('has its faults at their lines while it is typed, also names that only the store knows', async () => {
    const preview = async (path: string, text: string) =>
      (await ask('POST', `${path}/preview`, { text })).body;
    const half = await preview(routing, 'queue: Q\nsteps: [');
    expect(half.errors[0]).toMatchObject({
      line: 2,
      message: expect.stringMatching(/YAML: .* never closed/),
    });
    expect(half).toMatchObject({ changes: [], words: [] });
    const unknown = await preview(
      routing,
      'queue: Q\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: One, to: queue, when: { territory: [Moon] } }\n  - step: Two\n    to: { rep: absent@x.com }\n',
    );
    expect(unknown.errors).toEqual([
      expect.objectContaining({ line: 4, message: expect.stringMatching(/"Moon": no such territory/) }),
      expect.objectContaining({
        line: 6,
        column: 16,
        message: expect.stringMatching(/"absent@x.com": no such user/),
      }),
    ]);
    const other = await preview('/sales-rules/pipelines/emea', first);
    expect(other.errors).toEqual([
      expect.objectContaining({ line: 1, message: expect.stringMatching(/expected "emea"/) }),
    ]);
    const { text } = (await ask('GET', '/sales-rules/sales/escalation')).body;
    const later = await preview(
      '/sales-rules/sales/escalation',
      text.replace('before: 2 hours', 'before: 3 hours'),
    );
    expect(later.changes).toEqual(['step "due soon": before 2 hours → 3 hours']);
    expect(later.words[0]).toBe('1. due soon: 3 hours before the deadline, notify the owner (all tasks).');
  });

  test('of a sales process has its warnings beside it, with nothing stopped', async () => {
    const text = `process: web
name: Web
timeZone: UTC
lanes: [Sales]
templates: [{ template: hello, subject: Hello, text: Hello }]
pipelines: [{ pipeline: lead, name: Leads, of: lead, stages: [{ stage: New, next: [Won] }, { stage: Won, ends: won }] }]
`;
    const { body } = await ask('POST', '/sales-rules/pipelines/web/preview', { text });
    expect(body).toMatchObject({
      errors: [],
      warnings: [
        {
          ...{ line: 5, column: 25, length: 5, instead: null },
          message: expect.stringMatching(/no stage mails "hello"/),
        },
      ],
    });
  });

  test('with faults is not published, and nothing is overwritten unseen', async () => {
    expect((await ask('POST', `${routing}/versions`, { text: 'queue: Q\n' })).status).toBe(400);
    const { text, version } = (await ask('GET', routing)).body;
    const quieter = text.replace('queue: Q Team', 'queue: The pool');
    const published = await ask('POST', `${routing}/versions`, {
      text: quieter,
      note: 'A name',
      replaces: version,
    });
    expect(published).toMatchObject({
      status: 201,
      body: { number: 2, isNew: true, migrated: 0, note: 'A name', author: 'API token' },
    });
    const late = await ask('POST', `${routing}/versions`, { text, replaces: version });
    expect([late.status, late.body.detail]).toEqual([
      409,
      expect.stringMatching(/is active; compare with it/),
    ]);
    expect((await ask('GET', `${routing}/diff?from=1&to=2`)).body.changes).toEqual([
      'queue Q Team → The pool',
    ]);
    expect((await ask('POST', `${routing}/rollback`, { to: 1 })).body).toMatchObject({
      number: 3,
      note: 'back to version 1',
    });
    expect((await ask('GET', routing)).body.text).toBe(text);
    // The same text again is no version.
    expect((await ask('POST', `${routing}/versions`, { text })).body).toMatchObject({
      number: 3,
      isNew: false,
    });
    expect((await ask('GET', `${routing}/versions`)).body.items).toHaveLength(3);
    expect((await ask('GET', `${routing}/versions/2`)).body.text).toBe(quieter);
  });

  test('is written and published by marketers and managers, and only read by reps', async () => {
    const { text } = (await ask('GET', '/sales-rules/sales/review')).body;
    const later = { text: text.replace('08:00', '09:30') };
    expect((await rep.ask('GET', '/sales-rules/sales/review')).statusCode).toBe(200);
    expect((await rep.ask('POST', '/sales-rules/sales/review/versions', later)).statusCode).toBe(403);
    const published = (await marketer.ask('POST', '/sales-rules/sales/review/versions', later)).json();
    expect(published).toMatchObject({ number: 2, author: 'ada@example.com' });
  });
});

test('a draft is kept with whose it is, and is not overwritten unseen', async () => {
  const path = '/sales-rules/pipelines/emea/draft';
  expect((await ask('GET', path)).status).toBe(404);
  const begun = (await marketer.ask('PUT', path, { text: 'half', examples: null, basedOn: 'abc' })).json();
  expect(begun).toMatchObject({
    id: 'pipelines/emea',
    text: 'half\n',
    basedOn: 'abc',
    begunBy: 'ada@example.com',
  });
  expect((await ask('GET', '/sales-rules/drafts')).body.items).toEqual([
    expect.objectContaining({ id: 'pipelines/emea', begunBy: 'ada@example.com' }),
  ]);
  const mine = { text: 'mine', examples: null };
  const stale = await ask('PUT', path, mine, { 'if-match': `"${begun.revision + 1}"` });
  expect([stale.status, stale.body.detail]).toEqual([
    412,
    expect.stringMatching(/draft of sales rule "pipelines\/emea" was changed by ada/),
  ]);
  expect((await marketer.ask('DELETE', path)).statusCode).toBe(204);
});

describe('a sales process with records in flight', () => {
  const jobs = () => ask('GET', '/jobs?pipeline=shop/job').then(({ body }) => body.items);
  const migration = (text: string, moves?: object) =>
    ask('POST', `${shop}/migration`, { text, ...(moves && { moves }) });

  test('keeps them in their version, unless they are to come along', async () => {
    expect((await ask('POST', `${shop}/versions`, { text: first })).body).toMatchObject({ number: 1 });
    const { id: person } = (await ask('POST', '/people', { email: 'x@example.com', name: 'X' })).body;
    const { id } = (await ask('POST', '/jobs', { pipeline: 'shop/job', name: 'A job', person })).body;
    await ask('POST', '/jobs', { pipeline: 'shop/job', name: 'Another', person });
    await ask('PATCH', `/jobs/${id}`, { stage: 'Doing' });
    expect((await ask('POST', `${shop}/versions`, { text: second })).body).toMatchObject({
      number: 2,
      migrated: 0,
    });
    expect((await jobs()).map(({ pipeline }: { pipeline: string }) => pipeline)).toEqual([
      'shop/job@1',
      'shop/job@1',
    ]);
  });

  test('shows where each would go, and refuses while one has no stage', async () => {
    const shown = (await migration(second)).body;
    expect(shown).toEqual({
      pipelines: [
        {
          ...{ pipeline: 'job', name: 'Jobs', kind: 'job', choices: ['New', 'Working'], dueAtOnce: 0 },
          stages: [
            { stage: 'Doing', records: 1, to: null },
            { stage: 'New', records: 1, to: 'New' },
          ],
        },
      ],
    });
    const refused = await ask('POST', `${shop}/versions`, { text: second, moves: {} });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringMatching(/"Doing" \(1 record\)/),
    ]);
    for (const [moves, why] of [
      [{ job: { Doing: 'Done' } }, /stages that were removed or end: "Doing"/],
      [{ job: { Doing: 'Nowhere' } }, /"Nowhere": no such stage; use one of "New", "Working"/],
      [{ job: { New: 'Working' } }, /"New" is still a stage/],
      [{ order: {} }, /"moves.order": no such pipeline/],
    ] as const)
      expect((await ask('POST', `${shop}/versions`, { text: second, moves })).body.detail).toMatch(why);
    expect((await jobs()).map(({ stage }: { stage: string }) => stage).sort()).toEqual(['Doing', 'New']);
  });

  test('says how many would time out at once, takes all along by the choice, and back', async () => {
    const moves = { job: { Doing: 'Working' } };
    await consoleApp.query(
      `UPDATE jobs SET entered_at = entered_at - interval '4 days' WHERE stage = 'Doing'`,
    );
    const [job] = (await migration(second, moves)).body.pipelines;
    expect(job).toMatchObject({
      dueAtOnce: 1,
      stages: [
        { stage: 'Doing', to: 'Working' },
        { stage: 'New', to: 'New' },
      ],
    });
    expect((await ask('POST', `${shop}/versions`, { text: second, moves })).body).toMatchObject({
      number: 2,
      isNew: false,
      migrated: 2,
    });
    expect(
      (await jobs())
        .map(({ pipeline, stage }: { pipeline: string; stage: string }) => `${pipeline} ${stage}`)
        .sort(),
    ).toEqual(['shop/job@2 New', 'shop/job@2 Working']);
    const back = await ask('POST', `${shop}/rollback`, { to: 1, moves: { job: { Working: 'Doing' } } });
    expect(back.body).toMatchObject({ number: 3, migrated: 2 });
    expect((await jobs()).map(({ stage }: { stage: string }) => stage).sort()).toEqual(['Doing', 'New']);
  });
});

describe('a lead on trial', () => {
  const trial = async (lead: object | string, text?: string) =>
    (await ask('POST', `${routing}/trial`, { lead, ...(text !== undefined && { text }) })).body;
  const counts = async () =>
    (
      await consoleApp.query(
        'SELECT (SELECT count(*) FROM leads) AS leads, (SELECT count(*) FROM rota) AS turns',
      )
    ).rows;

  test('says who would get it, why, and what became of each step; nothing is assigned', async () => {
    const before = await counts();
    const found = await trial({ country: 'de', language: 'DE' });
    expect(found).toMatchObject({ owner: 'ben@example.com', reason: expect.stringMatching(/Rhine, de/) });
    expect(found.steps.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...['nobody', 'taken', 'not reached', 'not reached', 'not reached'],
    ]);
    expect(await trial({ accountOwner: 'ben@example.com' })).toMatchObject({
      reason: 'owns the account',
      steps: expect.arrayContaining([expect.objectContaining({ outcome: 'taken' })]),
    });
    const queue =
      'queue: Pool\ndefaultLeadPipeline: emea/lead\nsteps:\n  - { step: Big, when: { tier: 3 }, to: reps }\n';
    expect(await trial({ tier: 2 }, queue)).toEqual({
      ...{ owner: null, reason: 'Pool: nobody takes leads of this kind' },
      steps: [{ step: 'Big', outcome: 'not for it', why: '' }],
    });
    expect(await counts()).toEqual(before);
  });

  test('may be one that is there; one that is none, and a text with faults, are refused', async () => {
    const { id: person } = (
      await ask('POST', '/people', { email: 'y@example.com', name: 'Y', country: 'DE', language: 'de' })
    ).body;
    const { id } = (await ask('POST', '/leads', { person, campaign: 'By hand' })).body;
    expect((await trial(id)).owner).toBe('ben@example.com');
    expect((await ask('POST', `${routing}/trial`, { lead: 'ld_none' })).status).toBe(404);
    const faulty = await ask('POST', `${routing}/trial`, { lead: {}, text: 'queue: [' });
    expect([faulty.status, faulty.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('a first stage with a checklist', () => {
  const emea = '/sales-rules/pipelines/emea';
  /** A lead with its contact task, by a rise. */
  const newLead = async () => {
    const all = async (): Promise<{ id: string; task: { id: string } }[]> =>
      (await ask('GET', '/leads?limit=100')).body.items;
    const before = new Set((await all()).map(({ id }) => id));
    await consoleApp.oneMoreLead();
    // Leads of one moment stand in the order of their ids.
    return (await all()).find(({ id }) => !before.has(id)) as { id: string; task: { id: string } };
  };
  const stageOf = async (id: string) => (await ask('GET', `/leads/${id}`)).body.stage;
  const complete = (id: string, outcome: string) =>
    ask('PATCH', `/tasks/${id}`, { status: 'Complete', outcome });

  beforeAll(async () => {
    const { body } = await ask('GET', emea);
    const text = body.text.replace(
      /(- stage: Sent to sales\n(?:.*\n)*?)(\s+)reminders: \[notes\]/,
      '$1$2checklist: [notes]',
    );
    const { status } = await ask('POST', `${emea}/versions`, {
      text,
      replaces: body.version,
      note: 'Asks first',
    });
    expect(status).toBe(201);
  });

  test('is jumped over by no outcome', async () => {
    const { id, task } = await newLead();
    const refused = await complete(task.id, 'Opportunity created');
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({
        code: 'conflict',
        detail: expect.stringMatching(/not possible yet; missing: .*notes.* Fill that in on the lead first/i),
      }),
    ]);
    expect((await ask('GET', `/tasks/${task.id}`)).body).toMatchObject({ status: 'Open', outcome: null });
    expect((await complete(task.id, 'No opportunity')).body).toMatchObject({ status: 'Complete' });
    expect(await stageOf(id)).toBe('Sent to sales');
    // Undone, filled in and said again, it goes its way.
    expect((await ask('PATCH', `/tasks/${task.id}`, { status: 'Open' })).body).toMatchObject({
      status: 'Open',
    });
    expect(await stageOf(id)).toBe('Sent to sales');
    await ask('PATCH', `/leads/${id}`, { fields: { notes: 'Called twice' } });
    await complete(task.id, 'No opportunity');
    expect(await stageOf(id)).toBe('In progress');
  });
});
