/** Child processes of set-up: runs a step, or several side by side, forwards signals to them, and returns their exit codes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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

/** The children that run now. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
/** The signal that asked this whole program to stop, once there was one. @type {NodeJS.Signals | null} */
let stopSignal = null;
/** @type {NodeJS.Timeout[]} */
const timers = [];

/**
 * Forwards SIGINT, SIGTERM and SIGHUP to what runs, each stop once.
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
      if (running.size === 0) process.exit(exitCodeOf(signal));
      if (signal === 'SIGINT' && isForegroundOfTerminal()) {
        timers.push(setTimeout(() => killAll('SIGTERM'), interruptMsMax));
      } else {
        killAll(signal);
      }
      timers.push(setTimeout(() => killAll('SIGKILL'), childStopMsMax));
    });
  }
}

/**
 * Runs one program with our terminal and waits for it. Returns its exit code; 128 + n for death by signal n. When we were
 * asked to stop meanwhile, a step other than the last ends the program: nothing more is started. A quiet one is heard only where it
 * fails: what installers say by the way frightens a reader who did not ask for it.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, isLast?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export async function runStep(program, args, options = {}) {
  await endIfStopped();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.quiet ? ['ignore', 'ignore', 'pipe'] : 'inherit',
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaints += text;
  });
  const code = await endOf(child, program);
  if (code !== 0) process.stderr.write(complaints);
  if (!options.isLast) await endIfStopped();
  return code;
}

/**
 * Runs several steps of one program side by side. Each one's output is printed when it ends, so that lines never mix. Returns the
 * exit codes, in the order of the steps; all steps run to their end, so that one run shows every fault.
 * @param {string} program
 * @param {readonly { name: string, args: string[] }[]} steps
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, say: (line: string) => void }} options
 * @returns {Promise<number[]>}
 */
export async function runTogether(program, steps, { cwd, env, say }) {
  const codes = await Promise.all(
    steps.map(async ({ name, args }) => {
      const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text) => {
          output += text;
        });
      const code = await endOf(child, program);
      say([`— ${name} —`, output.trimEnd()].filter((part) => part !== '').join('\n'));
      return code;
    }),
  );
  await endIfStopped();
  return codes;
}

/** Once this program was asked to stop: waits until all that runs has ended, and ends it too. Nothing more is started. */
async function endIfStopped() {
  if (stopSignal === null) return;
  await Promise.allSettled([...running].map((child) => once(child, 'close')));
  process.exit(exitCodeOf(stopSignal));
}

/**
 * Waits until several works have ended, also where one fails: what it leaves behind nobody would wait for. Then returns their results,
 * or throws the first error.
 * @template {readonly unknown[]} Works
 * @param {readonly [...Works]} works
 * @returns {Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }>}
 */
export async function allEnded(works) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/**
 * Waits until a child has ended and all its output has come. Returns its exit code.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} program
 * @returns {Promise<number>}
 */
async function endOf(child, program) {
  running.add(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) =>
        reject(new SetupError(`${program} could not be started: ${error.message}`)),
      );
      child.once('close', (exitCode, signal) => resolve(exitCode ?? exitCodeOf(signal)));
    });
  } finally {
    running.delete(child);
    if (running.size === 0) for (const timer of timers.splice(0)) clearTimeout(timer);
  }
}

/** @param {NodeJS.Signals} signal */
function killAll(signal) {
  for (const child of running) child.kill(signal);
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
