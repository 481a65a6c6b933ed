/** Names that every object inherits, sent wherever a request may name something: no answer is 5xx, and nothing is taken for known. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation, Schema } from '../../src/console/openapi-shapes.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const { document } = await docsOfConsole();
const inherited = ['toString', 'constructor', '__proto__', 'hasOwnProperty'];
const values = [1, null, {}];

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
/** A record of each kind, by the first part of its path. */
const ids: Record<string, string> = {};
let formKey: string;
let eraser: ReturnType<ConsoleApp['erasures']['start']>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  // A request that erases nobody ends at once.
  eraser = consoleApp.erasures.start();
  const make = async (path: string, body: object) => {
    const { body: made } = await ask('POST', `/${path}`, body);
    ids[path] = made.id;
    return made;
  };
  const { id: person } = await make('people', { email: 'ada@example.com', name: 'Ada' });
  await make('companies', { name: 'Northwind' });
  await make('leads', { person, campaign: 'By hand' });
  await make('opportunities', { pipeline: 'emea/opportunity', name: 'Pens', person });
  await make('deals', { pipeline: 'value-stream/deal', name: 'Pens', person });
  await make('orders', { pipeline: 'company-xyz/order', name: 'Pens', person });
  await make('jobs', { pipeline: 'process-guide/job', name: 'Pens', person });
  await make('campaigns', { pipeline: 'value-stream/campaign', name: 'Autumn' });
  await make('tasks', { subject: 'Call', dueOn: '2026-12-15', person });
  await make('activities', { kind: 'note', body: 'spoke', person });
  const form = { pipeline: 'company-xyz/order', fields: ['cost'] };
  ({ key: formKey } = await make('keys', { name: 'Orders', kind: 'form', form }));
  expect(Object.values(ids).every((id) => typeof id === 'string')).toBe(true);
});
afterAll(async () => {
  await eraser?.close();
  await consoleApp?.close();
});

interface Asked {
  route: string;
  method: string;
  url: string;
  body?: string;
  contentType?: string;
}

/** What is answered 5xx, in words. */
async function broken({
  route,
  method,
  url,
  body,
  contentType = 'application/json',
}: Asked): Promise<string[]> {
  const answer = await consoleApp.app.inject({
    ...{ method: method.toUpperCase() as 'POST', url },
    headers: { ...bearer, ...(body !== undefined && { 'content-type': contentType }) },
    ...(body !== undefined && { payload: body }),
  });
  return answer.statusCode < 500
    ? []
    : [`${route} ${url} ${body ?? ''}: ${answer.statusCode} ${answer.body}`];
}

/** Sends them, some at a time; what is answered 5xx. */
async function allBroken(requests: readonly Asked[]): Promise<string[]> {
  const wrong: string[] = [];
  for (let at = 0; at < requests.length; at += 8)
    wrong.push(...(await Promise.all(requests.slice(at, at + 8).map(broken))).flat());
  return wrong;
}

const schemaOf = (schema: Schema = {}): Schema =>
  schema.$ref === undefined
    ? schema
    : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
/** Whether an object of any names fits. */
const isOpen = (schema: Schema): boolean => {
  const { additionalProperties, anyOf = [] } = schemaOf(schema);
  return (typeof additionalProperties === 'object' && additionalProperties !== null) || anyOf.some(isOpen);
};
const operations = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/api/v1/'))
  .flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
  );
const filled = (path: string) => {
  const kind = path.split('/').find((part) => ids[part] !== undefined) ?? '';
  return path.replace('{id}', ids[kind] ?? 'none').replace(/\{\w+\}/g, 'toString');
};

/** The example of a body, about records that are there. */
function exampleOf({ requestBody }: Operation): Record<string, unknown> {
  const { example, examples = {} } = requestBody?.content?.['application/json'] ?? {};
  const [named = ''] = Object.keys(examples);
  const value = (example ?? document.components.examples[named]?.value ?? {}) as Record<string, unknown>;
  return { ...value, ...('person' in value && { person: ids['people'] }) };
}

test('as names of fields and as values, in every body', async () => {
  const requests: Asked[] = [];
  const opened = new Set<string>();
  const shapes = new Set<string>();
  for (const { path, method, operation } of operations) {
    const route = `${method} ${path}`;
    const { schema } = operation.requestBody?.content?.['application/json'] ?? {};
    const example = exampleOf(operation);
    // One shape is judged the same wherever it is sent; its names of fields are not.
    const isNew = !shapes.has(JSON.stringify(schema));
    shapes.add(JSON.stringify(schema));
    for (const [property, of] of Object.entries(schemaOf(schema).properties ?? {})) {
      const hostile: unknown[] = isNew ? [inherited[requests.length % inherited.length]] : [];
      if (isOpen(of)) {
        opened.add(route);
        for (const [index, name] of inherited.entries())
          hostile.push(Object.fromEntries([[name, values[index % values.length]]]));
      }
      for (const value of hostile) {
        const body = JSON.stringify({ ...example, [property]: value });
        requests.push({ route, method, url: filled(path), body });
      }
    }
  }
  expect(await allBroken(requests)).toEqual([]);
  expect(opened.size).toBeGreaterThan(15);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('in every path and query', async () => {
  const requests: Asked[] = [];
  for (const { path, method, operation } of operations) {
    const name = inherited[requests.length % inherited.length] as string;
    const route = `${method} ${path}`;
    const url = path.replace(/\{\w+\}/g, name);
    const body =
      method === 'get' || method === 'delete' ? {} : { body: JSON.stringify(exampleOf(operation)) };
    if (url !== path) requests.push({ route, method, url, ...body });
    if (method !== 'get' || url.endsWith('/stream')) continue;
    for (const one of [...(operation.parameters ?? []), { in: 'query', name }])
      if ('name' in one && one.in === 'query')
        requests.push({ route, method, url: `${filled(path)}?${one.name}=${name}` });
  }
  expect(await allBroken(requests)).toEqual([]);
});

test('no pipeline has a field of such a name', async () => {
  for (const name of inherited)
    for (const value of values) {
      const fields = Object.fromEntries([[name, value]]);
      for (const path of ['leads', 'opportunities', 'deals', 'orders', 'jobs', 'campaigns']) {
        const { status, body } = await ask('PATCH', `/${path}/${ids[path]}`, { fields });
        expect([path, status]).toEqual([path, 400]);
        // The parser drops a prototype, and refuses an object by itself.
        if (name !== '__proto__' && typeof value === 'number')
          expect(body.detail).toContain('is no field of');
      }
    }
});

test('in forms and in events', async () => {
  const requests: Asked[] = [];
  const url = `/forms/${formKey}`;
  for (const name of inherited)
    for (const value of values) {
      const open = Object.fromEntries([[name, value]]);
      const email = 'form@example.com';
      for (const body of [
        Object.fromEntries([['email', email], ...Object.entries(open)]),
        { email, cost: open },
      ])
        requests.push({ route: 'a form', method: 'post', url, body: JSON.stringify(body) });
      const plain = String(
        new URLSearchParams([...Object.entries({ email, 'fields.cost': String(value) }), [name, 'x']]),
      );
      const contentType = 'application/x-www-form-urlencoded';
      requests.push({ route: 'a plain form', method: 'post', url, body: plain, contentType });
      for (const part of ['properties', 'traits', 'context', 'integrations', 'type']) {
        const event = { type: 'track', userId: 'u', event: name, messageId: `${name} ${part}`, [part]: open };
        const sent = { writeKey: `c${'w'.repeat(24)}`, batch: [event], ...open };
        requests.push({ route: 'events', method: 'post', url: '/v1/batch', body: JSON.stringify(sent) });
      }
    }
  expect(await allBroken(requests)).toEqual([]);
  await consoleApp.scored();
});
