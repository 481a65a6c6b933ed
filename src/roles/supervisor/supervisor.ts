/**
 * The supervisor: starts the processes of an installation, starts again what dies, and ends all of them in order.
 *
 * The first process starts alone, then the others. Until every process was ready once, the end of any is a failed start. Later one that ends unasked is started again after a wait. One
 * that keeps ending before it is ready ends them all; on a full disk it is tried until there is room. A process ends by itself when its
 * supervisor is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { DiskWatch } from '../disk-watch.ts';
import { type ProcessPlan, restartAfter } from './layout.core.ts';

/** What a process says to its supervisor when it listens. */
export const readyMessage = 'ready';

/** What a supervisor says to its processes. */
export interface DiskMessage {
  /** Why the disk of the stores takes no events, in words; null while it has room. */
  fullDisk: string | null;
}

export interface SupervisorOptions {
  plans: readonly ProcessPlan[];
  /** Program, arguments and environment of a process. */
  commandOf(plan: ProcessPlan): { args: string[]; env: NodeJS.ProcessEnv };
  /** Aborts when all are to end. */
  signal: AbortSignal;
  /** The disk of private stores; null where there are none. */
  disk: Pick<DiskWatch, 'full' | 'onChange'> | null;
  say(line: string): void;
}

/** Runs the processes until the signal aborts, or one cannot be kept; returns the exit code. */
export async function supervise({ plans, commandOf, signal, disk, say }: SupervisorOptions): Promise<number> {
  const ending = new AbortController();
  const stopped = AbortSignal.any([signal, ending.signal]);
  const giveUp = (why: string) => {
    say(`Scoville ends: ${why}`);
    ending.abort();
  };
  let waiting = plans.length;
  const first = new AbortController();
  const onReady = () => {
    first.abort();
    waiting--;
    if (waiting === 0) say(`${plans.length} processes run: ${plans.map(({ name }) => name).join(', ')}.`);
  };
  const running = new Set<ChildProcess>();
  const all: Supervised[] = [];
  let room = new AbortController();
  disk?.onChange((fullDisk) => {
    for (const child of running) report(child, { fullDisk });
    if (fullDisk !== null) return;
    for (const one of all) one.forgetFailures();
    room.abort();
    room = new AbortController();
  });
  const start = (plan: ProcessPlan) => {
    const child = started(commandOf(plan));
    running.add(child);
    child.once('exit', () => running.delete(child));
    report(child, { fullDisk: disk?.full() ?? null });
    return child;
  };
  const codes = await Promise.all(
    plans.map(async (plan, index) => {
      // The first one lays out new stores alone: the others would take a half of it for a loss.
      if (index > 0) await aborted(AbortSignal.any([first.signal, stopped]));
      const one = new Supervised(plan, {
        start: () => start(plan),
        hasStarted: () => waiting <= 0,
        onReady,
        giveUp,
        fullDisk: () => disk?.full() ?? null,
        room: () => room.signal,
        stopped,
        say,
      });
      all.push(one);
      return one.run();
    }),
  );
  return ending.signal.aborted || codes.some((code) => code !== 0) ? 1 : 0;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function started({ args, env }: { args: string[]; env: NodeJS.ProcessEnv }): ChildProcess {
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** One that ends meanwhile hears nothing; the next one hears it at its start. */
function report(child: ChildProcess, message: DiskMessage): void {
  if (child.connected) child.send(message, () => undefined);
}

interface Surroundings {
  start(): ChildProcess;
  /** Whether every process was ready once. */
  hasStarted(): boolean;
  /** Hears when this one is ready for the first time. */
  onReady(): void;
  giveUp(why: string): void;
  /** Why the disk of the stores is full, in words; null while it has room. */
  fullDisk(): string | null;
  /** Aborts when the disk has room the next time. */
  room(): AbortSignal;
  stopped: AbortSignal;
  say(line: string): void;
}

/** One process, through all of its lives. */
class Supervised {
  readonly #plan: ProcessPlan;
  readonly #surroundings: Surroundings;
  #wasReady = false;
  /** Lives in a row that ended before it was ready. */
  #failures = 0;

  constructor(plan: ProcessPlan, surroundings: Surroundings) {
    this.#plan = plan;
    this.#surroundings = surroundings;
  }

  /** Returns the code of its last life. */
  async run(): Promise<number> {
    const { stopped, hasStarted, giveUp, fullDisk, room, say } = this.#surroundings;
    const { name } = this.#plan;
    while (!stopped.aborted) {
      const { code, how } = await this.#live();
      if (stopped.aborted) return code;
      if (!hasStarted()) {
        giveUp(`${name} ended during the start, with ${how}`);
        return code;
      }
      const full = fullDisk();
      const next = restartAfter(this.#failures, full !== null);
      if (next.kind === 'give up') {
        giveUp(`${name} ended ${this.#failures} times in a row before it was ready, last with ${how}`);
        return code;
      }
      const orSooner = full === null ? '' : `, or once there is room: ${full}`;
      say(`${name} ended with ${how}; starting it again in ${next.ms / limits.secondMs} s${orSooner}`);
      const over = full === null ? stopped : AbortSignal.any([stopped, room()]);
      await pause(next.ms, undefined, { signal: over }).catch(() => undefined);
    }
    return 0;
  }

  /** The disk has room again: what failed for want of it says nothing about the life under way, nor those that follow. */
  forgetFailures(): void {
    this.#failures = 0;
  }

  /** From a start to an end. Asked to end, it has the time of an orderly stop; then it is killed. */
  async #live(): Promise<{ code: number; how: string }> {
    const { start, onReady, stopped } = this.#surroundings;
    const child = start();
    this.#failures++;
    child.on('message', (message) => {
      if (message !== readyMessage) return;
      this.#failures = 0;
      if (!this.#wasReady) onReady();
      this.#wasReady = true;
    });
    let killing: NodeJS.Timeout | undefined;
    const end = () => {
      child.kill('SIGTERM');
      killing = setTimeout(() => child.kill('SIGKILL'), limits.stopMsMax + limits.supervisedStopMs);
    };
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    stopped.removeEventListener('abort', end);
    clearTimeout(killing);
    return { code: code ?? 1, how: signal === null ? `code ${code}` : signal };
  }
}
