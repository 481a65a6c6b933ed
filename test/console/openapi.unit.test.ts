/** The OpenAPI document against the strictest rules of Redocly's linter, and its examples against the schemas that validate. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/base/kernel/kernel.ts';
import { operationIdOf, singularOf } from '../../src/console/openapi-names.core.ts';
import { hoisted } from '../../src/console/openapi-schemas.core.ts';
import type { Schema } from '../../src/console/openapi-shapes.ts';
import { alertTypes, eventsVersion, namedSchemas, webhookEvents } from '../../src/contract/api/api.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { repository } from '../support/source-text.ts';
import { newDirectory } from '../support/test-run.ts';

const { document, openapi } = await docsOfConsole();

const linter = path.join(repository, 'node_modules/@redocly/cli/bin/cli.js');
const rules = path.join(repository, 'test/docs/redocly.yaml');

interface Linted {
  totals: object;
  problems: { ruleId: string; message: string; location: { pointer: string }[] }[];
}

describe('the document', () => {
  test('passes the linter without an error or a warning', async () => {
    const file = path.join(newDirectory('openapi'), 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const args = [linter, 'lint', '--config', rules, '--format', 'json', '--max-problems', '20', file];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    // It fails where there is an error, and prints the problems all the same.
    const { stdout } = await promisify(execFile)(process.execPath, args, { env }).catch((error) => error);
    const { totals, problems } = JSON.parse(stdout) as Linted;
    const said = problems.map(
      ({ ruleId, message, location: [where] }) => `${ruleId}: ${message} ${where?.pointer}`,
    );
    expect([totals, said]).toEqual([{ errors: 0, warnings: 0, ignored: 0 }, []]);
  });

  test('names each operation once, and says who may call it', () => {
    const ids = Object.values(document.paths).flatMap((byMethod) =>
      Object.values(byMethod).map(({ operationId = '', ...operation }) => {
        expect([operationId, operation['x-roles'] ?? operation.security]).toEqual([
          operationId,
          expect.any(Array),
        ]);
        return operationId;
      }),
    );
    expect(ids.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(['listLeads', 'getLead', 'createLead', 'changeLead', 'claimLead']),
    );
  });

  test('has every code of the table of errors', () => {
    const { code } = document.components.schemas['Problem']?.properties ?? {};
    expect(code?.enum).toEqual(Object.keys(errorCodes));
  });

  test('has a webhook for every event, and an event of the stream for every alert', () => {
    expect(Object.keys(document.webhooks ?? {})).toEqual(Object.keys(webhookEvents));
    const types = document.components.schemas['LiveAlert']?.oneOf?.map(
      ({ properties }) => properties?.['type']?.const,
    );
    expect(types).toEqual(alertTypes);
    expect(String(document.info['description'])).toContain(eventsVersion);
  });

  test('says of every answer with a revision that it has an ETag', () => {
    const changed = openapi.paths['/api/v1/leads/{id}']?.['patch']?.responses;
    expect(Object.keys(changed?.['200']?.headers ?? {})).toEqual(['ETag']);
    expect(Object.keys(changed?.['503']?.headers ?? {})).toEqual(['Retry-After']);
    expect(changed).toHaveProperty('412');
  });
});

/** The bodies of requests in the document that have a name in the contract. */
const bodies = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).flatMap(([method, { requestBody }]) => {
    const { schema, examples = {} } = requestBody?.content?.['application/json'] ?? {};
    const name = schema?.$ref?.split('/').at(-1) ?? '';
    const own = namedSchemas[name] ?? namedSchemas[name.replace(/Input$/, '')];
    const [example] = Object.values(examples).map((one) =>
      '$ref' in one ? document.components.examples[name]?.value : one.value,
    );
    return own === undefined ? [] : [[`${method.toUpperCase()} ${path}`, own, example] as const];
  }),
);

test.each(bodies)('the example of %s is taken by the schema that validates it', (_route, schema, example) => {
  expect(schema.safeParse(example).error?.issues ?? []).toEqual([]);
});

describe('names', () => {
  test.each([
    ['get', '/leads', true, 'listLeads'],
    ['get', '/leads/{id}', false, 'getLead'],
    ['post', '/leads', false, 'createLead'],
    ['patch', '/people/{id}', false, 'changePerson'],
    ['post', '/tasks/{id}/claim', false, 'claimTask'],
    ['put', '/opportunities/{id}/items', true, 'putOpportunityItems'],
    ['post', '/opportunities/{id}/quotations', false, 'createOpportunityQuotation'],
    ['get', '/pipelines/{process}/{pipeline}/chart', false, 'getPipelineChart'],
    ['post', '/pipelines/check', false, 'checkPipeline'],
    ['patch', '/users/me', false, 'changeOwnUser'],
    ['post', '/users/me/calendar', false, 'createOwnUserCalendar'],
    ['get', '/dead-letters', true, 'listDeadLetters'],
    ['delete', '/dead-letters/{id}', false, 'deleteDeadLetter'],
    ['post', '/imports/{id}/undo', false, 'undoImport'],
  ])('%s %s: %4$s', (method, path, isList, name) => {
    expect(operationIdOf({ method, path, isList })).toBe(name);
  });

  test.each([
    ['companies', 'company'],
    ['people', 'person'],
    ['status', 'status'],
    ['timeline', 'timeline'],
  ])('the singular of %s is %s', (word, singular) => {
    expect(singularOf(word)).toBe(singular);
  });
});

describe('a shape with a name', () => {
  const thing = (more: Schema = {}): Schema => ({ title: 'Thing', type: 'object', ...more });

  test('stands once among the components, however deep it is used', () => {
    const components: Record<string, Schema> = {};
    const list = hoisted(
      { type: 'array', items: { anyOf: [thing(), { type: 'null' }] } },
      components,
      'output',
    );
    expect(list.items?.anyOf?.[0]).toEqual({ $ref: '#/components/schemas/Thing' });
    expect(hoisted(thing(), components, 'input')).toEqual({ $ref: '#/components/schemas/Thing' });
    expect(Object.keys(components)).toEqual(['Thing']);
  });

  test('of a request that differs from the answer’s has a name of its own', () => {
    const components: Record<string, Schema> = {};
    hoisted(thing({ additionalProperties: false }), components, 'output');
    expect(hoisted(thing(), components, 'input')).toEqual({ $ref: '#/components/schemas/ThingInput' });
    expect(components['ThingInput']?.title).toBe('ThingInput');
  });

  test('that two different answers have is an error that names it', () => {
    const components: Record<string, Schema> = {};
    hoisted(thing(), components, 'output');
    expect(() => hoisted(thing({ required: ['id'] }), components, 'output')).toThrow(
      'two shapes are named "Thing"',
    );
  });
});
