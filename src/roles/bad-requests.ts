/**
 * Answers to what is no request: HTTP that cannot be parsed, headers beyond their limit, requests that do not end. No route
 * sees them. Each is answered with problem+json where nothing was answered yet, and its connection is closed.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode, errorCodes, limits, problemOf } from '../base/kernel/kernel.ts';
import { answerHeaders, isLongUpload, noRouteDetail } from '../base/network/network.ts';

/** Codes of Node for the errors that a client of ours can make; any other is HTTP that cannot be parsed. */
const nodeCodes: Readonly<Record<string, [code: ErrorCode, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    'request_timeout',
    `the request did not end within ${limits.requestMsMax / limits.secondMs} seconds; send it whole, in smaller batches where the line is slow`,
  ],
  HPE_HEADER_OVERFLOW: [
    'headers_too_large',
    `the headers are over ${limits.headerBytesMax} bytes; send fewer or shorter ones, and a long event as a body`,
  ],
};

/** Node keeps the current response on the socket; a second one in its midst would be read as part of it. */
type ServedSocket = Socket & { _httpMessage?: ServerResponse | null };

/** Answers an error of a connection, and closes it. */
export function answerBadRequest(error: NodeJS.ErrnoException, socket: ServedSocket): void {
  if (socket.destroyed) return;
  // The route of an upload watches it itself.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isLongUpload(socket)) return;
  const isAnswered = socket._httpMessage?.headersSent === true;
  if (error.code !== 'ECONNRESET' && socket.writable && !isAnswered) {
    const [code, detail] = nodeCodes[error.code ?? ''] ?? [
      'invalid_request',
      `the request is not valid HTTP (${error.code ?? error.message}); send it with an HTTP/1.1 client`,
    ];
    const body = JSON.stringify(problemOf(code, detail, crypto.randomUUID()));
    const head = [
      `HTTP/1.1 ${errorCodes[code].status} ${errorCodes[code].title}`,
      'content-type: application/problem+json',
      ...Object.entries(answerHeaders).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

/** Answers a path that no router can read. No hook sees such a request. */
export function answerBadPath(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  for (const hook of [sayWhatBrowsersMay, closeUpgrade]) hook(request, reply, () => undefined);
  answerProblem(reply, 'invalid_request', `${error.message}; send a path of the API`, request.id);
}

/** Answers a request of HTTP/1.1 that does not name its host, as RFC 9112 demands. Answers nothing else. */
export function answerNoHost(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const { httpVersion, headers } = request.raw;
  if (httpVersion !== '1.1' || headers.host !== undefined) next();
  else answerProblem(reply, 'invalid_request', 'the request has no "Host" header; send one', request.id);
}

/**
 * Closes the connection of a request that would upgrade it, which no door does. Node's parser keeps silent on such a connection: it would
 * not say that a later request is no HTTP.
 */
export function closeUpgrade(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  if (request.headers.upgrade !== undefined) reply.header('connection', 'close');
  next();
}

/** Says of every answer what a browser may do with it. No text of a visitor is taken for a page; none is framed or embedded. */
export function sayWhatBrowsersMay(_request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  reply.headers(answerHeaders);
  next();
}

/** Answers an error outside every door: there is nothing but pages, files and health, and no body is taken. */
export function answerError(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (request.is404) answerNoRoute(request, reply);
  else if (error instanceof ApiError) answerProblem(reply, error.code, error.detail, request.id);
  else if ((error.statusCode ?? 500) < 500)
    answerProblem(reply, 'invalid_request', error.message, request.id);
  else answerProblem(reply, 'internal', 'the request failed; send it again later', request.id);
}

/** Answers a path without a route, with the route that it probably means. */
export function answerNoRoute(request: FastifyRequest, reply: FastifyReply): void {
  answerProblem(reply, 'not_found', noRouteDetail(request), request.id);
}

function answerProblem(reply: FastifyReply, code: ErrorCode, detail: string, requestId: string): void {
  reply
    .code(errorCodes[code].status)
    .type('application/problem+json')
    .send(problemOf(code, detail, requestId));
}
