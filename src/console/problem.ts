/** Error answers of the API: problem+json with a code of the table and a request id. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode, errorCodes, limits, problemOf } from '../base/kernel/kernel.ts';
import type { Logger } from '../base/telemetry/telemetry.ts';

/**
 * PostgreSQL away, silent or given up for now (SQLSTATE 08, 40, 53, 57), in the words of `pg`, of the operating system and of
 * ours. Redis away, busy, or without writes.
 */
const storeAway =
  /^(?:08|40|53|57)\w{3} |ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|terminat|not queryable|timeout exceeded when trying to connect|shutting down|starting up|Connection is closed|Command timed out|max retries per request|is silent|isn't writeable|^\w* ?(?:READONLY|MASTERDOWN|CLUSTERDOWN|LOADING|MISCONF|BUSY|OOM)\b/i;

const statusCodes: Record<number, ErrorCode> = { 413: 'body_too_large' };

/** A form's type is refused, so that no page of others can send one in the name of somebody who is logged in. */
const mediaTypeDetail =
  'the content type is missing or is not one of JSON; send the body with "Content-Type: application/json"';

export function problemHandler(logger: Logger) {
  return (error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) => {
    const { code, detail } = errorOf(error);
    if (code === 'internal')
      logger.error(
        { error: error.message, stack: error.stack, requestId: request.id },
        'an API request failed',
      );
    const { status } = errorCodes[code];
    if ((status === 503 || status === 429) && !reply.hasHeader('retry-after'))
      reply.header('retry-after', secondsOf(error) ?? limits.retryAfterSeconds);
    return reply
      .code(status)
      .type('application/problem+json')
      .send(problemOf(code, detail, request.id));
  };
}

/** When to send again, where the error knows. */
function secondsOf(error: FastifyError | ApiError): number | undefined {
  return error instanceof ApiError ? error.retryAfterSeconds : undefined;
}

function errorOf(error: FastifyError | ApiError): { code: ErrorCode; detail: string } {
  if (error instanceof ApiError) return error;
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error instanceof SyntaxError) {
    return { code: 'malformed_json', detail: `the body is not valid JSON: ${error.message}` };
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return { code: 'unsupported_media_type', detail: mediaTypeDetail };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: statusCodes[error.statusCode] ?? 'invalid_request', detail: error.message };
  }
  if (/^22\w{3}$/.test(error.code ?? ''))
    return { code: 'invalid_request', detail: `a value is not one that can be stored: ${error.message}` };
  if (storeAway.test(`${error.code ?? ''} ${error.message}`)) {
    return {
      code: 'store_unavailable',
      detail: 'the store cannot be reached now; nothing was changed, try again',
    };
  }
  return { code: 'internal', detail: 'the request failed; the log has the reason under the request id' };
}
