/** Runs a little program as a process of its own, so that a test can kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildProgram {
  pid: number;
  /** All it has printed so far, on both outputs. */
  output(): string;
  /** Resolves with its exit code, or the signal it died of, when it has ended. */
  ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
  /** Writes to its standard input. */
  type(text: string): void;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the text of an ES module (TypeScript) from the repository's top folder: `import('./src/…')` finds the code. */
export function startModule(text: string, env: Record<string, string> = {}): ChildProgram {
  return startProgram(process.execPath, ['--input-type=module-typescript', '--eval', text], { env });
}

/** Starts any program, in a process group of its own. */
export function startProgram(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; uid?: number; gid?: number } = {},
): ChildProgram {
  const child: ChildProcess = spawn(program, args, {
    cwd: repository,
    ...options,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: 'pipe',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const { promise: ended, resolve } = Promise.withResolvers<number | NodeJS.Signals>();
  child.once('close', (code, signal) => resolve(code ?? signal ?? 1));
  child.once('error', (error) => {
    output += error.message;
    resolve(127);
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    kill: (signal) => child.kill(signal),
    type: (text) => child.stdin?.write(text),
  };
}
