/** References of an OpenAPI document as the page of the API shows them. */
import { expect, test } from 'vitest';
import { resolvedPart } from './references.ts';

const named = { type: 'string', description: 'A name' };

/** What is shown of a part, where `components` has these shapes. */
const shown = (part: unknown, schemas: object = {}) =>
  resolvedPart({ part, components: { schemas } }, ['part']);

const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test('a reference is replaced by what it names, in lists and through others', () => {
  const schemas = {
    Lead: { properties: { person: to('Person') } },
    Person: { properties: { name: to('Name') } },
  };
  expect(shown({ oneOf: [to('Lead'), { type: 'null' }] }, { ...schemas, Name: named })).toEqual({
    oneOf: [{ properties: { person: { properties: { name: named } } } }, { type: 'null' }],
  });
});

test('fields beside a reference win over those it names', () => {
  expect(shown({ ...to('Name'), description: 'A title' }, { Name: named })).toEqual({
    type: 'string',
    description: 'A title',
  });
});

test('a shape within itself is shown once, then by its reference; beside itself it is shown twice', () => {
  const Tree = { properties: { left: to('Tree'), right: to('Name') } };
  const once = { properties: { left: to('Tree'), right: named } };
  expect(shown([to('Tree'), to('Tree')], { Tree, Name: named })).toEqual([once, once]);
});

test.each([
  'https://example.com/other.json#/Name',
  '#/components/schemas/Nobody',
  '#/components/schemas/toString',
  '#/components/schemas/Name/type',
])('%s stays as it is', ($ref) => {
  expect(shown({ $ref }, { Name: named })).toEqual({ $ref });
});

test('steps of a reference are read as a JSON pointer', () => {
  expect(shown(to('a~1b~0%7Bc%7D'), { 'a/b~{c}': named })).toEqual(named);
});

test('a field that is called so is none, and nothing is where the path leads to nothing', () => {
  expect(shown({ properties: { $ref: named } })).toEqual({ properties: { $ref: named } });
  expect(resolvedPart({}, ['paths', '/nowhere'])).toBeUndefined();
});
