/** What the ops port answers, from what is known of the main thread and how old that is. Pure. */
import { limits } from '../../base/kernel/kernel.ts';

/** An answer over HTTP; `type` is its content type. */
export interface OpsAnswer {
  status: number;
  type: string;
  body: string;
}

/** The latest answer of the main thread to one question, and when it came, ms. */
export interface Known {
  answer: OpsAnswer;
  atMs: number;
}

interface Signs {
  nowMs: number;
  /** When the main thread last came to its timers. */
  beatMs: number;
  /** When this thread itself last went on after it had stood still, with the whole process. */
  resumedMs: number;
}

/**
 * Returns how long the main thread has not run, ms. Time in which the whole process stood still is none of it: a frozen
 * process that goes on is not dead.
 */
export function silentMsOf({ nowMs, beatMs, resumedMs }: Signs): number {
  return Math.max(0, nowMs - Math.max(beatMs, resumedMs));
}

/** Liveness: a main thread that is busy lives, with how long it has been; one that has not run for `mainSilentMsMax` hangs. */
export function livenessOf(silentMs: number): OpsAnswer {
  if (silentMs > limits.mainSilentMsMax)
    return json(503, { status: 'unavailable', reasons: [`process: ${hangs(silentMs)}`] });
  const isBusy = silentMs > limits.opsAnswerMsMax;
  return json(200, { status: 'ok', ...(isBusy && { details: `busy for ${seconds(silentMs)} s` }) });
}

/**
 * Readiness while the main thread does not answer in time: that of before, while it is not older than `mainSilentMsMax`. To call
 * a busy process unready would send its load to the others.
 */
export function readinessWithout(known: Known | null, nowMs: number, silentMs: number): OpsAnswer {
  if (silentMs > limits.mainSilentMsMax) return unready(hangs(silentMs));
  if (known === null) return unready('it has not said yet how it does');
  const ageMs = nowMs - known.atMs;
  if (ageMs > limits.mainSilentMsMax) return unready(`it last said ${seconds(ageMs)} s ago how it does`);
  return known.answer;
}

/**
 * The latest metrics of the main thread, with their age and how long it has been silent. Before the first ones the age counts from
 * the start of this thread. A problem stays as it is: lines of metrics would break it.
 */
export function metricsOf(
  last: Known | null,
  times: { nowMs: number; startedMs: number; silentMs: number },
  names: { age: string; silent: string },
): OpsAnswer {
  if (last !== null && last.answer.status !== 200) return last.answer;
  const { type, body } = last?.answer ?? { type: 'text/plain; version=0.0.4; charset=utf-8', body: '' };
  const ageMs = times.nowMs - (last?.atMs ?? times.startedMs);
  const shown = { [names.age]: ageMs / limits.secondMs, [names.silent]: times.silentMs / limits.secondMs };
  return { status: 200, type, body: withGauges(body, shown) };
}

/** Returns a text of metrics with these gauges at their values: in the place of others of their names, else at the end. */
export function withGauges(text: string, gauges: Readonly<Record<string, number>>): string {
  let lines = text.split('\n').filter((line) => line !== '');
  for (const [name, value] of Object.entries(gauges)) {
    const line = `${name} ${value}`;
    const isOwn = (other: string) => other.startsWith(`${name} `);
    lines = lines.some(isOwn) ? lines.map((other) => (isOwn(other) ? line : other)) : [...lines, line];
  }
  return `${lines.join('\n')}\n`;
}

export const json = (status: number, body: object): OpsAnswer => ({
  ...{ status, type: 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

const unready = (reason: string) => json(503, { status: 'unavailable', reasons: [`process: ${reason}`] });

const hangs = (silentMs: number) =>
  `the main thread has not run for ${seconds(silentMs)} s; restart the process`;

const seconds = (ms: number) => Math.round(ms / limits.secondMs);
