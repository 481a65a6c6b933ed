/** Every answer of a test's own console held against the OpenAPI document, without a word of the test. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { apiPrefix } from '../../src/console/permissions.ts';
import { jsonSchemaOf } from '../../src/console/validation.ts';
import { type AlertRow, alertOf } from '../../src/sales/outbox/outbox.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { type OpenApiChecker, openApiChecker } from './openapi-checker.ts';

/** By schema: its validator, which refuses unknown fields where the schema as it is documented does. */
const validators = new WeakMap<z.ZodType, z.ZodType>();

/** Returns the value, which is as its schema documents it when it is sent. Throws otherwise. */
export function asDescribed<Value>(schema: z.ZodType, value: Value): Value {
  const known = validators.get(schema);
  const validator = known ?? z.fromJSONSchema(jsonSchemaOf(schema, 'output') as z.core.JSONSchema.JSONSchema);
  validators.set(schema, validator);
  validator.parse(JSON.parse(JSON.stringify(value)));
  return value;
}

let checker: Promise<OpenApiChecker> | undefined;

/** Made once a worker: the document depends on the code alone, and each shape is compiled when it is first met. */
export function checkerOfConsole(): Promise<OpenApiChecker> {
  checker ??= docsOfConsole().then(({ document }) => openApiChecker(document));
  return checker;
}

/** Watches every answer of the API from now on; the returned function lists those that differ from the document. */
export function watchAnswers(app: FastifyInstance): () => Promise<string[]> {
  /** The first of each route and status. */
  const differences = new Map<string, string>();
  const texts = new WeakMap<FastifyRequest, string>();
  const checks: Promise<void>[] = [];
  const check = async (request: FastifyRequest, path: string, reply: FastifyReply, text: string) => {
    const { method } = request;
    const { statusCode: status } = reply;
    const given = { method, path, status, headers: reply.getHeaders(), text, asked: request.headers };
    const { answerError, pathOf: describedPath } = await checkerOfConsole();
    // Further names of a door, and its preflights, are not described.
    if (!path.startsWith(`${apiPrefix}/`) && (describedPath(path) !== path || method === 'OPTIONS')) return;
    const difference = answerError(given);
    const answer = `${method} ${path} ${status}`;
    if (difference !== null && !differences.has(answer)) differences.set(answer, difference);
  };
  app.addHook('onSend', async (request, _reply, payload) => {
    texts.set(request, typeof payload === 'string' ? payload : '');
  });
  // By now every hook has set its headers.
  app.addHook('onResponse', async (request, reply) => {
    const path = pathOf(request);
    const text = texts.get(request);
    if (path !== null && text !== undefined) checks.push(check(request, path, reply, text));
  });
  return async () => {
    await Promise.all(checks);
    return [...differences].map((one) => one.join(': '));
  };
}

/** Lists the stored alerts and webhooks that differ from the document, the first of each type. */
export async function eventErrors(query: pg.Pool['query']): Promise<string[]> {
  const { liveEventError, webhookError } = await checkerOfConsole();
  const alerts = await query<AlertRow>('SELECT * FROM alerts');
  const posted = await query<{ body: { type: string; timestamp?: string }; created_at: Date }>(
    "SELECT body, created_at FROM deliveries WHERE channel = 'webhook'",
  );
  const errors = new Map<string, string>();
  const note = (name: string, error: string | null) => {
    if (error !== null && !errors.has(name)) errors.set(name, `${name}: ${error}`);
  };
  for (const row of alerts.rows) {
    const { id, type, at, data } = alertOf(row);
    note(`event ${type}`, liveEventError({ id, type, at, ...data } as { type: string }));
  }
  for (const { body, created_at: at } of posted.rows)
    note(`webhook ${body.type}`, webhookError({ timestamp: at.toISOString(), ...body } as { type: string }));
  return [...errors.values()];
}

/** The path as the document writes it; null for what it does not describe: the document itself. */
function pathOf({ method, routeOptions: { url, schema } }: FastifyRequest): string | null {
  const isHidden = (schema as { hide?: boolean } | undefined)?.hide === true;
  if (url === undefined || method === 'HEAD' || isHidden) return null;
  return url.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{token}');
}
