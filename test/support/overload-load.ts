/**
 * A process of load: kept connections that send a batch, and the next one as soon as they have an answer, whatever it is. They heed no
 * `Retry-After`, as clients at their worst. Each event is of a visitor of its own. Prints what was answered.
 */
import { connect, type Socket } from 'node:net';

export interface OverloadOptions {
  port: number;
  writeKey: string;
  connections: number;
  seconds: number;
  eventsPerRequest: number;
  /** Of the load process: part of every id. */
  name: string;
}

export interface OverloadResult {
  /** Answers by status; `cut` are connections that ended without one. */
  answers: Record<string, number>;
  /** From the request to the answer 200, ms: half of them, 99 of a hundred, and the longest. */
  acceptedMs: { p50: number; p99: number; max: number };
}

const headEnd = '\r\n\r\n';

/** Sends for so many seconds. Resolves when every request has its answer. */
export async function overload(options: OverloadOptions): Promise<OverloadResult> {
  const untilMs = performance.now() + 1_000 * options.seconds;
  const answers: Record<string, number> = {};
  const times: number[] = [];
  const count = (status: string, ms: number) => {
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === '200') times.push(ms);
  };
  await Promise.all(
    Array.from({ length: options.connections }, async (_, connection) => {
      for (let round = 0; performance.now() < untilMs; round++)
        await sending({ ...options, name: `${options.name}-${connection}-${round}` }, untilMs, count);
    }),
  );
  times.sort((one, other) => one - other);
  const rank = (part: number) => Math.round(times[Math.floor(part * (times.length - 1))] ?? 0);
  return { answers, acceptedMs: { p50: rank(0.5), p99: rank(0.99), max: rank(1) } };
}

/** One connection, until it is cut or the time is over. */
function sending(
  options: OverloadOptions,
  untilMs: number,
  count: (status: string, ms: number) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket: Socket = connect(options.port, '127.0.0.1');
  let received = '';
  let sent = 0;
  let sentMs = performance.now();
  let isWaiting = true;
  const send = () => {
    sentMs = performance.now();
    isWaiting = true;
    socket.write(requestOf(options, sent++));
  };
  socket.setEncoding('latin1').setNoDelay(true);
  socket.on('connect', send);
  socket.on('data', (part: string) => {
    received += part;
    const end = received.indexOf(headEnd);
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + headEnd.length + length) return;
    count(received.slice(9, 12), performance.now() - sentMs);
    received = '';
    isWaiting = false;
    if (performance.now() < untilMs) send();
    else socket.end();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    if (isWaiting) count('cut', 0);
    resolve();
  });
  return promise;
}

function requestOf({ writeKey, name, eventsPerRequest }: OverloadOptions, nth: number): string {
  const batch = Array.from({ length: eventsPerRequest }, (_, index) => {
    const id = `${name}-${nth}-${index}`;
    const properties = { path: '/managed-cloud', text: 'x'.repeat(300) };
    return { type: 'page', name: 'page', anonymousId: id, messageId: id, properties };
  });
  const body = JSON.stringify({ batch, writeKey });
  return `POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}${headEnd}${body}`;
}
