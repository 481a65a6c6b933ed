/**
 * The bridges to CRMs, each between one real program and a small real server of the CRM's form: a hot lead goes out, its changes come back.
 * And the companies of people by `group`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChildProgram, startProgram as startChild } from '../support/child-program.ts';
import { type CrmServer, startHubSpot, startSalesforce, startTwenty } from '../support/crm-servers.ts';
import { newPort } from '../support/ports.ts';
import { type Program, programToken, programWriteKey, startOnTestServers } from '../support/program.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { isShort } from '../support/test-form.ts';
import { until } from '../support/until.ts';

interface Lead {
  id: string;
  stage: string;
  end: string | null;
  externalId: string | null;
  externalSource: string | null;
  revision: number;
  person: { id: string; email: string; externalId: string | null };
}

interface Delivery {
  id: string;
  record: string | null;
  target: string;
  lastError: string | null;
}

const kinds = {
  twenty: {
    start: () => startTwenty(),
    stageField: 'stage',
    /** Where a new lead stands there, and what a sales person sets: with the stage of the lead that follows. */
    first: 'NEW',
    moved: [
      ['SCREENING', 'In progress'],
      ['PROPOSAL', 'Converted'],
    ],
    /** What is set here, and what is to be seen there. */
    out: ['Qualifying', 'MEETING'],
  },
  hubspot: {
    start: (bridgeUrl: string) => startHubSpot(bridgeUrl),
    stageField: 'hs_pipeline_stage',
    first: 'new-stage-id',
    moved: [
      ['attempting-stage-id', 'In progress'],
      ['unqualified-stage-id', 'Closed lost'],
    ],
    out: ['Qualifying', 'connected-stage-id'],
  },
  salesforce: {
    start: () => startSalesforce(),
    stageField: 'Status',
    first: 'Open - Not Contacted',
    moved: [
      ['Working - Contacted', 'In progress'],
      ['Closed - Converted', 'Converted'],
    ],
    out: ['Closed lost', 'Closed - Not Converted'],
  },
} as const;
const names = Object.keys(kinds) as (keyof typeof kinds)[];

const admin = { email: 'rep@example.com', password: 'a password for tests' };

let program: Program;
const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await newPort()])));

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${program.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer as Answer;
}

test('the company of a group reaches the person, and its owner the lead', async () => {
  const { items: users } = await ask<{ items: { email: string }[] }>('GET', '/users');
  const owner = users[0]?.email ?? '';
  const company = { name: 'Initech', owner };
  await ask('PUT', '/by-external-id/companies/initech-7', company);
  const study = { category: 'customer-case-study' };
  const response = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      writeKey: programWriteKey,
      batch: [
        { type: 'group', groupId: 'initech-7', traits: { name: 'Initech Ltd', employees: 900 } },
        { type: 'identify', traits: { name: 'Peter Gibbons', email: 'peter@initech.example' } },
        { type: 'track', event: 'Product Added', properties: { cart_id: 'peter-1' } },
        ...[1, 2, 3].map((id) => ({
          ...{ type: 'track', event: 'File Downloaded', properties: { ...study, asset_id: `case-${id}` } },
        })),
      ].map((event) => ({ userId: 'peter', ...event })),
    }),
  });
  expect(response.status).toBe(200);
  const lead = await until('the lead', async () => {
    const { items } = await ask<{ items: (Lead & { owner: string; person: { company: string } })[] }>(
      ...(['GET', '/leads'] as const),
    );
    return items.find(({ person }) => person.email === 'peter@initech.example') ?? null;
  });
  expect(lead).toMatchObject({ owner, person: { company: 'Initech Ltd' } });
  const { traits } = await ask<{ traits: object }>('GET', '/profiles/peter');
  expect(traits).toMatchObject({
    groupId: 'initech-7',
    company: { id: 'initech-7', name: 'Initech Ltd', employees: 900 },
  });
});

beforeAll(async () => {
  program = await startOnTestServers({
    OUTGOING_ALLOW: names.map((name) => `127.0.0.1:${ports[name]}`).join(','),
    ...{ RULES_DIR: shippedRules(), ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
  });
});
afterAll(async () => void (await program?.stop()));

/** Somebody reads and downloads until they are hot. */
async function becomesHot(email: string, name: string): Promise<void> {
  const event = { context: { traits: { email, name } } };
  const batch = [
    { ...event, type: 'page', properties: { path: '/managed-cloud' } },
    {
      ...event,
      type: 'track',
      event: 'File Downloaded',
      properties: { category: 'customer-case-study', asset_id: 'a' },
    },
  ];
  const body = JSON.stringify({ writeKey: programWriteKey, batch });
  expect((await fetch(`${program.url}/v1/batch`, { method: 'POST', body })).status).toBe(200);
}

describe.each(isShort ? names.slice(0, 1) : names)('%s', (name) => {
  const { start, stageField, first, moved, out } = kinds[name];
  const bridgeUrl = `http://127.0.0.1:${ports[name]}`;
  const email = `ada-${name}@example.com`;
  let crm: CrmServer;
  let bridge: ChildProgram;
  const leadOf = async (address: string) => {
    const { items } = await ask<{ items: Lead[] }>('GET', '/leads?limit=200');
    return items.find((lead) => lead.person.email === address) as Lead;
  };
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(bridgeUrl + path, { method: 'POST', body, headers }).then(({ status }) => status);
  const startBridge = async (secret: string) => {
    bridge = startChild(process.execPath, ['examples/crm-bridge/bridge.mjs'], {
      env: {
        ...{ SCOVILLE_URL: program.url, SCOVILLE_API_TOKEN: programToken, SCOVILLE_WEBHOOK_SECRET: secret },
        ...{ ...crm.settings, PORT: String(ports[name]) },
      },
    });
    await until('the bridge listens', () => bridge.output().includes(`The bridge to ${name} is at`));
  };

  beforeAll(async () => {
    crm = await start(bridgeUrl);
    const channel = await ask<{ id: string }>('POST', '/channels', {
      ...{
        kind: 'webhook',
        name,
        target: `${bridgeUrl}/scoville`,
        types: ['lead.*'],
        owner: null,
        scope: 'all',
      },
    });
    await ask('POST', `/channels/${channel.id}/test`);
    const { items } = await ask<{ items: { url: string; secret: string }[] }>('GET', '/endpoints');
    await startBridge(items.find(({ url }) => url.startsWith(bridgeUrl))?.secret ?? '');
  });
  afterAll(async () => {
    bridge?.kill('SIGKILL');
    await bridge?.ended;
    await crm?.stop();
  });

  test('gets a hot lead once, and Scoville its id', async () => {
    await becomesHot(email, 'Ada Lovelace');
    const lead = await until('the lead has its id there', async () => {
      const one = await leadOf(email);
      return one?.externalSource === name ? one : null;
    });
    const there = crm.leads.get(lead.externalId ?? '');
    expect(there).toMatchObject({ [stageField]: first });
    expect(JSON.stringify([there, ...crm.people.values()])).toMatch(/Ada.*Lovelace|Lovelace.*Ada/s);
    const mine = [...crm.leads.values()].filter((one) => JSON.stringify(one).includes('Lovelace'));
    expect(mine).toHaveLength(1);
    expect(crm.refused).toEqual([]);
  });

  test('is changed by sales people there, and the lead follows here', async () => {
    for (const [value, stage] of moved) {
      const { externalId } = await leadOf(email);
      for (const { body, headers } of crm.move(externalId ?? '', value))
        expect(await post('/crm', body, headers)).toBe(204);
      await until(`the lead is at ${stage}`, async () => (await leadOf(email)).stage === stage);
    }
    expect(crm.refused).toEqual([]);
  });

  test('follows a change here, and both come to rest', async () => {
    const [stage, value] = out;
    const address = `grace-${name}@example.com`;
    await becomesHot(address, 'Grace Hopper');
    const { id } = await until('the lead is there', async () => {
      const one = await leadOf(address);
      return one?.externalSource === name ? one : null;
    });
    await ask('PATCH', `/leads/${id}`, { stage });
    const { externalId } = await leadOf(address);
    const there = () => crm.leads.get(externalId ?? '')?.[stageField];
    await until(`it is at ${value} there`, () => there() === value);
    // The same from there changes nothing: no revision, so no message, so no circle.
    const before = await leadOf(address);
    for (const { body, headers } of crm.move(externalId ?? '', value))
      expect(await post('/crm', body, headers)).toBe(204);
    await becomesHot(`last-${name}@example.com`, 'Mary Somerville');
    await until(
      'a later lead is there',
      async () => (await leadOf(`last-${name}@example.com`))?.externalSource === name,
    );
    expect(await leadOf(address)).toEqual(before);
    expect(crm.refused).toEqual([]);
  });

  test('takes no message that is not signed, from either side', async () => {
    const body = JSON.stringify({ type: 'lead.opened', data: { lead: { id: 'ld_none' } } });
    expect(await post('/scoville', body, {})).toBe(401);
    if (name === 'salesforce') {
      expect(await post('/crm', '[]', {})).toBe(404);
      return;
    }
    const before = await leadOf(email);
    const [message] = crm.move(before.externalId ?? '', first);
    const old = { 'x-twenty-webhook-timestamp': '1', 'x-hubspot-request-timestamp': '1' };
    expect(await post('/crm', message?.body ?? '', {})).toBe(401);
    expect(await post('/crm', message?.body ?? '', { ...message?.headers, ...old })).toBe(401);
    expect(await post('/crm', `${message?.body} `, { ...message?.headers })).toBe(401);
    expect(await leadOf(email)).toEqual(before);
  });

  test.runIf(name === 'twenty')('makes whom it knows a known contact here', async () => {
    const known = async () => {
      const { items } = await ask<{ items: { kind: string; revision: number }[] }>(
        'GET',
        '/people?externalId=7a1&externalSource=twenty',
      );
      return items[0];
    };
    for (const _again of [1, 2])
      for (const { body, headers } of crm.introduce('7a1', 'contact@example.com', 'Known Contact'))
        expect(await post('/crm', body, headers)).toBe(204);
    expect(await known()).toMatchObject({ kind: 'contact', name: 'Known Contact', revision: 1 });
  });

  test('that was down gets what it missed', async () => {
    const address = `late-${name}@example.com`;
    crm.setDown(true);
    await becomesHot(address, 'Emmy Noether');
    // Whichever message is refused first, its receiver gets a pause, and the others wait with it.
    const refused = await until('it waits behind a try that failed', async () => {
      const { items } = await ask<{ items: Delivery[] }>('GET', '/deliveries?state=waiting&channel=webhook');
      const lead = await leadOf(address);
      if (!items.some(({ record }) => record === lead.id)) return null;
      return items.find((one) => one.target.startsWith(bridgeUrl) && one.lastError === 'it answered 502');
    });
    expect(bridge.output()).toMatch(/the sender repeats it/);
    crm.setDown(false);
    await ask('POST', `/deliveries/${refused.id}/replay`);
    await until('the lead is there', async () => (await leadOf(address))?.externalSource === name);
  });
});
