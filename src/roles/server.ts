/** The bare HTTP server: the settings of every door of the process. */
import Fastify, { type FastifyInstance } from 'fastify';
import { limits } from '../base/kernel/kernel.ts';
import { gatherRoutes, isNearby } from '../base/network/network.ts';
import {
  answerBadPath,
  answerBadRequest,
  answerError,
  answerNoHost,
  answerNoRoute,
  closeUpgrade,
  sayWhatBrowsersMay,
} from './bad-requests.ts';

/**
 * Creates the server. It trusts the headers `X-Forwarded-For`, `-Proto` and `-Host` of `proxies` only: a list of addresses, or
 * their number. A number trusts the nearest proxy only on a private network, so a client that connects directly is not trusted.
 * False trusts no header: address and TLS are those of the connection. A request that has not arrived whole after
 * `requestMsMax` is answered 408 within a second, and its connection closed.
 */
export function createServer(
  proxies: false | number | string[],
  requestMsMax: number = limits.requestMsMax,
): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: requestMsMax,
    http: {
      headersTimeout: requestMsMax,
      connectionsCheckingInterval: Math.min(limits.requestCheckEveryMs, requestMsMax),
      maxHeaderSize: limits.headerBytesMax,
      // Node's own answer has no body.
      requireHostHeader: false,
    },
    clientErrorHandler: answerBadRequest,
    frameworkErrors: answerBadPath,
    trustProxy:
      typeof proxies === 'number'
        ? (address: string, hop: number) => hop < proxies && (hop > 0 || isNearby(address))
        : proxies,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: true,
    // Clients join a host with a slash at its end and a path with one at its beginning.
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: limits.pathPartLengthMax,
    },
  });
  gatherRoutes(app);
  app.addHook('onRequest', sayWhatBrowsersMay);
  app.addHook('onRequest', answerNoHost);
  app.addHook('onRequest', closeUpgrade);
  app.setNotFoundHandler(answerNoRoute);
  app.setErrorHandler(answerError);
  // RFC 9110 lets a server ignore what it does not know; Node's own answer, 417, has no body.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  return app;
}
