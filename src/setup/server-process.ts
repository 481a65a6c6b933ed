/** Runs a private server as a child in a group of its own, and keeps it running until it is stopped. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../base/kernel/kernel.ts';
import { fullDisk } from './disk-space.ts';

/** A started server program. `exited` resolves to words for how it ended. */
export interface ServerProcess {
  pid: number;
  hasExited(): boolean;
  exited: Promise<string>;
}

/** A private server that is up. */
export interface EmbeddedServer {
  /** Where to reach it, password included: a secret. The same for its whole life. */
  readonly url: string;
  /** Its present process; a restart replaces it. */
  readonly pid: number;
  /** Resolves, to the reason in words, only when it could not be kept running. */
  readonly lost: Promise<string>;
  /** Stops it in an orderly way, within a bounded time. May be called again. */
  stop(): Promise<void>;
}

/** Restarts within the window before a server counts as lost. */
const restartsMax = 5;
const restartWindowMs = 60_000;
/** Pause before a restart, ms; doubled each time within the window. */
const restartPauseMs = 100;
const logTailBytes = 1_500;
/** What a server writes at the end of its log when the disk is full. */
const noSpace = /No space left on device/i;

/**
 * Starts a program with its output in a log file (that of the start before is kept as `.old`). It leads a session of its own:
 * Ctrl-C in our terminal does not reach it, so we can stop it after everything that uses it.
 */
export function spawnServer(options: {
  program: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logPath: string;
  uid?: number | undefined;
  gid?: number | undefined;
}): Promise<ServerProcess> {
  if (existsSync(options.logPath)) renameSync(options.logPath, `${options.logPath}.old`);
  const log = openSync(options.logPath, 'a', 0o600);
  const child = spawn(options.program, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(log);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`${options.program} could not be started: ${error.message}`)),
    );
    child.once('spawn', () => {
      const exited = new Promise<string>((done) => {
        child.once('exit', (code, signal) => done(signal === null ? `code ${code}` : `signal ${signal}`));
      });
      resolve({
        pid: child.pid ?? 0,
        hasExited: () => child.exitCode !== null || child.signalCode !== null,
        exited,
      });
    });
  });
}

/** The end of a server's log, for an error message. */
export function logTail(logPath: string): string {
  try {
    return readFileSync(logPath, 'utf8').slice(-logTailBytes).trim();
  } catch {
    return '(no log)';
  }
}

/**
 * Watches a server that is up, and starts it again when it ends unasked (kill -9, out of memory). It keeps its address, so that
 * its clients only see a gap. On a full disk it waits until there is room, and tries again after ever longer times. After
 * `restartsMax` in a minute, or when a restart fails although there is room, the server is lost.
 */
export function keepRunning(options: {
  name: string;
  url: string;
  first: ServerProcess;
  /** Starts it again. Ends what it started and throws when the signal aborts. */
  launch: (signal: AbortSignal) => Promise<ServerProcess>;
  end: (server: ServerProcess) => Promise<void>;
  /** Where its data are: on a full disk it is not started again before there is room. */
  directory: string;
  isSupervised: boolean;
  say: (line: string) => void;
}): EmbeddedServer {
  const { name, launch, end, say } = options;
  let current = options.first;
  let stopping: Promise<void> | null = null;
  let restarting: Promise<void> = Promise.resolve();
  const { promise: lost, resolve: giveUp } = Promise.withResolvers<string>();
  const restartedAt: number[] = [];
  const ending = new AbortController();

  const restart = async (how: string): Promise<void> => {
    const full = fullDisk(options.directory);
    if (full !== null) {
      say(`${name} (pid ${current.pid}) ended with ${how}: ${full}.`);
      await startOnceThereIsRoom();
      return;
    }
    const now = performance.now();
    while (restartedAt[0] !== undefined && restartedAt[0] < now - restartWindowMs) restartedAt.shift();
    if (restartedAt.length >= restartsMax) {
      giveUp(`${name} ended ${restartsMax} times within a minute, at last with ${how}`);
      return;
    }
    await pause(restartPauseMs * 2 ** restartedAt.length);
    if (stopping !== null) return;
    restartedAt.push(now);
    say(`${name} (pid ${current.pid}) ended unasked with ${how}; starting it again.`);
    try {
      current = await launch(ending.signal);
      watch(current);
    } catch (error) {
      if (ending.signal.aborted) return;
      if (isOfFullDisk(error)) await startOnceThereIsRoom();
      else giveUp((error as Error).message);
    }
  };
  const isOfFullDisk = (error: unknown) =>
    fullDisk(options.directory) !== null || noSpace.test((error as Error).message);
  /** A start that fails on a disk which is full again is no fault of the server. */
  const startOnceThereIsRoom = async (): Promise<void> => {
    for (let waitMs: number = limits.diskLookEveryMs; stopping === null; ) {
      await pause(waitMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (stopping !== null || fullDisk(options.directory) !== null) continue;
      try {
        current = await launch(ending.signal);
        say(`${name} (pid ${current.pid}) runs again: its disk has room.`);
        watch(current);
        return;
      } catch (error) {
        if (ending.signal.aborted) return;
        if (!isOfFullDisk(error)) return giveUp((error as Error).message);
        waitMs = Math.min(2 * waitMs, limits.diskRetryMsMax);
      }
    }
  };
  const watch = (server: ServerProcess): void => {
    if (!options.isSupervised) return;
    void server.exited.then((how) => {
      if (stopping === null) restarting = restart(how);
    });
  };
  watch(current);

  const stop = async (): Promise<void> => {
    ending.abort();
    await restarting;
    if (!current.hasExited()) await end(current);
  };
  return {
    url: options.url,
    get pid() {
      return current.pid;
    },
    lost,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
