/**
 * A process of load. Requests are prepared bytes: a copy with a number of its own costs the sender next to nothing, and the server all the
 * work of its events. Without a rate each connection sends the next request as soon as one is answered, whatever the answer. With
 * a rate requests are due at their times, as from clients that know of no load. No `Retry-After` is heeded. Each event is of a visitor
 * of its own. Prints what was offered and answered.
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
  /** Requests that are due a second, over all connections; without it, as many as are answered. */
  rate?: number;
}

export interface OverloadResult {
  /** Requests that were written, and that were due while no connection took another one. */
  sent: number;
  keptBack: number;
  /** Answers by status; `cut` are requests whose connection ended before. */
  answers: Record<string, number>;
  /** From the request to the answer 200, ms: half of them, 99 of a hundred, and the longest. */
  acceptedMs: { p50: number; p99: number; max: number };
}

const headEnd = '\r\n\r\n';
const tickMs = 10;
const numberLength = 9;

/** Sends for so many seconds. Resolves when every request has its answer. */
export async function overload(options: OverloadOptions): Promise<OverloadResult> {
  const { connections, seconds, rate } = options;
  const beganMs = performance.now();
  const untilMs = beganMs + 1_000 * seconds;
  const tally: Tally = { sent: 0, answers: {}, times: [], untilMs };
  const next = requestsOf(options);
  const lines = Array.from({ length: connections }, () => new Line(options, next, tally));
  const keptBack = rate === undefined ? 0 : await sendAtRate(lines, rate, beganMs, untilMs);
  await Promise.all(lines.map((line) => line.ended));
  const { sent, answers } = tally;
  const times = tally.times.sort((one, other) => one - other);
  const rank = (part: number) => Math.round(times[Math.floor(part * (times.length - 1))] ?? 0);
  return { sent, keptBack, answers, acceptedMs: { p50: rank(0.5), p99: rank(0.99), max: rank(1) } };
}

interface Tally {
  sent: number;
  answers: Record<string, number>;
  times: number[];
  untilMs: number;
}

/** Has requests sent when they are due, by one connection after the other. Returns how many no connection took. */
function sendAtRate(lines: readonly Line[], rate: number, beganMs: number, untilMs: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let made = 0;
  let keptBack = 0;
  const timer = setInterval(() => {
    const nowMs = Math.min(performance.now(), untilMs);
    for (const due = Math.floor(((nowMs - beganMs) / 1_000) * rate); made < due; made++)
      if (!lines[made % lines.length]?.send()) keptBack++;
    if (nowMs < untilMs) return;
    clearInterval(timer);
    for (const line of lines) line.endWhenAnswered();
    resolve(keptBack);
  }, tickMs);
  return promise;
}

/** One connection, which is made again when it is cut. */
class Line {
  readonly ended: Promise<void>;
  readonly #options: OverloadOptions;
  readonly #next: () => Buffer;
  readonly #tally: Tally;
  readonly #end: () => void;
  /** When the request without an answer was sent; null where there is none. */
  #sentMs: number | null = null;
  #received = '';
  #socket: Socket | null = null;
  #isConnected = false;

  constructor(options: OverloadOptions, next: () => Buffer, tally: Tally) {
    this.#options = options;
    this.#next = next;
    this.#tally = tally;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
    this.#connect();
  }

  /** Sends the next request; false where the connection is not there, or has one without an answer. */
  send(): boolean {
    if (this.#socket === null || !this.#isConnected || this.#sentMs !== null) return false;
    this.#sentMs = performance.now();
    this.#tally.sent++;
    this.#socket.write(this.#next());
    return true;
  }

  endWhenAnswered(): void {
    if (this.#sentMs === null) this.#socket?.end();
  }

  #connect(): void {
    if (this.#isOver) return void this.#end();
    const socket = connect(this.#options.port, '127.0.0.1');
    this.#socket = socket;
    this.#received = '';
    socket.setEncoding('latin1').setNoDelay(true);
    socket.on('connect', () => {
      this.#isConnected = true;
      this.#goOn();
    });
    socket.on('data', (part: string) => this.#receive(part));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isConnected = false;
      if (this.#sentMs !== null) this.#count('cut');
      this.#sentMs = null;
      this.#connect();
    });
  }

  get #isOver(): boolean {
    return performance.now() >= this.#tally.untilMs;
  }

  /** Where no rate says when, the next requests follow at once. */
  #goOn(): void {
    if (this.#isOver) return void this.endWhenAnswered();
    if (this.#options.rate === undefined) this.send();
  }

  #receive(part: string): void {
    this.#received += part;
    if (!this.#isWhole || this.#sentMs === null) return;
    const status = this.#received.slice(9, 12);
    this.#count(status);
    if (status === '200') this.#tally.times.push(performance.now() - this.#sentMs);
    this.#received = '';
    this.#sentMs = null;
    this.#goOn();
  }

  get #isWhole(): boolean {
    const end = this.#received.indexOf(headEnd);
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    return end >= 0 && this.#received.length >= end + headEnd.length + length;
  }

  #count(status: string): void {
    const { answers } = this.#tally;
    answers[status] = (answers[status] ?? 0) + 1;
  }
}

/** Returns what makes one request after the other: the same bytes, but for the number in its ids. */
function requestsOf({ writeKey, name, eventsPerRequest }: OverloadOptions): () => Buffer {
  const gap = '#'.repeat(numberLength);
  const batch = Array.from({ length: eventsPerRequest }, (_, index) => {
    const id = `${name}-${gap}-${index}`;
    const properties = { path: '/managed-cloud', text: 'x'.repeat(100) };
    return { type: 'page', name: 'page', anonymousId: id, messageId: id, properties };
  });
  const body = JSON.stringify({ batch, writeKey });
  const request = Buffer.from(
    `POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}${headEnd}${body}`,
    'latin1',
  );
  const gaps: number[] = [];
  for (let at = request.indexOf(gap); at >= 0; at = request.indexOf(gap, at + numberLength)) gaps.push(at);
  let made = 0;
  return () => {
    const number = Buffer.from(String(made++).padStart(numberLength, '0'), 'latin1');
    const copy = Buffer.from(request);
    for (const at of gaps) number.copy(copy, at);
    return copy;
  };
}
