/** Answers of the API held against their descriptions: status, content type, and every field, none too many. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { apiPrefix } from '../../src/console/permissions.ts';
import { documented } from '../../src/console/validation.ts';

/** An answer as a route describes it: the schema of its JSON, or its content types. */
interface Described {
  description?: string;
  type?: string;
  content?: Record<string, { schema: object }>;
}

interface Given {
  status: number;
  type: string;
  text: string;
}

const jsonType = 'application/json';

/** By schema: its validator, which refuses unknown fields where the schema as it is documented does. */
const validators = new WeakMap<object, z.ZodType>();

function validatorOf(schema: object): z.ZodType {
  const json = schema instanceof z.ZodType ? documented(schema, 'output') : schema;
  const validator = validators.get(schema) ?? z.fromJSONSchema(json as z.core.JSONSchema.JSONSchema);
  validators.set(schema, validator);
  return validator;
}

/** Returns how an answer differs from its description, in words; null where it does not. */
export function differenceFrom(
  described: Readonly<Record<number, Described>>,
  { status, type, text }: Given,
): string | null {
  const own = described[status];
  if (own === undefined) return `no answer ${status} is described`;
  if (own.type === 'null') return text === '' ? null : 'no body is described';
  const schema = (own.content ?? { [jsonType]: { schema: own } })[type]?.schema;
  if (schema === undefined) return `no answer of type "${type}" is described`;
  if (type !== jsonType) return null;
  const { error } = validatorOf(schema).safeParse(JSON.parse(text));
  return error === undefined ? null : z.prettifyError(error);
}

/** Returns the value, which is as its schema documents it when it is sent. Throws otherwise. */
export function asDescribed<Value>(schema: z.ZodType, value: Value): Value {
  validatorOf(schema).parse(JSON.parse(JSON.stringify(value)));
  return value;
}

/** Watches every 2xx answer of the API from now on; the returned function lists those that differ from their descriptions. */
export function watchAnswers(app: FastifyInstance): () => string[] {
  /** The first of each route and status. */
  const differences = new Map<string, string>();
  app.addHook('onSend', async (request, reply, payload) => {
    const { statusCode: status } = reply;
    if (status < 200 || status > 299 || !isOfApi(request)) return;
    const { url, config } = request.routeOptions;
    const described = (config.docs?.['response'] ?? {}) as Record<number, Described>;
    const [type = ''] = String(reply.getHeader('content-type') ?? '').split(';');
    const text = typeof payload === 'string' ? payload : '';
    const difference = differenceFrom(described, { status, type, text });
    const answer = `${request.method} ${url} ${status}`;
    if (difference !== null && !differences.has(answer)) differences.set(answer, difference);
  });
  return () => [...differences].map((one) => one.join(': '));
}

function isOfApi({ method, routeOptions: { url = '', schema } }: FastifyRequest): boolean {
  const isHidden = (schema as { hide?: boolean } | undefined)?.hide === true;
  return url.startsWith(`${apiPrefix}/`) && method !== 'HEAD' && !isHidden;
}
