/** Every call of the API describes its answers, and every description is of a call; what an answer is held against. */
import { expect, test } from 'vitest';
import type { OpenApi } from '../../src/console/openapi-shapes.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { type GivenAnswer, openApiChecker } from '../support/openapi-checker.ts';

const { openapi, routes } = await docsOfConsole();
const operations = Object.entries(openapi.paths)
  // Of the doors beside the API a test over their requests holds the answers: test/console/doors.int.test.ts.
  .filter(([path]) => path.startsWith('/api/v1/'))
  .flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation] as const,
    ),
  );

/** Hidden: it is the description itself. */
const itself = 'GET /openapi.json';

/** An object that names its fields, or one of several. */
const namesFields = ({ properties = {}, anyOf = [] }: Described): boolean =>
  Object.keys(properties).length > 0 || (anyOf.length > 0 && anyOf.every(namesFields));
interface Described {
  properties?: object;
  anyOf?: Described[];
}

test('every route has a description, and every description a route', () => {
  expect(routes.length).toBeGreaterThan(100);
  expect([...operations.map(([route]) => route), itself].sort()).toEqual([...routes].sort());
});

test.each(operations)('%s describes its answers, each with an example', (_route, { responses }) => {
  const statuses = Object.keys(responses);
  expect(statuses.filter((status) => /^2\d\d$/.test(status)).length).toBeGreaterThan(0);
  expect(statuses).toEqual(expect.arrayContaining(['400', '401', '403', '500', '503']));
  for (const [status, { description = '', content = {} }] of Object.entries(responses)) {
    expect(description).not.toMatch(/^$|default response/i);
    const types = Object.entries(content);
    expect([status, types.length > 0]).toEqual([status, status !== '204']);
    for (const [type, { schema = {}, example, examples = {} }] of types) {
      const isNamed = type.endsWith('json') ? namesFields(schema) : schema.type === 'string';
      expect([status, type, isNamed]).toEqual([status, type, true]);
      expect([status, type, example === undefined && Object.keys(examples).length === 0]).toEqual([
        status,
        type,
        false,
      ]);
    }
  }
});

const json = { 'content-type': 'application/json; charset=utf-8' };
const thing = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    items: { type: 'array', items: { type: 'object', properties: {}, additionalProperties: false } },
  },
  required: ['id', 'at', 'items'],
  additionalProperties: false,
};
const small: OpenApi = {
  openapi: '3.1.0',
  info: {},
  paths: {
    '/things/{id}': {
      patch: {
        parameters: [{ $ref: '#/components/parameters/If-Match' }],
        responses: {
          200: {
            headers: { ETag: { description: '', required: true, schema: { pattern: '^"\\d+"$' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          201: { content: { 'text/plain': { schema: { type: 'string' } } } },
          204: { description: 'It is gone' },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
    },
  },
  components: {
    schemas: { Thing: thing },
    responses: {
      NotFound: { content: { 'application/problem+json': { schema: { required: ['code'] } } } },
    },
    parameters: { 'If-Match': { in: 'header', name: 'If-Match', schema: {} } },
    ...{ headers: {}, examples: {}, securitySchemes: {} },
  },
};
const { answerError } = openApiChecker(small);
const etag = { etag: '"3"' };
const whole = { id: 'x', at: '2026-12-01T09:00:00.000Z', items: [{}] };

test.each<[name: string, given: Partial<GivenAnswer> & { body?: unknown }, difference: RegExp | null]>([
  ['a whole answer', {}, null],
  ['a null', { body: { ...whole, at: null } }, null],
  ['no body', { status: 204, text: '' }, null],
  ['a text', { status: 201, headers: { 'content-type': 'text/plain' }, text: 'graph' }, null],
  ['an answer that is described elsewhere', { status: 404, ...problem({ code: 'not_found' }) }, null],
  ['a field too many', { body: { ...whole, more: 1 } }, /additional properties.*"more"/],
  ['a field too many further in', { body: { ...whole, items: [{ more: 1 }] } }, /\/items\/0/],
  ['a field that is missing', { body: { ...whole, id: undefined } }, /required property 'id'/],
  ['a time of another form', { body: { ...whole, at: '2026-12-01' } }, /\/at /],
  ['another status', { status: 202 }, /no answer 202/],
  ['another type', { headers: { 'content-type': 'text/csv', ...etag } }, /no answer of type "text\/csv"/],
  ['a body where there is none', { status: 204 }, /no body/],
  ['a problem without its code', { status: 404, ...problem({}) }, /required property 'code'/],
  ['no ETag', { headers: json }, /"etag" is described and was not sent/],
  ['an ETag of another form', { headers: { ...json, etag: '3' } }, /"etag" is "3"/],
  ['a header that nobody described', { headers: { ...json, ...etag, 'x-more': '1' } }, /"x-more"/],
  ['another path', { path: '/others' }, /no such operation/],
  ['If-Match where it is described', { asked: { 'if-match': '"3"' } }, null],
  ['a key where none is described', { asked: { 'idempotency-key': 'a' } }, /"Idempotency-Key" was sent/],
])('%s', (_name, { body = whole, ...given }, difference) => {
  const usual = { status: 200, headers: { ...json, ...etag }, text: JSON.stringify(body) };
  const headers = given.status === 204 ? {} : usual.headers;
  const found = answerError({ method: 'PATCH', path: '/things/{id}', ...usual, headers, ...given });
  if (difference === null) expect(found).toBeNull();
  else expect(found).toMatch(difference);
});

function problem(body: object) {
  return { headers: { 'content-type': 'application/problem+json' }, text: JSON.stringify(body) };
}
