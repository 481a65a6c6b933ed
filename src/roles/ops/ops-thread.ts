/**
 * The thread of the ops port: an HTTP server that answers within a second while the main thread is busy.
 *
 * It asks the main thread, for `opsAnswerMsMax`, and then answers what it knows. Each question is under way once, however many
 * ask it, and an answer that comes late is kept for the next.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { every } from '../../base/background/background.ts';
import { ApiError, limits, problemOf } from '../../base/kernel/kernel.ts';
import { answerHeaders } from '../../base/network/network.ts';
import { requireRole } from '../../base/telemetry/telemetry.ts';
import { answerBadRequest } from '../bad-requests.ts';
import { metricsAccess } from '../metrics-access.ts';
import {
  type Known,
  livenessOf,
  metricsOf,
  type OpsAnswer,
  readinessWithout,
  silentMsOf,
} from './ops-answers.core.ts';
import {
  type FromOpsThread,
  machineNs,
  type OpsThreadData,
  type Question,
  type ToOpsThread,
} from './ops-messages.ts';

const nsPerMs = 1_000_000n;
const { host, port, metricsToken, roles, beat, gauges } = workerData as OpsThreadData;
const admitScrape = metricsAccess(metricsToken);
const nowMs = () => Number(machineNs() / nsPerMs);
const say = (message: FromOpsThread) => parentPort?.postMessage(message);

/** A question under way; it ends when the main thread has answered, however late. */
interface Asked {
  id: number;
  answered: Promise<OpsAnswer>;
  answer: (answer: OpsAnswer) => void;
}

const asked = new Map<string, Asked>();
const known = new Map<string, Known>();
let questions = 0;
const startedMs = nowMs();
let tickMs = startedMs;
let resumedMs = startedMs;

const silentMs = () =>
  silentMsOf({ nowMs: nowMs(), beatMs: Number(Atomics.load(beat, 0) / nsPerMs), resumedMs });

const keyOf = ({ about, role }: Pick<Question, 'about' | 'role'>) => `${about} ${role ?? ''}`;

/** Returns the answer of the main thread; null where it does not answer in time. */
async function ask(question: Pick<Question, 'about' | 'role'>): Promise<OpsAnswer | null> {
  const key = keyOf(question);
  if (!asked.has(key) && asked.size >= limits.opsConnectionsMax) return null;
  const { answered } = asked.get(key) ?? send(question, key);
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, limits.opsAnswerMsMax, null);
  const answer = await Promise.race([answered, late]);
  clearTimeout(timer);
  return answer;
}

function send(question: Pick<Question, 'about' | 'role'>, key: string): Asked {
  const { promise: answered, resolve: answer } = Promise.withResolvers<OpsAnswer>();
  const one: Asked = { id: ++questions, answered, answer };
  asked.set(key, one);
  say({ kind: 'question', id: one.id, ...question });
  return one;
}

parentPort?.on('message', (message: ToOpsThread) => {
  if (message.kind === 'news') {
    void ask({ about: 'ready' });
    return;
  }
  const { id, answer } = message;
  for (const [key, one] of asked) {
    if (one.id !== id) continue;
    asked.delete(key);
    known.set(key, { answer, atMs: nowMs() });
    one.answer(answer);
  }
});

async function ready(role: string | undefined): Promise<OpsAnswer> {
  // Here, and not in the main thread: every request could name another, which this thread would remember.
  requireRole(roles, role);
  const question = { about: 'ready', role } as const;
  const answer = await ask(question);
  return answer ?? readinessWithout(known.get(keyOf(question)) ?? null, nowMs(), silentMs());
}

async function metrics(): Promise<OpsAnswer> {
  const question = { about: 'metrics' } as const;
  await ask(question);
  const last = known.get(keyOf(question)) ?? null;
  return metricsOf(last, { nowMs: nowMs(), startedMs, silentMs: silentMs() }, gauges);
}

async function answerOf({ method, url = '/', headers, socket }: IncomingMessage): Promise<OpsAnswer> {
  const [path, query] = url.split('?', 2);
  const route = method === 'GET' || method === 'HEAD' ? path : '';
  if (route === '/livez') return livenessOf(silentMs());
  if (route === '/readyz') return ready(new URLSearchParams(query).get('role') ?? undefined);
  if (route !== '/metrics')
    throw new ApiError('not_found', 'this port has GET /livez, /readyz and /metrics; the others are on PORT');
  admitScrape({ headers, ip: socket.remoteAddress ?? '' });
  return metrics();
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerOf(request).catch(problem);
  response.writeHead(answer.status, {
    ...answerHeaders,
    'cache-control': 'no-store',
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function problem(error: unknown): OpsAnswer {
  if (!(error instanceof ApiError)) throw error;
  const body = JSON.stringify(problemOf(error.code, error.detail, randomUUID()));
  return { status: error.status, type: 'application/problem+json', body };
}

const server = createServer(
  {
    requestTimeout: limits.opsRequestMsMax,
    headersTimeout: limits.opsRequestMsMax,
    maxHeaderSize: limits.headerBytesMax,
  },
  serve,
);
server.maxConnections = limits.opsConnectionsMax;
server.on('clientError', answerBadRequest);
server.once('error', ({ code = '', message }: NodeJS.ErrnoException) =>
  say({ kind: 'failed', code, message }),
);
server.listen({ host, port }, () => say({ kind: 'listening', port: (server.address() as AddressInfo).port }));

// A tick that comes late by many others: the whole process stood still, this thread too.
every(limits.mainBeatEveryMs, () => {
  const before = tickMs;
  tickMs = nowMs();
  if (tickMs - before > limits.opsAskEveryMs) resumedMs = tickMs;
});
every(limits.opsAskEveryMs, () => ask({ about: 'ready' }));
