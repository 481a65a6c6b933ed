/** Child processes of set-up: runs one step at a time, forwards signals to it, and returns its exit code. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * How long a child that was asked to stop may take before it is killed, ms. Longer than the program's own limits in all
 * (`stopMsMax`, `privateServerStopMsMax`): a killed program leaves its private servers running.
 */
export const childStopMsMax = 28_000;
/** How long after Ctrl-C a child may go on before it gets SIGTERM too, ms. */
const interruptMsMax = 10_000;

/** An error of set-up that the reader can remedy: printed without a stack. */
export class SetupError extends Error {}

/** @type {import('node:child_process').ChildProcess | null} */
let current = null;
/** The signal that asked this whole program to stop, once there was one. @type {NodeJS.Signals | null} */
let stopSignal = null;
/** @type {NodeJS.Timeout[]} */
const timers = [];

/**
 * Forwards SIGINT, SIGTERM and SIGHUP to the running step, each stop once.
 *
 * Ctrl-C in a terminal reaches every process of the foreground group, so the child has it already. Sending it again would
 * turn an orderly stop into a hard one (npm forwards signals too), so we only wait. A signal from `kill` reaches us alone,
 * so we forward it.
 */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (stopSignal !== null) return;
      stopSignal = signal;
      if (current === null) process.exit(exitCodeOf(signal));
      if (signal === 'SIGINT' && isForegroundOfTerminal()) {
        timers.push(setTimeout(() => current?.kill('SIGTERM'), interruptMsMax));
      } else {
        current.kill(signal);
      }
      timers.push(setTimeout(() => current?.kill('SIGKILL'), childStopMsMax));
    });
  }
}

/**
 * Runs one program with our terminal and waits for it. Returns its exit code; 128 + n for death by signal n. When we were
 * asked to stop meanwhile, a step other than the last ends the program: nothing more is started.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, isLast?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export async function runStep(program, args, options = {}) {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
  });
  current = child;
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new SetupError(`${program} could not be started: ${error.message}`)),
    );
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? exitCodeOf(signal)));
  }).finally(() => {
    current = null;
    for (const timer of timers.splice(0)) clearTimeout(timer);
  });
  if (stopSignal !== null && !options.isLast) process.exit(exitCodeOf(stopSignal));
  return code;
}

/**
 * Runs a short program quietly. Returns its exit code and output; code 127 when it could not be started.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function capture(program, args, options = {}) {
  const result = spawnSync(program, args, { ...options, encoding: 'utf8', timeout: 60_000 });
  return {
    code: result.error ? 127 : (result.status ?? 1),
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? String(result.error ?? ''),
  };
}

/** True for the superuser of a Unix. */
export function isRoot() {
  return process.getuid?.() === 0;
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  return signal === null ? 1 : 128 + (os.constants.signals[signal] ?? 0);
}

/** Whether we belong to the foreground group of a terminal, the one Ctrl-C is sent to. Off Linux: whether stdin is one. */
function isForegroundOfTerminal() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // After the command in parentheses: state, ppid, pgrp, session, tty_nr, tpgid (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[2] === fields[5];
  } catch {
    return process.stdin.isTTY === true;
  }
}
