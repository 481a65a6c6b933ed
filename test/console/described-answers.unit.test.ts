/** Every call of the API describes its answers, and every description is of a call; what an answer is held against. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answers, answersText, created, nothing } from '../../src/console/route-docs.ts';
import type { Content, Schema } from '../docs/api-page.core.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { differenceFrom } from '../support/described-answers.ts';

const { openapi, routes } = await docsOfConsole();
const operations = Object.entries(openapi.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(
    ([method, operation]) =>
      [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, operation.responses] as const,
  ),
);

/** Hidden: it is the description itself. */
const document = 'GET /openapi.json';

/** An object that names its fields, or one of several. */
const namesFields = ({ properties = {}, anyOf = [] }: Schema): boolean =>
  Object.keys(properties).length > 0 || (anyOf.length > 0 && anyOf.every(namesFields));

function errorOf(status: string, { description = '', content = {} }: Content): string | null {
  if (!/^2\d\d$/.test(status)) return `${status} is no success`;
  if (description === '' || /default response/i.test(description)) return `${status} has no words`;
  const types = Object.entries(content);
  if (types.length === 0 && status !== '204') return `${status} has no content`;
  const [bad] = types.filter(([type, { schema = {} }]) =>
    type === 'application/json' ? !namesFields(schema) : schema.type !== 'string',
  );
  return bad === undefined ? null : `${status} as ${bad[0]} has no fields`;
}

test('every route has a description, and every description a route', () => {
  expect(routes.length).toBeGreaterThan(100);
  expect([...operations.map(([route]) => route), document].sort()).toEqual([...routes].sort());
});

test.each(operations)('%s describes its answers', (_route, responses) => {
  const described = Object.entries(responses);
  expect(described.length).toBeGreaterThan(0);
  expect(described.flatMap(([status, content]) => errorOf(status, content) ?? [])).toEqual([]);
});

const schema = z.object({ id: z.string(), at: z.iso.datetime().nullable(), items: z.array(z.object({})) });
const described = {
  ...answers(schema, 'A thing'),
  ...created(schema, 'A new thing'),
  ...nothing('It is gone'),
};
const whole = { id: 'x', at: '2026-12-01T09:00:00.000Z', items: [{}] };
const json = 'application/json';

test.each<[name: string, status: number, type: string, body: unknown, difference: RegExp | null]>([
  ['a whole answer', 200, json, whole, null],
  ['a null', 201, json, { ...whole, at: null }, null],
  ['no body', 204, '', '', null],
  ['a field too many', 200, json, { ...whole, more: 1 }, /Unrecognized key: "more"/],
  ['a field too many further in', 200, json, { ...whole, items: [{ more: 1 }] }, /items\[0\]/],
  ['a field that is missing', 200, json, { ...whole, id: undefined }, /expected string.*\n.*at id/],
  ['a time of another form', 200, json, { ...whole, at: '2026-12-01' }, /at at/],
  ['another status', 202, json, whole, /no answer 202/],
  ['another type', 200, 'text/csv', whole, /no answer of type "text\/csv"/],
  ['a body where there is none', 204, json, whole, /no body/],
])('%s: %i %s', (_name, status, type, body, difference) => {
  const text = body === '' ? '' : JSON.stringify(body);
  const found = differenceFrom(described, { status, type, text });
  if (difference === null) expect(found).toBeNull();
  else expect(found).toMatch(difference);
});

test('a text is held against its type alone', () => {
  const page = answersText('text/plain', 'A page');
  expect(differenceFrom(page, { status: 200, type: 'text/plain', text: 'graph' })).toBeNull();
  expect(differenceFrom(page, { status: 200, type: json, text: '{}' })).toMatch(/application\/json/);
});
