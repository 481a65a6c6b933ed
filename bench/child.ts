/** Programs of the bench in processes of their own: started, asked, and ended by their process ids. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from './answering.ts';

export interface Child {
  readonly pid: number;
  /** Asks for a task by name; rejects with the program's own error, or when it ends before the answer. */
  ask<T>(task: string, given?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Where `--cpu-prof` writes, when profiles are asked for. */
const profilesTo = process.env['SCOVILLE_BENCH_PROFILES'];

/** Starts a file of `programs/`; it ends with the bench (`descendants.ts`). */
export function startChild(name: string, env: Record<string, string> = {}): Child {
  const program = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));
  const child = fork(program, {
    execArgv: profilesTo === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profilesTo}`],
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { reject } of waiting.values()) reject(new Error(`${name} ended early (${code ?? signal})`));
      resolve();
    });
  });
  child.on('message', (message) => {
    const answer = message as Answer;
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) asked?.resolve(answer.value);
    else asked?.reject(new Error(`${name}: ${answer.error}`));
  });
  let asked = 0;
  return {
    pid: child.pid ?? 0,
    ask: <T>(task: string, given?: unknown) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const question: Question = { id: ++asked, task, given };
      waiting.set(question.id, { resolve, reject });
      child.send(question);
      return promise as Promise<T>;
    },
    stop: () => {
      if (child.connected) child.disconnect();
      return ended;
    },
  };
}
