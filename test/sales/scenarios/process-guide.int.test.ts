/** The sales process guide through the API, step by step: domain.md §5, as a rep would do it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { askingOf } from '../../support/asking.ts';
import { startMs } from '../records.ts';

// A Monday, noon in London.
const dayMs = 86_400_000;
const rep = 'rep@example.com';
let consoleApp: ConsoleApp;

const ask = askingOf(() => consoleApp.app, bearer);

beforeAll(async () => {
  consoleApp = await startConsoleApp();
});
afterAll(async () => void (await consoleApp?.close()));

async function turnTo(time: string): Promise<void> {
  consoleApp.clock.turnTo(Date.parse(time));
  await consoleApp.sales.workflow.moveDueRecords((record, error) => {
    throw new Error(`${record}: ${error.message}`);
  });
}

let count = 0;
/** A client of this test's own, with the lead of step 1. */
async function client(more: object = {}) {
  consoleApp.clock.turnTo(startMs);
  const email = `client-${++count}@example.org`;
  const person = (await ask('POST', '/people', { email, name: `Client ${count}`, ...more })).body;
  const lead = (
    await ask('POST', '/leads', { pipeline: 'process-guide/lead', person: person.id, owner: rep })
  ).body;
  return { person, lead, email };
}

/** An opportunity of step 3, found with a client of step 2. */
async function opportunity(fields: object = { description: 'New laptops', 'technical-team-needed': false }) {
  const { person, lead } = await client();
  await ask('PATCH', `/leads/${lead.id}`, { status: 'In contact' });
  const found = await ask('PATCH', `/leads/${lead.id}`, {
    status: 'Opportunity found',
    fields: { enquiry: 'my laptop is broken' },
  });
  expect(found.status).toBe(200);
  const { items } = (await ask('GET', `/opportunities?person=${person.id}`)).body;
  expect(items).toMatchObject([{ stage: 'Opened', lead: lead.id, owner: rep, campaign: lead.campaign }]);
  await ask('PATCH', `/opportunities/${items[0].id}`, { fields });
  return { person, lead, id: items[0].id as string };
}

const openTasks = async (person: string) =>
  (await ask('GET', '/tasks?open=true&limit=200')).body.items.filter(
    (task: { person: { id: string } | null }) => task.person?.id === person,
  );

describe('step 1: the client is created', () => {
  test('a person, of a company', async () => {
    const company = (await ask('POST', '/companies', { name: 'Northwind', domain: 'northwind.example' }))
      .body;
    const person = await ask('POST', '/people', { email: 'ada@northwind.example', name: 'Ada' });
    expect(person.status).toBe(201);
    expect(person.body).toMatchObject({ companyId: company.id, company: 'Northwind' });
    expect((await ask('GET', `/people?company=${company.id}`)).body.items).toMatchObject([{ name: 'Ada' }]);
  });

  test('only the company, where no name is known: an opportunity can be of it', async () => {
    const company = (await ask('POST', '/companies', { name: 'Nameless Ltd', phone: '+44 20 7946 0000' }))
      .body;
    const made = await ask('POST', '/opportunities', {
      pipeline: 'process-guide/opportunity',
      name: 'Printers',
      company: company.id,
    });
    expect(made.body).toMatchObject({ stage: 'Opened', person: null, company: company.id });
  });

  test('only the company: a lead of it, whose person gets a name later', async () => {
    const company = (await ask('POST', '/companies', { name: 'Quiet Ltd', owner: rep })).body;
    const wanted = { pipeline: 'process-guide/lead', company: company.id, owner: rep };
    const made = await ask('POST', '/leads', wanted);
    expect([made.status, made.body]).toMatchObject([
      201,
      { status: 'Created', person: { name: null, email: null, company: 'Quiet Ltd', companyId: company.id } },
    ]);
    expect((await ask('GET', `/leads?company=${company.id}`)).body.items).toMatchObject([
      { id: made.body.id },
    ]);
    // One open lead of the company and campaign, as of any person.
    const second = await ask('POST', '/leads', wanted);
    expect([second.status, second.body.detail]).toEqual([409, expect.stringMatching(/another open lead/)]);
    const { person } = made.body;
    const worth = { fields: { enquiry: 'A roof' }, status: 'Opportunity found' };
    for (const change of [{ status: 'In contact' }, worth])
      expect((await ask('PATCH', `/leads/${made.body.id}`, change)).status).toBe(200);
    // What came of it is named after the company.
    expect((await ask('GET', `/opportunities?lead=${made.body.id}`)).body.items).toMatchObject([
      { name: 'Quiet Ltd' },
    ]);
    await ask('PATCH', `/people/${person.id}`, { name: 'Linus', email: 'linus@quiet.example' });
    expect((await ask('GET', `/leads/${made.body.id}`)).body.person).toMatchObject({ name: 'Linus' });
    // The next enquiry may be of somebody else.
    const third = await ask('POST', '/leads', wanted);
    expect([third.status, third.body.person.name]).toEqual([201, null]);
    expect(third.body.person.id).not.toBe(person.id);
  });

  test.each([
    [{}, /give one of them/],
    [{ person: 'pn_nobody', company: 'co_nobody' }, /give one of them/],
    [{ company: 'co_nobody' }, /"company" is "co_nobody": there is no such company/],
  ])('a lead of %j is refused', async (whose, error) => {
    const refused = await ask('POST', '/leads', { pipeline: 'process-guide/lead', ...whose });
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(error)]);
  });

  test('a company that wishes no contact gets no lead', async () => {
    const company = (await ask('POST', '/companies', { name: 'Closed Ltd' })).body;
    await ask('PATCH', `/companies/${company.id}`, { doNotContact: true });
    const refused = await ask('POST', '/leads', { pipeline: 'process-guide/lead', company: company.id });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringMatching(/Closed Ltd does not wish/),
    ]);
  });

  test('a private individual, without a company, by name alone or by a phone', async () => {
    const byName = await ask('POST', '/people', { email: null, name: 'Grace' });
    expect([byName.status, byName.body]).toMatchObject([
      201,
      { email: null, company: null, companyId: null },
    ]);
    expect((await ask('POST', '/people', { phone: '+44 20 7946 0001' })).status).toBe(201);
  });
});

describe('step 2: each contact is noted', () => {
  test('calls, voicemail, mails with the address they went from, replies, meetings; with outcome, next step and who', async () => {
    const { person, lead } = await client();
    await ask('PATCH', `/leads/${lead.id}`, { status: 'In contact' });
    const about = { person: person.id, lead: lead.id };
    for (const activity of [
      { kind: 'call', outcome: 'no answer' },
      { kind: 'voicemail', body: 'please call back' },
      { kind: 'mail', direction: 'out', from: 'sales@example.com', body: 'our offer' },
      { kind: 'mail', direction: 'in', from: 'client@example.org', body: 'thank you' },
      { kind: 'meeting', outcome: 'wants a demo', nextStep: 'send a date', responsible: rep },
    ])
      expect((await ask('POST', '/activities', { ...activity, ...about })).status).toBe(201);
    const nowhere = await ask('POST', '/activities', { kind: 'mail', direction: 'out', ...about });
    expect([nowhere.status, nowhere.body.detail]).toEqual([400, expect.stringMatching(/says "from" which/)]);
    const { items } = (await ask('GET', `/activities?record=${lead.id}`)).body;
    expect(items.map(({ kind }: { kind: string }) => kind).sort()).toEqual(
      ['call', 'mail', 'mail', 'meeting', 'voicemail'].sort(),
    );
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'mail', direction: 'out', from: 'sales@example.com' }),
    );
  });

  test('actions are tasks', async () => {
    const { person } = await client();
    const made = await ask('POST', '/tasks', {
      type: 'E-mail',
      subject: 'Send the brochure',
      person: person.id,
      owner: rep,
      dueAt: '2026-11-24T10:00:00.000Z',
    });
    expect([made.status, made.body]).toMatchObject([201, { type: 'E-mail', status: 'Open', owner: rep }]);
    expect((await ask('PATCH', `/tasks/${made.body.id}`, { status: 'Complete' })).body).toMatchObject({
      status: 'Complete',
    });
  });

  test('"call back in 2 weeks" is a task on that date, and the lead comes back on it by itself', async () => {
    const { person, lead } = await client();
    await ask('POST', '/activities', {
      kind: 'call',
      person: person.id,
      lead: lead.id,
      outcome: 'asked to be called back in 2 weeks',
      nextStep: 'Call the client back',
      responsible: rep,
      followUpOn: '2026-12-07',
    });
    expect(await openTasks(person.id)).toMatchObject([
      { type: 'Follow-up', subject: 'Call the client back', owner: rep, dueAt: '2026-12-07T17:00:00.000Z' },
    ]);
    await ask('PATCH', `/leads/${lead.id}`, { status: 'In contact' });
    await ask('PATCH', `/leads/${lead.id}`, {
      status: 'Follow-up requested',
      fields: { 'call-back-on': '2026-12-07' },
    });
    await turnTo('2026-12-06T23:59:59.999Z');
    expect((await ask('GET', `/leads/${lead.id}`)).body.status).toBe('Follow-up requested');
    await turnTo('2026-12-07T00:00:00.000Z');
    expect((await ask('GET', `/leads/${lead.id}`)).body.status).toBe('In contact');
    const subjects = (await openTasks(person.id)).map(({ subject }: { subject: string }) => subject);
    expect(subjects.sort()).toEqual(['Call back as requested', 'Call the client back']);
  });

  test('does not wish to be contacted in future: what is open is closed with the reason, and nothing is opened any more', async () => {
    const { person, lead } = await client();
    await ask('POST', '/tasks', { subject: 'Call', person: person.id, dueOn: '2026-11-24' });
    const [task] = await openTasks(person.id);
    await ask('PATCH', `/leads/${lead.id}`, { status: 'Do not contact' });
    expect((await ask('GET', `/people/${person.id}`)).body.doNotContact).toBe(true);
    expect((await ask('GET', `/tasks/${task.id}`)).body).toMatchObject({
      status: 'Cancelled',
      closedReason: 'the person does not wish to be contacted',
    });
    const refused = await ask('POST', '/tasks', { subject: 'Call', person: person.id, dueOn: '2026-11-24' });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      `${person.name} does not wish to be contacted; to allow contact again, PATCH /people/${person.id} with "doNotContact": false`,
    ]);
    expect((await ask('GET', `/leads/${lead.id}`)).body).toMatchObject({ status: 'Do not contact' });
  });
});

describe('step 3: the opportunity', () => {
  test('an avenue worth exploring opens one; the technical team is notified where it is needed', async () => {
    const before = await consoleApp.sales.outbox.lastAlertId();
    const { id } = await opportunity({ description: 'New laptops', 'technical-team-needed': true });
    await ask('PATCH', `/opportunities/${id}`, { stage: 'Quotation' });
    const news = (await consoleApp.sales.outbox.alertsAfter(before, 500)).filter(
      ({ type }) => type === 'record.notified',
    );
    expect(news).toMatchObject([
      { recipients: ['Technical team'], data: { record: { id, text: 'You are needed for an opportunity' } } },
    ]);
  });

  test('a quotation has its number and the day of its follow-up, which is a task', async () => {
    const { id, person } = await opportunity();
    await ask('PATCH', `/opportunities/${id}`, { stage: 'Quotation' });
    await ask('PATCH', `/opportunities/${id}`, { amount: 1_500 });
    const made = await ask('POST', `/opportunities/${id}/quotations`, { status: 'sent' });
    expect([made.status, made.body]).toMatchObject([
      201,
      // Five working days after a Monday.
      {
        number: expect.stringMatching(/^Q-2026-\d{4}$/),
        status: 'sent',
        amount: '1500.00',
        followUpOn: '2026-11-30',
      },
    ]);
    const { number } = made.body;
    expect((await ask('GET', `/opportunities/${id}`)).body.fields).toMatchObject({
      'quotation-number': number,
      'follow-up-on': '2026-11-30',
    });
    const chase = {
      type: 'Follow-up',
      subject: `Follow up quotation ${number}`,
      quotation: made.body.id,
      owner: rep,
    };
    expect(await openTasks(person.id)).toMatchObject([{ ...chase, dueAt: '2026-11-30T17:00:00.000Z' }]);

    // The customer asks for more time.
    await ask('PATCH', `/quotations/${made.body.id}`, { followUpOn: '2026-12-03' });
    expect(await openTasks(person.id)).toMatchObject([{ ...chase, dueAt: '2026-12-03T17:00:00.000Z' }]);
    const due = async () =>
      (await ask('GET', '/quotations?followUp=due')).body.items.map((one: { id: string }) => one.id);
    await turnTo('2026-12-02T23:59:59.999Z');
    expect(await due()).not.toContain(made.body.id);
    await turnTo('2026-12-03T00:00:00.000Z');
    expect(await due()).toContain(made.body.id);
    // Once: the stage's own chase of that day is this one.
    expect(await openTasks(person.id)).toHaveLength(1);
  });
});

describe('step 4: the answer', () => {
  /** An opportunity with a quotation that was sent. */
  async function quoted() {
    const found = await opportunity();
    await ask('PATCH', `/opportunities/${found.id}`, { stage: 'Quotation' });
    const quotation = (await ask('POST', `/opportunities/${found.id}/quotations`, { status: 'sent' })).body;
    return { ...found, quotation };
  }

  test('accepted: over to the delivery side as a job, the person a customer, the chase closed', async () => {
    const { id, person, quotation } = await quoted();
    const accepted = await ask('PATCH', `/quotations/${quotation.id}`, { status: 'accepted' });
    expect([accepted.status, accepted.body]).toMatchObject([200, { status: 'accepted' }]);
    expect((await ask('GET', `/opportunities/${id}`)).body).toMatchObject({ stage: 'Accepted', end: 'won' });
    expect((await ask('GET', `/people/${person.id}`)).body.kind).toBe('customer');
    const { items: jobs } = (await ask('GET', `/jobs?person=${person.id}`)).body;
    expect(jobs).toMatchObject([{ stage: 'Handed over', lane: 'Delivery', opportunity: id }]);
    expect(await openTasks(person.id)).toMatchObject([
      { subject: 'Programme the work in', lane: 'Delivery' },
    ]);
    const done = await ask('PATCH', `/jobs/${jobs[0].id}`, {
      fields: { 'programmed-for': '2026-12-02' },
      stage: 'Programmed',
    });
    expect(done.body.stage).toBe('Programmed');
  });

  test('declined: with its reason, back to step 2', async () => {
    const { id, person, quotation } = await quoted();
    const silent = await ask('PATCH', `/quotations/${quotation.id}`, { status: 'declined' });
    expect([silent.status, silent.body.detail]).toEqual([
      409,
      expect.stringMatching(/needs a reason; .*"Price"/),
    ]);
    expect((await ask('GET', `/quotations/${quotation.id}`)).body.status).toBe('sent');
    const declined = await ask('PATCH', `/quotations/${quotation.id}`, {
      status: 'declined',
      reason: 'Price',
    });
    expect(declined.body).toMatchObject({ status: 'declined', declineReason: 'Price' });
    expect((await ask('GET', `/opportunities/${id}`)).body).toMatchObject({
      stage: 'Not accepted',
      end: 'lost',
      endReason: 'Price',
    });
    const { items } = (await ask('GET', '/leads?open=true&limit=200')).body;
    const back = items.filter((lead: { person: { id: string } }) => lead.person.id === person.id);
    expect(back).toMatchObject([{ pipeline: 'process-guide/lead@1', status: 'In contact', owner: rep }]);
    expect(await openTasks(person.id)).toEqual([]);
  });

  test('declined by a company alone: a lead of it, in step 2', async () => {
    const company = (await ask('POST', '/companies', { name: 'Thrifty Ltd' })).body;
    const { body } = await ask('POST', '/opportunities', {
      ...{ pipeline: 'process-guide/opportunity', name: 'Chairs', company: company.id, owner: rep },
      fields: { description: 'Chairs', 'technical-team-needed': false },
    });
    await ask('PATCH', `/opportunities/${body.id}`, { stage: 'Quotation' });
    const { id } = (await ask('POST', `/opportunities/${body.id}/quotations`, { status: 'sent' })).body;
    await ask('PATCH', `/quotations/${id}`, { status: 'declined', reason: 'Timing' });
    expect((await ask('GET', `/leads?company=${company.id}`)).body.items).toMatchObject([
      { status: 'In contact', owner: rep, person: { name: null, companyId: company.id } },
    ]);
  });

  test.each([
    ['Accepted', undefined, 'accepted', null],
    ['Not accepted', 'Timing', 'declined', 'Timing'],
  ])('moved to "%s" by hand, the quotation is answered too', async (stage, reason, status, declineReason) => {
    const { id, quotation } = await quoted();
    consoleApp.clock.turnTo(startMs + dayMs);
    await ask('PATCH', `/opportunities/${id}`, { stage, reason });
    expect((await ask('GET', `/quotations/${quotation.id}`)).body).toMatchObject({
      status,
      declineReason,
      answeredAt: new Date(startMs + dayMs).toISOString(),
    });
  });
});
