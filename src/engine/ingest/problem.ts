/** Error answers of the public doors: problem+json, with `code` and `message` for the clients that read them. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode, errorCodes, limits, problemOf } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics } from '../../base/telemetry/telemetry.ts';

/** An error handler for the ingest scope: counts by code and logs internal errors only, never a body or a header. */
export function problemHandler(metrics: Metrics, logger: Logger, bodyBytesMax: number = limits.bodyBytesMax) {
  return (error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) => {
    const { code, detail, retryAfterSeconds = limits.retryAfterSeconds } = errorOf(error, bodyBytesMax);
    if (code === 'internal')
      logger.error({ error: error.message, stack: error.stack, requestId: request.id }, 'a request failed');
    metrics.eventsRejected.inc({ reason: code });
    const { status } = errorCodes[code];
    if (status === 503 || status === 429) reply.header('retry-after', retryAfterSeconds);
    return reply
      .code(status)
      .type('application/problem+json')
      .send(problemOf(code, detail, request.id));
  };
}

function errorOf(
  error: FastifyError | ApiError,
  bodyBytesMax: number,
): {
  code: ErrorCode;
  detail: string;
  retryAfterSeconds?: number | undefined;
} {
  if (error instanceof ApiError) return error;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return {
      code: 'body_too_large',
      detail: `the body is over ${bodyBytesMax} bytes; send smaller batches`,
    };
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'invalid_request', detail: error.message };
  }
  return { code: 'internal', detail: 'the request failed; the log has the reason under the request id' };
}
