/** The text of docs/api.md, made from the OpenAPI document: groups, operations, their fields. Pure. */

/** A JSON schema as far as the page shows it. */
export interface Schema {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Content {
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  summary?: string;
  description?: string;
  security?: unknown[];
  'x-roles'?: string[];
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}

/** Groups of the page: title, what it is for, and the first parts of their paths. */
const groups: readonly [title: string, about: string, parts: readonly string[]][] = [
  ['Session', 'The log-in of a person. Programs send the bearer token instead.', ['session', 'setup']],
  ['Profiles', 'Everyone the engine has seen: identities, scores and their reasons.', ['profiles']],
  [
    'Leads and tasks',
    'The work that follows a tier change. [Sales processes](sales-processes.md) explains stages and transitions.',
    ['leads', 'tasks'],
  ],
  [
    'People, companies, activities',
    'Who sales knows, and each contact with them.',
    ['people', 'companies', 'activities'],
  ],
  [
    'Pipelines and records',
    'Records that move along a pipeline, and the files that define it.',
    ['pipelines', 'sales-processes', 'opportunities', 'deals', 'orders', 'jobs', 'campaigns', 'timeline'],
  ],
  ['Products and quotations', 'What is sold, and what was offered.', ['products', 'quotations']],
  [
    'Programmes',
    'Versions, checks, backtests and audits of the scoring rules. [Programmes](programmes.md) is the language.',
    ['programmes', 'backtests', 'audits'],
  ],
  [
    'Keys',
    'Keys with which clients send events. [Security](security.md) says what each kind may do.',
    ['keys'],
  ],
  [
    'Privacy',
    'A person is erased or exported. [Privacy](privacy.md) says what that covers.',
    ['erasures', 'privacy'],
  ],
  ['Links in mails', 'Signed links and pixels. [Mail](mail.md) says what becomes of them.', ['mail-links']],
  [
    'Quarantine',
    'Leads that are held back. [Security](security.md#limits-of-keys-and-addresses) says why.',
    ['quarantine'],
  ],
  [
    'Dead letters',
    'Records that cannot be scored. [Operate](operate.md#dead-letters) says what to do with them.',
    ['dead-letters'],
  ],
  [
    'Restores',
    'Every profile rebuilt from the history, and profiles that cannot be evaluated. [Operate](operate.md#redis-lost) says when.',
    ['restores', 'failing-profiles'],
  ],
  [
    'Notifications',
    'Channels, deliveries and the live stream. [Alerts](alerts.md) lists every type.',
    ['alerts', 'channels', 'deliveries', 'endpoints'],
  ],
  ['Reports', 'Figures over a period, as JSON or `?format=csv`.', ['reports']],
  [
    'Team',
    'Users, teams and territories: who may do what, and who gets which lead.',
    ['users', 'teams', 'territories'],
  ],
];

const prefix = '/api/v1';
const jsonType = 'application/json';
const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** Fields deeper than this stand inside the type of the field around them. */
const depthMax = 2;
const patternShownMax = 40;

interface Listed {
  title: string;
  path: string;
  operation: Operation;
}

export function apiPage(openapi: OpenApi): string {
  const operations = Object.entries(openapi.paths).flatMap(([path, byMethod]) =>
    methods.flatMap((method): Listed[] => {
      const operation = byMethod[method];
      const short = path.slice(prefix.length);
      return operation === undefined
        ? []
        : [{ title: `${method.toUpperCase()} ${short}`, path: short, operation }];
    }),
  );
  const known = new Map<string, string>();
  const placed = groups.map(([title, about, parts]) => ({
    title,
    about,
    own: operations.filter(({ path }) => parts.includes(path.split('/')[1] ?? '')),
  }));
  const homeless = operations.filter((one) => !placed.some(({ own }) => own.includes(one)));
  if (homeless.length > 0)
    throw new Error(`no group of docs/api.md has ${homeless.map(({ title }) => title).join(', ')}`);
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
  `Every call of the console's API. Paths begin with \`${prefix}\`; bodies and answers are JSON. The same as OpenAPI 3.1:`,
  `\`GET ${prefix}/openapi.json\`. Sending events is another API: [Send events](send-events.md).`,
  '',
  '- **Who.** Programs send `Authorization: Bearer <API token>` and act as admin. People log in; *Roles* says who may make the call.',
  '  The token is no user: it claims nothing and owns nothing. It assigns work to an `owner` instead.',
  '- **Bodies** need `Content-Type: application/json`.',
  '- **Lists** answer `{items, nextCursor}`. Send `cursor=<nextCursor>` for the next page; `null` ends the list.',
  '- **Errors** are `application/problem+json` with `code`, `title` and `detail`. [Errors](errors.md) lists every code. 401: no log-in;',
  '  403: role not allowed; 404: no such record; 400: a field, its value, the rule and the remedy; 412: changed meanwhile.',
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
    ...Object.entries(responses).flatMap(([status, content]) => answer(status, content, title, known)),
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
const withoutWords = ({ description: _words, ...schema }: Schema): Schema => schema;

function rolesOf(operation: Operation): string {
  if (operation.security?.length === 0) return 'everyone, without a log-in';
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
