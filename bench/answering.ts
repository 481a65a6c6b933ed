/** The other end of `child.ts`: a program of the bench runs the tasks that it is asked for by name, until the bench hangs up. */

export interface Question {
  id: number;
  task: string;
  given: unknown;
}

export interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

/** Answers questions with the tasks named; ends the process when the bench has gone. */
export function answer(tasks: Record<string, (given: never) => unknown>): void {
  process.on('message', async (message) => {
    const { id, task, given } = message as Question;
    const reply = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest });
    try {
      const run = tasks[task];
      if (run === undefined) throw new Error(`no task "${task}"; it knows ${Object.keys(tasks).join(', ')}`);
      reply({ value: await run(given as never) });
    } catch (error) {
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
}
