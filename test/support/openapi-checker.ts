/** Holds answers of the API against the OpenAPI document: status, headers, content type, every field, none too many. */
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { answerHeaders } from '../../src/base/network/network.ts';
import type {
  Content,
  Header,
  OpenApi,
  Operation,
  Parameter,
  Schema,
} from '../../src/console/openapi-shapes.ts';

/** An answer, and the parts of its request that matter. */
export interface GivenAnswer {
  method: string;
  /** As the document writes it: `/api/v1/leads/{id}`. */
  path: string;
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, unknown>>;
  text: string;
  /** Headers of the request. */
  asked?: Readonly<Record<string, unknown>>;
}

/** Each returns how a value differs from the document, in words; null where it does not. */
export interface OpenApiChecker {
  /** The path of the document that a path of a request is of; null where it is of none. */
  pathOf(path: string): string | null;
  answerError(given: GivenAnswer): string | null;
  /** An event of the live stream. */
  liveEventError(event: { type: string }): string | null;
  /** The body of a webhook in the standard format. */
  webhookError(body: { type: string }): string | null;
}

/** Headers of every answer. The server and the frame set them, and clients need to know nothing of them. */
const usualHeaders = new Set([
  ...['content-type', 'content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'vary'],
  ...['cache-control', ...Object.keys(answerHeaders)],
  ...['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers'],
]);

/** Headers of a request that change what is done: a route that obeys one says so. */
const obeyed = ['If-Match', 'Idempotency-Key'] as const;

const schemaPrefix = '#/components/schemas/';

export function openApiChecker(document: OpenApi): OpenApiChecker {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(byName(schema) as AnySchema, name);
  /** Compiled when first met. */
  const validators = new WeakMap<Schema, ValidateFunction>();
  const errorOf: ErrorOf = (schema, value) => {
    const validate = validators.get(schema) ?? ajv.compile(byName(schema) as AnySchema);
    validators.set(schema, validate);
    if (validate(value)) return null;
    const [first] = validate.errors ?? [];
    return `${first?.instancePath ?? ''} ${first?.message ?? ''} ${JSON.stringify(first?.params ?? {})}`;
  };
  const patterns = Object.keys(document.paths)
    .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
    // `/users/me` is met before `/users/{email}`.
    .sort((one, other) => one.path.split('{').length - other.path.split('{').length);
  return {
    pathOf: (path) => patterns.find(({ pattern }) => pattern.test(path))?.path ?? null,
    answerError: (given) => {
      const operation = document.paths[given.path]?.[given.method.toLowerCase()];
      if (operation === undefined) return 'no such operation is described';
      const described = operation.responses[given.status];
      if (described === undefined) return `no answer ${given.status} is described`;
      const answer = resolved<Content>(described, document);
      return (
        obeyedError(given, operation, document) ??
        headersError(given, answer, document, errorOf) ??
        bodyError(given, answer, errorOf)
      );
    },
    liveEventError: (event) => {
      const types = document.components.schemas['LiveAlert']?.oneOf ?? [];
      const schema = types.find(({ properties }) => properties?.['type']?.const === event.type);
      return schema === undefined ? `no event "${event.type}" is described` : errorOf(schema, event);
    },
    webhookError: (body) => {
      const content = document.webhooks?.[body.type]?.post.requestBody?.content;
      const schema = content?.['application/json']?.schema;
      return schema === undefined ? `no webhook "${body.type}" is described` : errorOf(schema, body);
    },
  };
}

type ErrorOf = (schema: Schema, value: unknown) => string | null;

function obeyedError(
  { asked = {}, status }: GivenAnswer,
  operation: Operation,
  document: OpenApi,
): string | null {
  if (status >= 300 && status !== 412) return null;
  const named = (operation.parameters ?? []).map((one) => resolved<Parameter>(one, document).name);
  const unsaid = obeyed.find((name) => asked[name.toLowerCase()] !== undefined && !named.includes(name));
  return unsaid === undefined
    ? null
    : `"${unsaid}" was sent, and the operation does not say that it takes it`;
}

function headersError(
  { headers }: GivenAnswer,
  answer: Content,
  document: OpenApi,
  errorOf: ErrorOf,
): string | null {
  const described = Object.entries(answer.headers ?? {}).map(
    ([name, header]) => [name.toLowerCase(), resolved<Header>(header, document)] as const,
  );
  for (const [name, { required, schema }] of described) {
    const value = headers[name];
    if (value === undefined && required) return `the header "${name}" is described and was not sent`;
    const error = value === undefined ? null : errorOf(schema, String(value));
    if (error !== null) return `the header "${name}" is "${String(value)}": ${error}`;
  }
  const names = new Set(described.map(([name]) => name));
  const [unknown] = Object.keys(headers).filter(
    (name) => headers[name] !== undefined && !usualHeaders.has(name) && !names.has(name),
  );
  return unknown === undefined ? null : `the header "${unknown}" is not described`;
}

function bodyError({ headers, text }: GivenAnswer, answer: Content, errorOf: ErrorOf): string | null {
  if (answer.content === undefined) return text === '' ? null : 'no body is described';
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  const schema = answer.content[type]?.schema;
  if (schema === undefined) return `no answer of type "${type}" is described`;
  return errorOf(schema, type.endsWith('json') ? JSON.parse(text) : text);
}

/** Returns what a reference names, or the part itself. */
function resolved<Part>(part: Part | { $ref: string }, document: OpenApi): Part {
  if (typeof part !== 'object' || part === null || !('$ref' in part)) return part as Part;
  const [, , kind = '', name = ''] = part.$ref.split('/');
  return (document.components as unknown as Record<string, Record<string, Part>>)[kind]?.[name] as Part;
}

/** A schema whose references name the shapes alone, as they are registered. */
function byName(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(byName);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      key === '$ref' && typeof value === 'string'
        ? [key, value.replace(schemaPrefix, '')]
        : [key, byName(value)],
    ),
  );
}
