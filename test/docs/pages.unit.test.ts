/** The pages of docs/ that are made of code are as the code makes them, and show what a reader looks for. */
import { describe, expect, test } from 'vitest';
import { environmentVariables, readEnvironment } from '../../src/environment.ts';
import { settings } from '../../src/settings.ts';
import { errorsOf, files, textOf } from '../support/source-text.ts';
import { apiPage, type ResolvedApi } from './api-page.core.ts';
import { configurationPage } from './configuration-page.core.ts';
import { madePages } from './pages.ts';

test.each(madePages.map((page) => [page.filePath, page] as const))(
  '%s is made of the code',
  async (filePath, page) => {
    expect(textOf(filePath), 'run: npm run docs').toBe(await page.text());
  },
);

describe('the page of settings', () => {
  test('has a row for every variable that is read, and for no other', () => {
    expect(Object.keys(settings).sort()).toEqual([...environmentVariables].sort());
    const page = configurationPage(settings, readEnvironment({}));
    for (const name of Object.keys(settings)) expect(page).toContain(`| \`${name}\` |`);
  });

  test('says a default for each: a value, or what holds without one', () => {
    const defaults: Record<string, unknown> = readEnvironment({});
    const unsaid = Object.entries(settings).filter(
      ([name, { unset }]) => unset === undefined && defaults[name] === undefined,
    );
    expect(unsaid).toEqual([]);
    expect(configurationPage(settings, defaults)).toContain('| `PORT` | `4400` |');
  });

  test('no other file reads a variable that is none of set-up’s', () => {
    const read = (text: string) =>
      [...text.matchAll(/process\.env(?:\.|\[')([A-Z_]+)/g)].map(([, name]) => name ?? '');
    const strange = errorsOf(
      files.filter(
        ({ filePath, isTest }) => filePath.startsWith('src/') && !isTest && filePath !== 'src/environment.ts',
      ),
      ({ code }) =>
        read(code).filter((name) => !(name in settings) && !/^(?:SCOVILLE_|PATH$|LANG|TZ$)/.test(name)),
    );
    expect(strange).toEqual([]);
  });
});

describe('the page of the API', () => {
  const call = (operation: object): ResolvedApi => ({
    paths: { '/api/v1/leads/{id}': { patch: { responses: {}, ...operation } } },
  });

  test('says path, roles, parameters, body and answer of a call', () => {
    const fields = {
      type: 'object',
      properties: {
        owner: { anyOf: [{ type: 'string', maxLength: 9 }, { type: 'null' }] },
        task: { type: 'object', properties: { id: { type: 'string' } } },
        tiers: { type: 'array', items: { type: 'integer', minimum: 1 } },
      },
      required: ['owner'],
    };
    const content = { 'application/json': { schema: fields } };
    const page = apiPage(
      call({
        summary: 'Change a lead',
        'x-roles': ['admin', 'rep'],
        parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer', default: 5 } }],
        requestBody: { content },
        responses: { 200: { description: 'The lead', content } },
      }),
    );
    expect(page).toContain('### PATCH /leads/{id}\n\nChange a lead.\n\n*Roles: admin, rep.*');
    expect(page).toContain('| `limit` | integer | default `5` |');
    expect(page).toContain('| `owner` | text, at most 9 characters or null | required |');
    expect(page).toContain('| `task.id` | text |');
    expect(page).toContain('| `tiers` | list of integer, at least 1 |');
    expect(page).toContain('Answer 200: The lead.');
  });

  test('says the type of an answer that is a text, alone or beside JSON', () => {
    const csv = { schema: { type: 'string', description: 'a line for each row' } };
    const json = { schema: { type: 'object', properties: { rows: { type: 'array' } }, required: ['rows'] } };
    const page = apiPage(
      call({
        responses: {
          200: { description: 'The report', content: { 'application/json': json, 'text/csv': csv } },
          201: { description: 'The chart', content: { 'text/plain': { schema: { type: 'string' } } } },
          204: { description: 'It is gone' },
        },
      }),
    );
    expect(page).toMatch(
      /^Answer 200: The report\.\n\n\|[^#]+\| `rows` \| list \|\n\nAs `text\/csv`: a line for/m,
    );
    expect(page).toContain('\nAnswer 201 (`text/plain`): The chart.\n');
    expect(page).toContain('\nAnswer 204: It is gone.\n');
  });

  test('shows the whole of several shapes as a table, the others in a line; and pairs', () => {
    const text = { type: 'string' };
    const whole = {
      type: 'object',
      properties: { email: text, scores: { type: 'array', prefixItems: [text, { type: 'integer' }] } },
    };
    const items = { anyOf: [whole, { type: 'object', properties: { email: text } }] };
    const list = { type: 'object', properties: { items: { type: 'array', items }, nextCursor: text } };
    const page = apiPage(
      call({
        responses: { 200: { description: 'A page', content: { 'application/json': { schema: list } } } },
      }),
    );
    expect(page).toContain('Answer 200: A page, a list. Each item:\n\n| Field | Type |');
    expect(page).toContain('| `scores` | [text, integer] (optional) |\n\nOr object of `email`.');
  });

  test('names a call that has no group', () => {
    expect(() => apiPage({ paths: { '/api/v1/moons': { get: { responses: {} } } } })).toThrow('/moons');
  });
});
