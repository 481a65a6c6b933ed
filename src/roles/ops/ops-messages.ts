/** What the main thread and the thread of the ops port say to each other. */
import type { OpsAnswer } from './ops-answers.core.ts';

/** What the thread begins with. */
export interface OpsThreadData {
  host: string;
  port: number;
  metricsToken: string | undefined;
  /** The roles of the process: only these are asked about. */
  roles: readonly string[];
  /** One number: when the main thread last came to its timers, in nanoseconds of the machine. */
  beat: BigInt64Array<SharedArrayBuffer>;
  /** Names of the gauges that the thread itself knows. */
  gauges: { age: string; silent: string };
}

/** What the thread wants to know. */
export interface Question {
  id: number;
  about: 'ready' | 'metrics';
  /** Of which role; of the whole process when not said. */
  role?: string | undefined;
}

/** Where it listens, that it cannot, or a question. */
export type FromOpsThread =
  | { kind: 'listening'; port: number }
  | { kind: 'failed'; code: string; message: string }
  | ({ kind: 'question' } & Question);

/** An answer, or that there is news of readiness to ask for. */
export type ToOpsThread = { kind: 'answer'; id: number; answer: OpsAnswer } | { kind: 'news' };

/** The time of the machine, which is the same in each thread, in nanoseconds. */
export const machineNs = () => process.hrtime.bigint();
