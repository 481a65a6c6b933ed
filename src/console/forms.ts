/**
 * The door of forms: `POST /forms/{key}`, for pages of others, with or without JavaScript.
 *
 * A form key opens records of one pipeline and reads nothing. Addresses and keys have budgets in Redis. A plain form is answered
 * with a redirect or a page, a script with JSON. What is wrong is said to the person who fills the form in.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type Clock, limits, profileIdOf, textIsDeeperThan } from '../base/kernel/kernel.ts';
import { forOtherPages, senderOf } from '../base/network/network.ts';
import type { Logger, Metrics } from '../base/telemetry/telemetry.ts';
import { escapedHtml } from '../base/text/text.ts';
import { type FormKey, type KeyStore, requireOrigin } from '../engine/keys/keys.ts';
import type { EventBudgets } from '../engine/stream/stream.ts';
import { type Forms, readSubmission } from '../sales/forms/forms.ts';
import { problemHandler } from './problem.ts';

interface FormOptions {
  sales: { forms: Forms };
  keys: Pick<KeyStore, 'form'>;
  budgets: EventBudgets;
  clock: Clock;
  metrics: Pick<Metrics, 'forms'>;
  logger: Logger;
}

const formType = 'application/x-www-form-urlencoded';

export async function registerForms(root: FastifyInstance, options: FormOptions): Promise<void> {
  const { sales, keys, metrics, logger } = options;
  await root.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([formType, 'application/json'], { parseAs: 'string' }, (request, body, done) => {
      try {
        done(null, bodyOf(String(body), request.headers['content-type'] ?? ''));
      } catch (error) {
        done(error as Error);
      }
    });
    const problem = problemHandler(logger);
    app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
      metrics.forms.inc({ outcome: 'refused' });
      if (error instanceof ApiError && isPlainForm(request) && error.status < 500) {
        if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
        return page(reply.code(error.status), 'The form was not sent', error.detail);
      }
      if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
        return problem(
          new ApiError('unsupported_media_type', `send the form as ${formType} or as application/json`),
          request,
          reply,
        );
      return problem(error, request, reply);
    });
    app.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      if (origin !== undefined)
        reply
          .header('access-control-allow-origin', origin)
          .header('vary', 'Origin')
          .header('access-control-expose-headers', 'Retry-After');
      reply.header('cache-control', 'no-store');
      // The page of a website may send its form by a script without CORS.
      reply.headers(forOtherPages);
    });
    app.options('/forms/:key', async (_request, reply) =>
      reply
        .code(204)
        .header('access-control-allow-methods', 'POST, OPTIONS')
        .header('access-control-allow-headers', 'content-type')
        .header('access-control-max-age', '7200')
        .send(),
    );
    app.post<{ Params: { key: string } }>(
      '/forms/:key',
      {
        bodyLimit: limits.formBytesMax,
        // Before the body is read: an address that sent too many sends no more bytes.
        onRequest: (request) =>
          charge(options, `form-address:${profileIdOf(senderOf(request))}`, addressBudget, 'this address'),
      },
      async (request, reply) => {
        const beganAtMs = performance.now();
        const key = await keys.form(request.params.key);
        if (key === null)
          throw new ApiError(
            'invalid_write_key',
            'the form key is unknown or revoked, and a write key is none; "scoville keys" lists the keys of forms',
          );
        requireOrigin({ ...key, kind: 'public', hashes: [] }, request.headers.origin ?? null);
        await charge(options, `form:${key.id}`, keyBudget, 'this form');
        const body = (request.body ?? {}) as Record<string, unknown>;
        const submission = readSubmission(body, key.form.fields);
        // A robot is answered as a person is: it learns nothing.
        if (!submission.isRobot) await sales.forms.submit(key, submission);
        metrics.forms.inc({ outcome: submission.isRobot ? 'robot' : 'accepted' });
        await pause(formAnswerInMs(performance.now() - beganAtMs));
        return answer(request, reply, key);
      },
    );
  });
}

/**
 * How long an accepted form still waits for its answer: accepted forms are answered at multiples of one time. A new person and a new
 * record take longer than a note, and a stranger must not learn from that who is known.
 */
function formAnswerInMs(tookMs: number): number {
  return limits.formAnswerStepMs - (tookMs % limits.formAnswerStepMs);
}

function answer(request: FastifyRequest, reply: FastifyReply, { form }: FormKey): FastifyReply {
  if (!isPlainForm(request)) return reply.code(201).send({ accepted: true });
  if (form.redirect !== null) return reply.redirect(form.redirect, 303);
  return page(reply.code(201), 'Thank you', 'Your message was sent.');
}

/** A browser sends a plain form, and shows what it is answered. */
function isPlainForm({ headers }: FastifyRequest): boolean {
  const accepts = headers.accept ?? '';
  return (headers['content-type'] ?? '').startsWith(formType) && accepts.includes('text/html');
}

function page(reply: FastifyReply, title: string, text: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${escapedHtml(title)}</title>` +
        `<h1>${escapedHtml(title)}</h1><p>${escapedHtml(text)}</p></html>\n`,
    );
}

/** A form's values by name; a name that is there several times has them all. JSON must be an object. */
function bodyOf(text: string, contentType: string): Record<string, unknown> {
  if (contentType.startsWith(formType)) {
    const values: Record<string, unknown> = Object.create(null);
    for (const [name, value] of new URLSearchParams(text)) {
      const before = values[name];
      if (before === undefined) values[name] = value;
      // In place: a copy for each of 30,000 equal names would take seconds.
      else if (Array.isArray(before)) before.push(value);
      else values[name] = [before, value];
    }
    return values;
  }
  if (textIsDeeperThan(text, limits.jsonDepthMax))
    throw new ApiError('invalid_request', `the body nests over ${limits.jsonDepthMax} levels deep`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new ApiError('malformed_json', `the body is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(
      'invalid_request',
      'the body is no object; send {"email": …} and the fields of the form',
    );
  return { ...body };
}

interface Budget {
  perHour: number;
  atOnce: number;
}
const addressBudget: Budget = { perHour: limits.formsPerAddressAnHour, atOnce: limits.formsPerAddressAtOnce };
const keyBudget: Budget = { perHour: limits.formsPerKeyAnHour, atOnce: limits.formsPerKeyAtOnce };

/** Takes one form from a budget. Throws `too_many_requests` where none is left, `stream_unavailable` while Redis is away. */
async function charge(
  { budgets, clock }: Pick<FormOptions, 'budgets' | 'clock'>,
  name: string,
  { perHour, atOnce }: Budget,
  who: string,
): Promise<void> {
  const budget = { name, perSecond: (perHour * limits.secondMs) / limits.hourMs, burst: atOnce };
  const { taken, waitMs } = await budgets.take(budget, { need: 1, ahead: 0, nowMs: clock.nowMs() });
  if (taken > 0) return;
  const seconds = Math.max(1, Math.ceil(waitMs / limits.secondMs));
  throw new ApiError(
    'too_many_requests',
    `${who} may send ${perHour} forms an hour; send again after ${seconds} seconds`,
    seconds,
  );
}
