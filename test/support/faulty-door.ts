/** A door in front of the real one that fails as lines and servers do, then passes: what clients make of it, and what arrives. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed-server.ts';

/**
 * What happens to one request with events: a status, an answer that is lost after the door took the events, or a line that is
 * cut before it did.
 */
export type Fault = 503 | 429 | 'answer lost' | 'line cut';

export interface FaultyDoor {
  url: string;
  /** Requests with events so far, failed ones too. */
  posts(): number;
  /** The faults of the next requests with events, one each; those after them pass. */
  failNext(faults: readonly Fault[]): void;
  /** Faults that have not happened yet. */
  faultsLeft(): number;
  stop(): Promise<void>;
}

/** `onAnswer` is given the status of each answer of the real door to a request with events, before the client has it. */
export async function startFaultyDoor(
  target: string,
  isTls = false,
  onAnswer: (status: number) => void = () => undefined,
): Promise<FaultyDoor> {
  const faults: Fault[] = [];
  let posts = 0;
  const handle = async (incoming: IncomingMessage, answer: ServerResponse) => {
    const body = Buffer.concat(await incoming.toArray());
    // What asks first, and clients' own metrics, carry no events.
    const hasEvents = incoming.method === 'POST' && !/\/m\/?$/.test(incoming.url ?? '');
    const fault = hasEvents ? faults.shift() : undefined;
    if (hasEvents) posts++;
    if (fault === 'line cut') return void incoming.socket.destroy();
    if (typeof fault === 'number') return refuse(fault, incoming, answer);
    const passed = await forward(target, incoming, body, isTls);
    if (hasEvents) onAnswer(passed.status);
    if (fault === 'answer lost') return void incoming.socket.destroy();
    answer.writeHead(passed.status, passed.headers).end(passed.body);
  };
  const listener = (incoming: IncomingMessage, answer: ServerResponse) =>
    void handle(incoming, answer).catch(() => answer.destroy());
  const server = isTls ? createTlsServer(selfSigned, listener) : createServer(listener);
  // It ends no connection by itself: a client that does not send again would lose what it sends as its line is closed for rest.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${isTls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: () => posts,
    failNext: (next) => void faults.push(...next),
    faultsLeft: () => faults.length,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As the real door refuses: its headers for pages are there too. */
function refuse(status: 503 | 429, incoming: IncomingMessage, answer: ServerResponse): void {
  answer
    .writeHead(status, {
      'content-type': 'application/problem+json',
      'retry-after': '1',
      'access-control-allow-origin': incoming.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After',
    })
    .end(JSON.stringify({ status, code: status === 503 ? 'unavailable' : 'too_many_requests' }));
}

interface Passed {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

async function forward(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  isTls: boolean,
): Promise<Passed> {
  const { connection, ...headers } = incoming.headers;
  const outgoing = request(target + (incoming.url ?? '/'), {
    method: incoming.method,
    headers: {
      ...headers,
      'content-length': body.length,
      'x-forwarded-host': incoming.headers.host ?? '',
      'x-forwarded-proto': isTls ? 'https' : 'http',
    },
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: Buffer.concat(await answer.toArray()),
  };
}
