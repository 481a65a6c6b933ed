/** What GET answers, PUT and PATCH take unchanged; dates are days in every zone; a missing part is the caller's fault. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
const made: Record<string, string> = {};
/** The zone of a process east of Greenwich, where a day read as midnight is the day before in UTC. */
const zoneBefore = process.env['TZ'];

const make = async (name: string, path: string, body: object) => {
  const answer = await ask('POST', path, body);
  expect(answer, name).toMatchObject({ status: 201 });
  made[name] =
    `${path.split('/').slice(0, 2).join('/')}/${answer.body.id ?? answer.body.email ?? answer.body.name}`;
  return answer.body.id as string;
};

beforeAll(async () => {
  process.env['TZ'] = 'Asia/Kolkata';
  consoleApp = await startConsoleApp();
  await consoleApp.oneMoreLead();
  const person = await make('person', '/people', { email: 'ada@example.com', name: 'Ada' });
  const company = await make('company', '/companies', { name: 'Northwind' });
  await make('lead', '/leads', { person, campaign: 'By hand' });
  await make('task', '/tasks', { subject: 'Call', person, dueOn: '2026-12-15' });
  await make('activity', '/activities', { kind: 'call', direction: 'out', person, body: 'spoke' });
  const sums = { amount: 10, currency: 'EUR', expectedClose: '2026-12-15' };
  const opportunity = await make('opportunity', '/opportunities', {
    ...{ pipeline: 'touchstone/opportunity', name: 'Pens', person, company, ...sums },
  });
  await make('deal', '/deals', { pipeline: 'value-stream/deal', name: 'Pens', person, ...sums });
  await make('order', '/orders', { pipeline: 'company-xyz/order', name: 'Pens', person, ...sums });
  await make('job', '/jobs', { pipeline: 'process-guide/job', name: 'Pens', person, ...sums });
  await make('campaign', '/campaigns', { pipeline: 'value-stream/campaign', name: 'Spring' });
  const quotation = await ask('POST', `/opportunities/${opportunity}/quotations`, {
    followUpOn: '2026-12-15',
  });
  made['quotation'] = `/quotations/${quotation.body.id}`;
  const leads = await ask('GET', '/leads?limit=1&campaign=EMEA');
  made['hot lead'] = `/leads/${leads.body.items[0].id}`;
});
afterAll(async () => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
  await consoleApp?.close();
});

describe('what GET answers is taken back', () => {
  test.each([
    ...['person', 'company', 'lead', 'hot lead', 'task', 'activity', 'opportunity', 'deal', 'order', 'job'],
    ...['campaign', 'quotation'],
  ])('of a %s', async (name) => {
    const path = made[name] ?? '';
    const before = await ask('GET', path);
    expect(before.status).toBe(200);
    const after = await ask('PATCH', path, before.body);
    expect(after).toEqual(before);
    expect(await ask('GET', path)).toEqual(before);
    expect(await ask('PATCH', path, { ...before.body, createdAt: '2020-01-01T00:00:00.000Z' })).toMatchObject(
      {
        status: 400,
        body: { code: 'invalid_request', detail: expect.stringContaining('createdAt') },
      },
    );
  });

  test('with one change, that change alone is made', async () => {
    const { body } = await ask('GET', made['opportunity'] ?? '');
    const after = await ask('PATCH', made['opportunity'] ?? '', { ...body, amount: 11 });
    expect(after).toMatchObject({ status: 200, body: { amount: 11, stage: body.stage } });
  });
});

test.each(['opportunity', 'deal', 'order', 'job'])(
  'the expected close of a %s is the day that was given',
  async (name) => {
    expect((await ask('GET', made[name] ?? '')).body.expectedClose).toBe('2026-12-15');
  },
);

describe('a missing part is named, with 400', () => {
  const refused = (answer: Answer, name: string) =>
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining(`"${name}"`) },
    });

  test('a mail that names no address it went from', async () => {
    const [, , id] = (made['person'] ?? '').split('/');
    refused(await ask('POST', '/activities', { kind: 'mail', person: id }), 'from');
    refused(await ask('POST', '/activities', { kind: 'mail', direction: 'out', person: id }), 'from');
    expect((await ask('POST', '/activities', { kind: 'mail', direction: 'in', person: id })).status).toBe(
      201,
    );
  });

  test('no POST, PUT or PATCH with nothing, or with one part alone, is answered 500', async () => {
    const bodies: object[] = [
      {},
      [],
      { kind: 'mail' },
      { person: 'x' },
      { name: 'x' },
      { pipeline: 'emea/lead', name: 'x' },
    ];
    const failed: string[] = [];
    for (const route of consoleApp.routes) {
      const [method = '', path = ''] = route.split(' ');
      if (!['post', 'put', 'patch'].includes(method)) continue;
      const url = path.replace(/\{\w+\}/g, 'none');
      for (const body of bodies) {
        const { statusCode } = await consoleApp.app.inject({
          ...{ method: method.toUpperCase() as 'POST', url: `/api/v1${url}`, headers: bearer, payload: body },
        });
        if (statusCode >= 500 && statusCode !== 503)
          failed.push(`${route} ${JSON.stringify(body)}: ${statusCode}`);
      }
    }
    expect(failed).toEqual([]);
  });
});
