/**
 * The end of the HTTP server: answers the requests in flight, then closes every connection, within a limit.
 *
 * 1. Before the stop it only counts open connections and unfinished responses.
 * 2. The stop begins: `stopping` aborts, so that `/readyz` answers 503 and endless streams end. Connections that the kernel
 *    has already queued are accepted, then the server stops listening.
 * 3. Every response from now on says `Connection: close`. An idle connection stays open for `idleConnectionStopMs`: the
 *    client may have sent a request that is still on its way, and it is served. Then idle connections are closed.
 * 4. When no connection is left, or after `requestsStopMsMax`, Fastify closes and cuts what remains.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { limits } from '../base/kernel/kernel.ts';
import type { Logger } from '../base/telemetry/telemetry.ts';
import { stopListening } from './more-sockets.ts';

export interface RequestDrain {
  /** Aborts when the stop begins. */
  readonly stopping: AbortSignal;
  /** Steps 2 to 4. Takes at most `requestsStopMsMax`, and the little that Fastify needs. */
  close(): Promise<void>;
}

/** Watches the connections of a server that does not listen yet. */
export function openRequestDrain(app: FastifyInstance, logger: Logger): RequestDrain {
  const stopping = new AbortController();
  const connections = new Connections();
  const { server } = app;
  server.on('connection', (socket) => connections.add(socket));
  server.prependListener('request', (_request, response) => connections.answer(response));
  // On `localhost` Fastify listens on both loopback addresses; requests of the second one are seen by the hook alone.
  app.addHook('onRequest', (_request, reply, done) => {
    connections.answer(reply.raw);
    done();
  });

  const drain = async () => {
    stopping.abort();
    connections.sayClose();
    await acceptQueued(() => connections.accepted);
    stopListening(server);
    const idle = setTimeout(() => connections.closeIdle(), limits.idleConnectionStopMs);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const limit = setTimeout(resolve, limits.requestsStopMsMax);
    await Promise.race([connections.allClosed(), late]);
    clearTimeout(idle);
    clearTimeout(limit);
    if (connections.count > 0)
      logger.warn({ connections: connections.count }, 'requests did not end in time; connections are cut');
  };
  return {
    stopping: stopping.signal,
    close: async () => {
      await drain();
      await app.close();
    },
  };
}

/** The open connections of a server, and the responses that are not sent yet. */
class Connections {
  /** Connections accepted so far. */
  accepted = 0;
  /** Each open connection, with the bytes that were read from it up to its latest response. */
  readonly #bytesRead = new Map<Socket, number>();
  readonly #responses = new Map<ServerResponse, Socket>();
  readonly #whenAllClosed: (() => void)[] = [];
  #isClosing = false;
  #isIdleClosed = false;

  get count(): number {
    return this.#bytesRead.size;
  }

  add(socket: Socket): void {
    if (this.#bytesRead.has(socket) || socket.destroyed) return;
    this.accepted++;
    this.#bytesRead.set(socket, 0);
    socket.once('close', () => {
      this.#bytesRead.delete(socket);
      if (this.count === 0) for (const resolve of this.#whenAllClosed.splice(0)) resolve();
    });
  }

  /** Counts the response of a new request. */
  answer(response: ServerResponse): void {
    const { socket } = response;
    if (socket === null || this.#responses.has(response)) return;
    this.add(socket);
    this.#responses.set(response, socket);
    if (this.#isClosing) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#bytesRead.has(socket)) this.#bytesRead.set(socket, socket.bytesRead);
      if (this.#isIdleClosed) this.closeIdle();
    });
  }

  /** Responses whose headers are not sent yet, and all later ones, will say `Connection: close`. */
  sayClose(): void {
    this.#isClosing = true;
    for (const response of this.#responses.keys()) response.shouldKeepAlive = false;
  }

  /** Closes the connections without a request, now and whenever one becomes idle. */
  closeIdle(): void {
    this.#isIdleClosed = true;
    const busy = new Set(this.#responses.values());
    for (const [socket, bytesRead] of this.#bytesRead) {
      // More bytes than that are the beginning of a request.
      if (!busy.has(socket) && socket.bytesRead === bytesRead) socket.destroySoon();
    }
  }

  allClosed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.count === 0) resolve();
      else this.#whenAllClosed.push(resolve);
    });
  }
}

/** Lets the event loop accept what the kernel has queued: a connection that is still queued when listening ends is reset. */
async function acceptQueued(accepted: () => number): Promise<void> {
  let before: number;
  let rounds = 0;
  do {
    before = accepted();
    await turn();
    await turn();
  } while (accepted() > before && ++rounds < limits.acceptRoundsMax);
}
