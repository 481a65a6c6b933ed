/** A raw line to a server: bytes as they are given, and the answers as the server wrote them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Sends requests one after another on one connection, which it opens anew when the server has closed it. */
export interface RawLine {
  /** Returns the answer; null where the connection was closed without one. */
  ask(bytes: Buffer, isHead?: boolean): Promise<RawAnswer | null>;
  close(): void;
}

/** A connection that was idle for so long is left: the server may just be closing it. */
const idleMsMax = 1_000;

export function openRawLine(port: number): RawLine {
  let socket: Socket | null = null;
  let answeredMs = 0;
  return {
    ask: async (bytes, isHead = false) => {
      if (socket !== null && performance.now() - answeredMs > idleMsMax) {
        socket.destroy();
        socket = null;
      }
      socket ??= open(port);
      const asked = socket;
      const read = reading(asked, isHead);
      asked.write(bytes);
      const { answers } = await read;
      answeredMs = performance.now();
      const answer = answers[0] ?? null;
      if (asked.closed || asked.readableEnded || answer?.headers.get('connection') === 'close') {
        asked.destroy();
        socket = null;
      }
      return answer;
    },
    close: () => void socket?.destroy(),
  };
}

/** Writes bytes to a connection of its own and ends its side; returns all answers until the server closes. */
export async function askAndEnd(port: number, bytes: Buffer): Promise<RawAnswer[]> {
  const socket = open(port);
  const read = reading(socket, false, Number.POSITIVE_INFINITY);
  socket.end(bytes);
  const { answers } = await read;
  socket.destroy();
  return answers;
}

/** Writes bytes to a connection of its own, and cuts the line. */
export async function askAndLeave(port: number, bytes: Buffer): Promise<void> {
  const socket = open(port);
  socket.write(bytes, () => socket.destroy());
  if (!socket.closed) await once(socket, 'close');
}

function open(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  // A server that refuses may reset what is still being sent.
  socket.on('error', () => undefined);
  return socket;
}

/** Reads answers from a connection until there are so many, or it is closed. */
function reading(socket: Socket, isHead: boolean, count = 1): Promise<{ answers: RawAnswer[] }> {
  const { promise, resolve } = Promise.withResolvers<{ answers: RawAnswer[] }>();
  const answers: RawAnswer[] = [];
  let pending: Buffer = Buffer.alloc(0);
  const take = (isAtEnd: boolean) => {
    for (
      let found = answerIn(pending, isHead, isAtEnd);
      found !== null;
      found = answerIn(pending, isHead, isAtEnd)
    ) {
      pending = pending.subarray(found.bytes);
      // Interim answers are no answers.
      if (found.answer.status >= 200) answers.push(found.answer);
    }
    if (answers.length < count && !isAtEnd) return;
    socket.off('data', onData).off('close', onEnd).off('end', onEnd);
    resolve({ answers });
  };
  const onData = (more: Buffer) => {
    pending = pending.length === 0 ? more : Buffer.concat([pending, more]);
    take(false);
  };
  const onEnd = () => take(true);
  socket.on('data', onData).on('close', onEnd).on('end', onEnd);
  return promise;
}

/** The first answer in bytes, and its length; null where it is not whole. */
function answerIn(
  bytes: Buffer,
  isHead: boolean,
  isAtEnd: boolean,
): { answer: RawAnswer; bytes: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  if (Number.isNaN(status)) throw new Error(`not an answer: ${first.slice(0, 100)}`);
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const from = headEnd + 4;
  const isBare = isHead || status < 200 || status === 204 || status === 304;
  const to = isBare ? from : bodyEnd(bytes, from, headers, isAtEnd);
  return to === null
    ? null
    : { answer: { status, headers, body: bytes.toString('utf8', from, to) }, bytes: to };
}

function bodyEnd(
  bytes: Buffer,
  from: number,
  headers: ReadonlyMap<string, string>,
  isAtEnd: boolean,
): number | null {
  const length = headers.get('content-length');
  if (length !== undefined) return from + Number(length) <= bytes.length ? from + Number(length) : null;
  if (headers.get('transfer-encoding') !== 'chunked') return isAtEnd ? bytes.length : null;
  const last = bytes.indexOf('0\r\n\r\n', from);
  return last < 0 ? null : last + 5;
}
