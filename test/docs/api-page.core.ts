/** The text of docs/api.md, made from the OpenAPI document: groups, operations, their fields. Pure. */

import { apiGroups, groupOf } from '../../src/console/openapi-groups.ts';
import type { Content, Operation, Parameter, Schema } from '../../src/console/openapi-shapes.ts';

/** The document with each reference replaced by what it names. */
export interface ResolvedApi {
  paths: Record<string, Record<string, ResolvedOperation>>;
}

export type ResolvedOperation = Omit<Operation, 'parameters' | 'responses'> & {
  parameters?: Parameter[];
  responses: Record<string, Content>;
};

const prefix = '/api/v1';
const jsonType = 'application/json';
const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** Fields deeper than this stand inside the type of the field around them. */
const depthMax = 2;
const patternShownMax = 40;

interface Listed {
  title: string;
  path: string;
  operation: ResolvedOperation;
}

export function apiPage(openapi: ResolvedApi): string {
  const operations = Object.entries(openapi.paths).flatMap(([path, byMethod]) =>
    methods.flatMap((method): Listed[] => {
      const operation = byMethod[method];
      const short = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
      return operation === undefined
        ? []
        : [{ title: `${method.toUpperCase()} ${short}`, path: short, operation }];
    }),
  );
  const known = new Map<string, string>();
  const placed = apiGroups.map(({ title, about }) => ({
    title,
    about,
    own: operations.filter(({ path }) => groupOf(path) === title),
  }));
  const lines = [
    ...introduction,
    ...placed.map(({ title, own }) => `- [${title}](#${anchorOf(title)}): ${own.length} calls`),
    ...placed.flatMap(({ title, about, own }) => [
      '',
      `## ${title}`,
      '',
      about,
      ...own.flatMap((one) => section(one, known)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const introduction = [
  '# API',
  '',
  '<!-- Made by `npm run docs` from the routes of the console. Do not edit: a test compares. -->',
  '',
  `Every call of the console's API. Paths begin with \`${prefix}\`, but those of *Events*, *Forms*, *Health* and \`/c\`, \`/o\`; bodies and answers are JSON. An installation shows the same with examples`,
  `at \`/docs\`, and as OpenAPI 3.1 at \`GET ${prefix}/openapi.json\` and \`/docs/openapi.json\`. [\`clients/typescript\`](../clients/typescript) is a typed client.`,
  'Clients for events are those of other vendors: [Send events](send-events.md).',
  '',
  '- **Who.** Programs send `Authorization: Bearer <API token>` and act as admin. People log in; *Roles* says who may make the call.',
  '  The token is no user: it claims nothing and owns nothing. It assigns work to an `owner` instead.',
  '- **Bodies** need `Content-Type: application/json`.',
  '- **Lists** answer `{items, nextCursor}`. Send `cursor=<nextCursor>` for the next page; `null` ends the list.',
  '  A cursor is of its list and order alone. Lists are filtered by the ids of the records that their items name.',
  '- **Amounts** are decimal texts beside their `currency`: `"1200.50"`. Requests take numbers too.',
  '- **What GET answers** `PUT` and `PATCH` of the same path take unchanged, and change what differs.',
  '- **Errors** are `application/problem+json` with `code`, `title` and `detail`. [Errors](errors.md) lists every code. `401`: no log-in.',
  '  `403`: role not allowed. `404`: no such record. `400`: a field, its value, the rule and the remedy. `412`: changed meanwhile.',
  '- **Retries.** `Idempotency-Key` on a call that creates something returns the first answer again.',
  '- **Times** are ISO 8601 in UTC. Identifiers are opaque text. Tables show two levels of fields; the OpenAPI document has all.',
  '',
];

function section({ title, operation }: Listed, known: Map<string, string>): string[] {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const given = parameters.filter((one) => one.in !== 'path');
  const body = schemaOf(requestBody);
  return [
    '',
    `### ${title}`,
    '',
    `${sentence(summary ?? title)}${description === undefined ? '' : ` ${sentence(description)}`}`,
    '',
    `*Roles: ${rolesOf(operation)}.*`,
    ...(given.length === 0
      ? []
      : table(
          'Parameter',
          given.map(({ name, required, schema }) => [
            name,
            typeOf(schema),
            isNeeded(required === true, schema),
          ]),
        )),
    ...(body === undefined ? [] : bodyLines(body)),
    ...Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, content]) => answer(status, content, title, known)),
  ];
}

function bodyLines(body: Schema): string[] {
  const rows = fieldsOf(body);
  if (rows.length === 0) return ['', `Body: ${typeOf(body)}.`];
  return table('Body', rows);
}

function answer(status: string, content: Content, title: string, known: Map<string, string>): string[] {
  const { description } = content;
  const words = description === undefined || /default response/i.test(description) ? '' : `: ${description}`;
  const { [jsonType]: json, ...texts } = content.content ?? {};
  const types = Object.entries(texts);
  if (json?.schema === undefined) {
    const type = types.map(([name]) => ` (\`${name}\`)`).join('');
    return ['', `Answer ${status}${type}${words}.`];
  }
  const asText = types.map(
    ([name, { schema }]) => `As \`${name}\`: ${sentence(schema?.description ?? 'text')}`,
  );
  return [
    ...jsonLines(`Answer ${status}${words}`, json.schema, title, known),
    ...asText.flatMap((line) => ['', line]),
  ];
}

function jsonLines(said: string, schema: Schema, title: string, known: Map<string, string>): string[] {
  const item = schema.properties?.['items']?.items;
  const isList = item !== undefined && schema.properties?.['nextCursor'] !== undefined;
  const shape = withoutWords(isList ? item : schema);
  const key = JSON.stringify(shape);
  const before = known.get(key);
  if (before !== undefined)
    return ['', `${said}${isList ? ', a list' : ''}; fields as in [${before}](#${anchorOf(before)}).`];
  // Of several shapes the first is the whole, the others show less of it.
  const [whole = shape, ...others] = shape.anyOf ?? [];
  const rows = fieldsOf(whole);
  if (rows.length === 0) return ['', `${said}, ${typeOf(shape)}.`];
  known.set(key, title);
  return [
    '',
    `${said}${isList ? ', a list. Each item:' : '.'}`,
    ...table(
      'Field',
      rows.map(([name, shown, needed]) => [name, needed === '' ? `${shown} (optional)` : shown]),
    ),
    ...others.flatMap((other) => ['', `Or ${typeOf(other)}.`]),
  ];
}

type Row = [name: string, type: string, needed?: string];

/** Returns the fields of an object, those of inner objects behind a dot. */
function fieldsOf(schema: Schema, before = '', depth = 1): Row[] {
  const inner = objectIn(schema);
  if (inner?.properties === undefined) return [];
  const required = new Set(inner.required ?? []);
  return Object.entries(inner.properties).flatMap(([name, field]): Row[] => {
    const full = `${before}${name}`;
    const isArray = arrayIn(field) !== undefined;
    const below = depth < depthMax ? objectIn(arrayIn(field)?.items ?? field) : undefined;
    const open = below?.properties !== undefined && Object.keys(below.properties).length > 0;
    const needed = isNeeded(required.has(name), field);
    if (!open) return [[full, typeOf(field), needed]];
    return [
      [full, `${isArray ? 'list of objects' : 'object'}${isNullable(field) ? ' or null' : ''}`, needed],
      ...fieldsOf(below, `${full}${isArray ? '[]' : ''}.`, depth + 1),
    ];
  });
}

function typeOf(schema: Schema): string {
  const { anyOf, oneOf, allOf } = schema;
  const either = anyOf ?? oneOf;
  if (either !== undefined) return [...new Set(either.map(typeOf))].join(' or ');
  if (allOf !== undefined) return [...new Set(allOf.map(typeOf))].join(' and ');
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(' or ');
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return `${schema.type}${between(schema.minimum, schema.maximum)}`;
    case 'string':
      return stringType(schema);
    case 'array':
      if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
      return schema.items === undefined ? 'list' : `list of ${typeOf(schema.items)}`;
    case 'object':
      return objectType(schema);
    default:
      return 'any';
  }
}

function stringType({ format, pattern, maxLength }: Schema): string {
  if (format === 'date-time') return 'time';
  if (format !== undefined) return format === 'email' ? 'e-mail address' : format;
  if (pattern !== undefined && pattern.length <= patternShownMax) return `text matching \`${pattern}\``;
  return maxLength === undefined ? 'text' : `text, at most ${maxLength} characters`;
}

function objectType({ properties = {}, additionalProperties }: Schema): string {
  const names = Object.keys(properties);
  if (names.length > 0) return `object of \`${names.join('`, `')}\``;
  if (typeof additionalProperties === 'object') return `object of ${typeOf(additionalProperties)} by name`;
  return 'object';
}

/** The largest safe integers are no limit that a reader needs. */
function between(least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): string {
  const [hasLeast, hasMost] = [least > Number.MIN_SAFE_INTEGER, most < Number.MAX_SAFE_INTEGER];
  if (hasLeast && hasMost) return `, ${least} to ${most}`;
  if (hasLeast) return `, at least ${least}`;
  return hasMost ? `, at most ${most}` : '';
}

const objectIn = (schema: Schema): Schema | undefined =>
  schema.properties === undefined ? onlyOf(schema, ({ properties }) => properties !== undefined) : schema;
const arrayIn = (schema: Schema): Schema | undefined =>
  schema.type === 'array' ? schema : onlyOf(schema, ({ type }) => type === 'array');
const isNullable = ({ anyOf = [] }: Schema) => anyOf.some(({ type }) => type === 'null');

/** Returns the only alternative besides null, when it is of the kind. */
function onlyOf({ anyOf = [] }: Schema, is: (schema: Schema) => boolean): Schema | undefined {
  const others = anyOf.filter(({ type }) => type !== 'null');
  const [only] = others;
  return others.length === 1 && only !== undefined && is(only) ? only : undefined;
}

const schemaOf = (content: Content | undefined) => Object.values(content?.content ?? {})[0]?.schema;
const withoutWords = ({ description: _words, title: _name, ...schema }: Schema): Schema => schema;

function rolesOf(operation: ResolvedOperation): string {
  if (operation.security?.length === 0) return 'everyone, without a log-in';
  if (operation['x-roles'] === undefined) return 'clients with a write key';
  const roles = operation['x-roles'] ?? [];
  return roles.length === 5 ? 'all' : roles.join(', ');
}

function isNeeded(required: boolean, { default: usual }: Schema): string {
  if (usual !== undefined) return `default \`${JSON.stringify(usual)}\``;
  return required ? 'required' : '';
}

function table(head: string, rows: readonly Row[]): string[] {
  const hasNeeded = rows.some(([, , needed]) => needed !== undefined && needed !== '');
  const cells = (row: readonly string[]) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    '',
    cells([head, 'Type', ...(hasNeeded ? ['Required'] : [])]),
    cells(['---', '---', ...(hasNeeded ? ['---'] : [])]),
    ...rows.map(([name, type, needed = '']) => cells([`\`${name}\``, type, ...(hasNeeded ? [needed] : [])])),
  ];
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The anchor that GitHub makes of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
