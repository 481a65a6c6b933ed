/**
 * The ops port: health and metrics on a port of their own, answered within a second while the event loop of the process is busy.
 * A thread of its own holds it.
 *
 * A failure of the thread is one of the process: it is thrown, the process ends in order, and a supervisor starts it again.
 */
import { Worker } from 'node:worker_threads';
import { every } from '../../base/background/background.ts';
import { ApiError, limits, problemOf } from '../../base/kernel/kernel.ts';
import { type Health, metricTable } from '../../base/telemetry/telemetry.ts';
import type { Environment } from '../../environment.ts';
import { listenError, urlOf } from '../listening.ts';
import { json, type OpsAnswer } from './ops-answers.core.ts';
import {
  type FromOpsThread,
  machineNs,
  type OpsThreadData,
  type Question,
  type ToOpsThread,
} from './ops-messages.ts';

export interface OpsPort {
  /** Where it listens, as a client of this machine writes it. */
  readonly url: string;
  /** From now on readiness and metrics are those of this health. */
  serve(health: Health): void;
  close(): Promise<void>;
}

type Settings = Pick<Environment, 'HOST' | 'OPS_PORT' | 'METRICS_TOKEN' | 'ROLES'>;

/**
 * Listens, and answers that the process is not ready: it waits for what `waitsFor` says in words. Null where OPS_PORT is not
 * set. Throws when the address cannot be used.
 */
export async function openOpsPort(settings: Settings, waitsFor: () => string): Promise<OpsPort | null> {
  const { HOST: host, OPS_PORT: port, METRICS_TOKEN: metricsToken, ROLES: roles } = settings;
  if (port === undefined) return null;
  const beat = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  const show = () => Atomics.store(beat, 0, machineNs());
  show();
  const gauges = { age: metricTable.metricsAge.name, silent: metricTable.mainThreadSilent.name };
  const workerData: OpsThreadData = { host, port, metricsToken, roles, beat, gauges };
  const thread = new Worker(new URL('./ops-thread.ts', import.meta.url), { workerData });
  const say = (message: ToOpsThread) => thread.postMessage(message);
  let health: Health | null = null;
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>();
  thread.on('message', async (message: FromOpsThread) => {
    if (message.kind === 'listening') resolve(message.port);
    else if (message.kind === 'failed') reject(listenError(message, { host, port, setting: 'OPS_PORT' }));
    else {
      const answer = await answerOf(message, health, waitsFor);
      say({ kind: 'answer', id: message.id, answer });
    }
  });
  try {
    const taken = await listening;
    const beats = every(limits.mainBeatEveryMs, show);
    return {
      url: urlOf(host, taken),
      serve: (given) => {
        health = given;
        say({ kind: 'news' });
      },
      close: async () => {
        beats.close();
        await thread.terminate();
      },
    };
  } catch (error) {
    await thread.terminate();
    throw error;
  }
}

async function answerOf(
  { about, role }: Question,
  health: Health | null,
  waitsFor: () => string,
): Promise<OpsAnswer> {
  try {
    if (about === 'metrics') {
      const { type, text } = (await health?.scrape()) ?? { type: 'text/plain; charset=utf-8', text: '' };
      return { status: 200, type, body: text };
    }
    if (health === null)
      return json(503, { status: 'unavailable', reasons: [`process: the start waits for ${waitsFor()}`] });
    const { code, body } = await health.ready(role);
    return json(code, body);
  } catch (error) {
    const { status, code, detail } =
      error instanceof ApiError ? error : new ApiError('internal', (error as Error).message);
    const body = JSON.stringify(problemOf(code, detail, crypto.randomUUID()));
    return { status, type: 'application/problem+json', body };
  }
}
