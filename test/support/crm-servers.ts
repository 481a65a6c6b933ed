/**
 * Small CRMs, as far as a bridge needs them: real HTTP servers with the paths, the forms and the refusals of Twenty, HubSpot and
 * Salesforce. A request of another form is answered as an error, and kept in `refused`.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;
interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  text: string;
}
interface Answered {
  status: number;
  body?: unknown;
  /** A refusal that a bridge has to expect. */
  isExpected?: boolean;
}

export interface CrmServer {
  url: string;
  /** The settings that the bridge needs for it. */
  settings: Record<string, string>;
  /** Its leads, as it keeps them, by its own ids. */
  leads: Map<string, Json>;
  people: Map<string, Json>;
  /** Requests that were answered as errors, in words. */
  refused: string[];
  /** How many requests wrote something. */
  writes(): number;
  /** A sales person sets the stage of a lead; the messages that the CRM sends of it, to be posted to the bridge. */
  move(lead: string, stage: string): Message[];
  /** A sales person enters somebody; the messages of it. */
  introduce(id: string, email: string, name: string): Message[];
  /** It answers 503 while it is down. */
  setDown(isDown: boolean): void;
  stop(): Promise<void>;
}
export interface Message {
  headers: Record<string, string>;
  body: string;
}

const token = 'token-of-the-crm';
const secret = 'secret-of-the-crm';

/** Serves requests of a CRM; errors are kept. */
async function serve(
  answer: (asked: Asked) => Answered | Promise<Answered>,
): Promise<Pick<CrmServer, 'url' | 'refused' | 'writes' | 'setDown' | 'stop'>> {
  const refused: string[] = [];
  let isDown = false;
  let writes = 0;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const { method = '', headers } = request;
    const asked = { method, url: new URL(request.url ?? '', 'http://crm'), headers, text };
    const {
      status,
      body,
      isExpected = false,
    }: Answered = isDown ? { status: 503, body: {}, isExpected: true } : await answer(asked);
    if (status >= 400 && !isExpected && status !== 404 && status !== 401)
      refused.push(`${method} ${request.url}: ${status} ${text}`);
    if (status < 400 && method !== 'GET') writes++;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    writes: () => writes,
    setDown: (down) => {
      isDown = down;
    },
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const isKnown = ({ headers }: Asked) => headers.authorization === `Bearer ${token}`;
const hmac = (text: string, as: 'hex' | 'base64') => createHmac('sha256', secret).update(text).digest(as);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export async function startTwenty(): Promise<CrmServer> {
  const leads = new Map<string, Json>();
  const people = new Map<string, Json>();
  const tables: Record<string, { rows: Map<string, Json>; one: string }> = {
    people: { rows: people, one: 'Person' },
    opportunities: { rows: leads, one: 'Opportunity' },
  };
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const stages = ['NEW', 'SCREENING', 'MEETING', 'PROPOSAL', 'CUSTOMER'];
  const server = await serve((asked) => {
    if (!isKnown(asked)) return { status: 401, body: { messages: ['Token invalid.'] } };
    const [, rest, list = '', id] = asked.url.pathname.split('/');
    const table = tables[list];
    if (rest !== 'rest' || table === undefined) return { status: 404, body: {} };
    if (asked.method === 'GET') {
      const [, field, value] =
        /^([\w.]+)\[eq\]:"(.*)"$/.exec(asked.url.searchParams.get('filter') ?? '') ?? [];
      if (field === undefined) return { status: 400, body: { messages: ['filter invalid'] } };
      const found = [...table.rows.values()].filter((row) => valueAt(row, field) === value);
      return { status: 200, body: { data: { [list]: found }, totalCount: found.length } };
    }
    const given = JSON.parse(asked.text) as Json;
    if (given['stage'] !== undefined && !stages.includes(String(given['stage'])))
      return { status: 400, body: { messages: ['stage invalid'] } };
    if (asked.method === 'POST' && id === undefined) {
      const own = String(given['id']);
      if (!uuid.test(own) || table.rows.has(own)) return { status: 400, body: { messages: ['id invalid'] } };
      const made = { stage: 'NEW', ...given };
      table.rows.set(own, made);
      return { status: 201, body: { data: { [`create${table.one}`]: made } } };
    }
    const present = table.rows.get(id ?? '');
    if (asked.method !== 'PATCH' || present === undefined) return { status: 404, body: {} };
    const changed = { ...present, ...given };
    table.rows.set(id ?? '', changed);
    return { status: 200, body: { data: { [`update${table.one}`]: changed } } };
  });
  /** As Twenty signs it: the time in ms, a colon, the body; in hex. */
  const message = (body: object): Message => {
    const text = JSON.stringify(body);
    const timestamp = String(Date.now());
    const signature = hmac(`${timestamp}:${text}`, 'hex');
    return {
      body: text,
      headers: {
        ...{ 'x-twenty-webhook-timestamp': timestamp, 'x-twenty-webhook-signature': signature },
        'x-twenty-webhook-nonce': 'n',
      },
    };
  };
  return {
    ...{ ...server, leads, people },
    settings: { CRM: 'twenty', CRM_URL: server.url, CRM_TOKEN: token, CRM_WEBHOOK_SECRET: secret },
    move: (lead, stage) => {
      leads.set(lead, { ...leads.get(lead), stage });
      const objectMetadata = { nameSingular: 'opportunity' };
      const eventDate = new Date().toISOString();
      const updated = {
        eventName: 'opportunity.updated',
        eventDate,
        objectMetadata,
        record: leads.get(lead),
      };
      return [
        message({ ...updated, updatedFields: ['stage'] }),
        message({ ...updated, updatedFields: ['name'] }),
      ];
    },
    introduce: (id, email, name) => {
      const [firstName, lastName] = name.split(' ');
      const record = { id, name: { firstName, lastName }, emails: { primaryEmail: email } };
      return [message({ eventName: 'person.created', objectMetadata: { nameSingular: 'person' }, record })];
    },
  };
}

function valueAt(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => (inner as Json | undefined)?.[step], row);
}

export async function startHubSpot(bridgeUrl: string): Promise<CrmServer> {
  const leads = new Map<string, Json>();
  const people = new Map<string, Json>();
  const stages = ['new', 'attempting', 'connected', 'qualified', 'unqualified'].map(
    (one) => `${one}-stage-id`,
  );
  let last = 1_000;
  const next = () => String(++last);
  const byScoville = (id: string) => [...leads].find(([, one]) => one['lead_id_in_scoville'] === id)?.[0];
  const bad = (message: string) => ({
    status: 400,
    body: { status: 'error', message, category: 'VALIDATION_ERROR' },
  });
  const server = await serve((asked) => {
    if (!isKnown(asked))
      return { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION' } };
    const { method, url, text } = asked;
    if (method === 'POST' && url.pathname === '/crm/v3/objects/contacts/batch/upsert') {
      const { inputs } = JSON.parse(text) as {
        inputs: { idProperty: string; id: string; properties: Json }[];
      };
      const results = inputs.map(({ idProperty, id, properties }) => {
        if (idProperty !== 'email' || !isText(id)) throw new Error('an input needs an address');
        const known = [...people].find(([, one]) => one['email'] === id)?.[0];
        const own = known ?? next();
        people.set(own, { ...people.get(own), ...properties, email: id });
        return { id: own, properties, new: known === undefined };
      });
      return { status: 200, body: { status: 'COMPLETE', results } };
    }
    const [, path] = /^\/crm\/v3\/objects\/leads(?:\/(.*))?$/.exec(url.pathname) ?? ['', null];
    if (path === null) return { status: 404, body: {} };
    const given = JSON.parse(text) as {
      properties: Json;
      associations?: { to: { id: string }; types: Json[] }[];
    };
    const stage = given.properties['hs_pipeline_stage'];
    if (stage !== undefined && !stages.includes(String(stage))) return bad('no such stage');
    if (method === 'PATCH' && path !== undefined) {
      const own = url.searchParams.get('idProperty') === 'lead_id_in_scoville' ? byScoville(path) : path;
      if (own === undefined || !leads.has(own))
        return { status: 404, body: { category: 'OBJECT_NOT_FOUND' } };
      leads.set(own, { ...leads.get(own), ...given.properties });
      return { status: 200, body: { id: own, properties: leads.get(own) } };
    }
    const [association] = given.associations ?? [];
    const isPrimary = association?.types[0]?.['associationTypeId'] === 578;
    if (method !== 'POST' || !isPrimary || !people.has(association.to.id))
      return bad('a lead needs its primary contact');
    if (
      !isText(given.properties['hs_lead_name']) ||
      byScoville(String(given.properties['lead_id_in_scoville']))
    )
      return bad('a lead needs a name, and another id');
    const own = next();
    leads.set(own, { hs_pipeline_stage: 'new-stage-id', ...given.properties, contact: association.to.id });
    return { status: 201, body: { id: own, properties: leads.get(own) } };
  });
  /** As HubSpot signs it, in its third version: method, address, body and time in ms; in base64. */
  const message = (events: object[]): Message => {
    const body = JSON.stringify(events);
    const timestamp = String(Date.now());
    const signature = hmac(`POST${bridgeUrl}/crm${body}${timestamp}`, 'base64');
    return {
      body,
      headers: { 'x-hubspot-request-timestamp': timestamp, 'x-hubspot-signature-v3': signature },
    };
  };
  return {
    ...{ ...server, leads, people },
    settings: {
      ...{ CRM: 'hubspot', CRM_URL: server.url, CRM_TOKEN: token, CRM_WEBHOOK_SECRET: secret },
      BRIDGE_URL: bridgeUrl,
    },
    move: (lead, stage) => {
      leads.set(lead, { ...leads.get(lead), hs_pipeline_stage: stage });
      const event = {
        ...{ eventId: 1, portalId: 2, appId: 3, subscriptionType: 'object.propertyChange' },
        ...{ objectTypeId: '0-136', objectId: Number(lead), changeSource: 'CRM_UI', occurredAt: Date.now() },
      };
      const changes = [
        { propertyName: 'hs_lead_label', propertyValue: 'HOT' },
        { propertyName: 'hs_pipeline_stage', propertyValue: stage },
      ];
      return [message(changes.map((change) => ({ ...event, ...change })))];
    },
    introduce: () => [],
  };
}

export async function startSalesforce(): Promise<CrmServer> {
  const leads = new Map<string, Json>();
  const statuses = ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'];
  const history: { lead: string; value: unknown; by: string; atMs: number }[] = [];
  /** As the history of a field does: changes alone, and not the first value. */
  const remember = (lead: string, value: unknown, by: string) => {
    const before = leads.get(lead);
    if (before !== undefined && before['Status'] !== value)
      history.push({ lead, value, by, atMs: Date.now() });
  };
  let session = '';
  let last = 100;
  const error = (errorCode: string, message: string, status = 400) => ({
    status,
    body: [{ errorCode, message }],
  });
  const server = await serve(({ method, url, headers, text }) => {
    if (method === 'POST' && url.pathname === '/services/oauth2/token') {
      const given = new URLSearchParams(text);
      const isClient = given.get('client_id') === 'the-client' && given.get('client_secret') === token;
      if (given.get('grant_type') !== 'client_credentials' || !isClient)
        return { status: 400, body: { error: 'invalid_client_id' } };
      session = `session-${++last}`;
      const id = 'https://login.salesforce.com/id/00D000000000001/005000000000001';
      return { status: 200, body: { access_token: session, token_type: 'Bearer', id } };
    }
    if (session === '' || headers.authorization !== `Bearer ${session}`)
      return error('INVALID_SESSION_ID', 'Session expired or invalid', 401);
    const [, external] =
      /^\/services\/data\/v\d+\.\d\/sobjects\/Lead\/Scoville_Lead_Id__c\/(.+)$/.exec(url.pathname) ?? [];
    if (method === 'PATCH' && external !== undefined) {
      const given = JSON.parse(text) as Json;
      if (!isText(given['LastName']) || !isText(given['Company']))
        return error('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName, Company]');
      if (given['Status'] !== undefined && !statuses.includes(String(given['Status'])))
        return error('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'bad value for restricted picklist field');
      const known = [...leads].find(([, one]) => one['Scoville_Lead_Id__c'] === external)?.[0];
      if (known !== undefined && leads.get(known)?.['Status'] === 'Closed - Converted')
        return {
          ...error('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead'),
          isExpected: true,
        };
      const own = known ?? `00Q${String(++last).padStart(15, '0')}`;
      remember(own, given['Status'] ?? leads.get(own)?.['Status'], '005000000000001');
      leads.set(own, { ...leads.get(own), ...given, Id: own, Scoville_Lead_Id__c: external });
      const created = known === undefined;
      return { status: created ? 201 : 200, body: { id: own, success: true, errors: [], created } };
    }
    if (method !== 'GET' || !/^\/services\/data\/v\d+\.\d\/query$/.test(url.pathname))
      return { status: 404, body: [] };
    const query =
      /^SELECT LeadId, NewValue, CreatedDate FROM LeadHistory WHERE Field = 'Status' AND CreatedById != '(\w+)' AND CreatedDate >= (\S+Z) ORDER BY CreatedDate$/.exec(
        url.searchParams.get('q') ?? '',
      );
    if (query === null) return error('MALFORMED_QUERY', 'unexpected token');
    const [, user, since = ''] = query;
    const records = history
      .filter(({ by, atMs }) => by !== user && atMs >= Date.parse(since))
      .map(({ lead, value, atMs }) => ({
        ...{ attributes: { type: 'LeadHistory' }, LeadId: lead, NewValue: value },
        CreatedDate: new Date(atMs).toISOString().replace('Z', '+0000'),
      }));
    return { status: 200, body: { totalSize: records.length, done: true, records } };
  });
  return {
    ...{ ...server, leads, people: new Map() },
    settings: {
      ...{ CRM: 'salesforce', CRM_URL: server.url, CRM_TOKEN: token, CRM_CLIENT_ID: 'the-client' },
      POLL_SECONDS: '0.2',
    },
    move: (lead, stage) => {
      // A session ends at some time, and nothing is sent.
      session = `session-${++last}`;
      remember(lead, stage, '005000000000002');
      leads.set(lead, { ...leads.get(lead), Status: stage });
      return [];
    },
    introduce: () => [],
  };
}
