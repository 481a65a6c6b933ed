/**
 * The OpenAPI document, completed from what the routes say: named shapes, an example of each body and answer, operation
 * ids, tags, headers, problems, webhooks. Pure.
 */
import { exampleOf } from './openapi-examples.core.ts';
import { apiGroups, groupOf, webhooksGroup } from './openapi-groups.ts';
import { operationIdOf, singularOf } from './openapi-names.core.ts';
import {
  type ProblemName,
  problemAnswers,
  problemReferences,
  problemSchema,
  problemsOf,
} from './openapi-problems.core.ts';
import { hoisted, resolvedSchema } from './openapi-schemas.core.ts';
import type { Components, Content, Media, OpenApi, Operation, Parameter, Schema } from './openapi-shapes.ts';
import { webhookHeaders, webhooksOf } from './openapi-webhooks.core.ts';
import { answerHeaders, meaningOf, type RequestHeader, requestHeaders } from './openapi-words.ts';

const jsonType = 'application/json';

/** An operation as the routes write it: what it takes besides is said under names that the document does not have. */
interface Drafted extends Omit<Operation, 'parameters' | 'responses'> {
  /** Names of headers that it takes. */
  'x-takes'?: readonly RequestHeader[];
  'x-throttled'?: boolean;
  /** The problems of a door that is not one of the API. */
  'x-problems'?: readonly ProblemName[];
  parameters?: Parameter[];
  responses: Record<string, Content>;
}

export interface Draft extends Omit<OpenApi, 'paths' | 'components'> {
  paths: Record<string, Record<string, object>>;
  components: Pick<Components, 'securitySchemes'>;
}

interface Options {
  /** What the paths begin with. */
  prefix: string;
  /** The shape of the data of a webhook. */
  eventSchema: (type: string) => Schema;
}

/** Returns the whole document. Throws for a path without a group, and for two shapes of one name. */
export function completed(draft: Draft, { prefix, eventSchema }: Options): OpenApi {
  const components: Components = {
    schemas: {},
    responses: {},
    parameters: { ...requestHeaders, ...webhookHeaders },
    headers: { ...answerHeaders },
    examples: {},
    securitySchemes: draft.components.securitySchemes,
  };
  const problem = hoisted(problemSchema, components.schemas, 'output');
  components.responses = problemAnswers(problem);
  const drafted = Object.entries(draft.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      // A door beside the API is named by its whole path.
      ...{ path, method, short: path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path },
      operation: operation as Drafted,
    })),
  );
  // Answers first: a request's shape that differs from an answer's of the same name takes another name.
  const answers = drafted.map(({ operation }) => answersOf(operation, components));
  const paths: OpenApi['paths'] = {};
  for (const [index, { path, method, short, operation }] of drafted.entries()) {
    const whole = completedOperation({ method, path: short }, operation, answers[index] ?? {}, components);
    paths[path] = { ...paths[path], [method]: whole };
  }
  const webhooks = webhooksOf(components, eventSchema);
  const used = withoutUnused({ ...draft, paths, webhooks, components });
  return {
    ...used,
    tags: [...apiGroups, webhooksGroup].map(({ title, about }) => ({
      name: title,
      description: plain(about),
    })),
  };
}

type Answers = Operation['responses'];

function answersOf({ responses }: Drafted, components: Components): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description = '', headers, content }]) => {
      const whole = content && contentOf(content, components, 'output');
      const own = { ...headers, ...(hasRevision(whole, components) && { ETag: answerHeaders.ETag }) };
      const names = Object.keys(own).map((name) => [name, { $ref: `#/components/headers/${name}` }]);
      return [
        status,
        {
          description,
          ...(names.length > 0 && { headers: Object.fromEntries(names) }),
          ...(whole && { content: whole }),
        },
      ];
    }),
  );
}

/** Whether it answers one record, whose revision is its ETag. */
function hasRevision(content: Content['content'], { schemas }: Components): boolean {
  const named = content?.[jsonType]?.schema;
  if (named === undefined) return false;
  const schema = resolvedSchema(named, schemas);
  const shapes = (schema.anyOf ?? [schema]).map((one) => resolvedSchema(one, schemas));
  return shapes.some(({ properties }) => properties?.['revision'] !== undefined);
}

function contentOf(
  content: Readonly<Record<string, Media>>,
  components: Components,
  direction: 'input' | 'output',
): Record<string, Media> {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema: given = {}, ...media }]) => {
      const schema = hoisted(given, components.schemas, direction);
      return [type, { schema, ...media, ...exampleFor(schema, media, components) }];
    }),
  );
}

/** The example of a named shape stands once among the components. */
function exampleFor(schema: Schema, media: Media, components: Components): Partial<Media> {
  if (media.example !== undefined || media.examples !== undefined) return {};
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const value = exampleOf(schema, components.schemas);
  if (name === undefined) return { example: value };
  components.examples[name] = { value };
  return { examples: { [name]: { $ref: `#/components/examples/${name}` } } };
}

function completedOperation(
  { method, path }: { method: string; path: string },
  operation: Drafted,
  answers: Answers,
  components: Components,
): Operation {
  const {
    'x-takes': takes = [],
    'x-throttled': isThrottled = false,
    'x-roles': roles,
    'x-problems': problems,
    operationId,
    requestBody,
    parameters = [],
    ...words
  } = operation;
  const body = requestBody?.content && contentOf(requestBody.content, components, 'input');
  const hasQuery = parameters.some((one) => one.in === 'query');
  const asked = {
    ...{ method, path, hasQuery, isThrottled },
    hasBody: body !== undefined,
    takesRevision: takes.includes('If-Match'),
  };
  const isList = Object.values(answers).some((answer) => answersList(answer as Content, components));
  return {
    operationId: operationId ?? operationIdOf({ method, path, isList }),
    tags: [groupOf(path)],
    ...words,
    ...(roles !== undefined && { 'x-roles': roles }),
    ...((parameters.length > 0 || takes.length > 0) && {
      parameters: [
        ...parameters.map((one) => completedParameter(one, path, components)),
        ...takes.map((name) => ({ $ref: `#/components/parameters/${name}` })),
      ],
    }),
    ...(body && { requestBody: { required: isBodyNeeded(method, body, components), content: body } }),
    responses: { ...problemReferences(problems ?? problemsOf(asked)), ...answers },
  };
}

function answersList({ content }: Content, { schemas }: Components): boolean {
  const schema = content?.[jsonType]?.schema;
  return schema !== undefined && resolvedSchema(schema, schemas).properties?.['nextCursor'] !== undefined;
}

function completedParameter(given: Parameter, path: string, { schemas }: Components): Parameter {
  const schema = hoisted(given.schema, schemas, 'input');
  const value = exampleOf(schema, schemas, { name: exampleNameOf(given, path), title: '' });
  return { ...given, description: given.description ?? meaningOf(given), schema, example: value };
}

/** The id in `/leads/{id}` is that of a lead; the key of a profile may be an address. */
function exampleNameOf({ in: within, name }: Parameter, path: string): string {
  if (within !== 'path') return name;
  if (name === 'id') return singularOf(path.split('/')[1] ?? '');
  return name === 'key' ? 'email' : name;
}

/** An action whose fields are all optional is asked for without a body too. A change always has one, and so has a file. */
function isBodyNeeded(method: string, body: Record<string, Media>, { schemas }: Components): boolean {
  const json = body[jsonType];
  if (json === undefined) return true;
  const schema = resolvedSchema(json.schema ?? {}, schemas);
  return method !== 'post' || (schema.required ?? []).length > 0 || schema.anyOf !== undefined;
}

const kinds = ['schemas', 'responses', 'parameters', 'headers', 'examples'] as const;

/** Leaves out components that nothing refers to, and sorts the others by name. */
function withoutUnused(document: OpenApi): OpenApi {
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(part).matchAll(
      /"#\/components\/(\w+)\/([^"]+)"/g,
    )) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      follow((document.components as unknown as Record<string, Record<string, object>>)[kind]?.[name] ?? {});
    }
  };
  follow([document.paths, document.webhooks]);
  const components = { ...document.components };
  for (const kind of kinds) {
    const kept = Object.entries(components[kind]).filter(([name]) => used.has(`${kind}/${name}`));
    components[kind] = Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1))) as never;
  }
  return { ...document, components };
}

/** Words with links to pages of docs/, without the links: the document has no pages beside it. */
const plain = (words: string) => words.replace(/\[([^\]]+)\]\(([\w-]+\.md)[^)]*\)/g, '$1 (docs/$2)');
