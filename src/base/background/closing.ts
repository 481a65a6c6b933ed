/** Closes the parts of a process in reverse order, each within a limit: a part that hangs does not hold the others. */
import { limits } from '../kernel/kernel.ts';
import type { Logger } from '../telemetry/telemetry.ts';

export interface Closing {
  /**
   * Adds the step that closes a part which was just opened. `msMax` is how long it may take. Once closing has begun, runs
   * the step at once and throws: the opening must not go on. A step may return parts of its own that did not close.
   */
  push(part: string, close: CloseStep, msMax?: number): void;
  /** Runs all steps, the latest first. Returns the parts that did not close in time. Later calls return the same. */
  close(): Promise<string[]>;
}

type CloseStep = () => unknown;

interface Step {
  part: string;
  close: CloseStep;
  msMax: number;
}

export function openClosing(logger: Logger): Closing {
  const steps: Step[] = [];
  let closing: Promise<string[]> | null = null;

  /** Returns what of the part did not close; an error closes it too. */
  const run = async ({ part, close }: Step, msMax: number): Promise<readonly string[]> => {
    const closed = Promise.resolve()
      .then(close)
      .then((hanging) => (Array.isArray(hanging) ? hanging.map(String) : []))
      .catch((error: Error) => {
        logger.warn({ part, error: error.message }, 'a part closed with an error');
        return [];
      });
    const hanging = await Promise.race([closed, after(msMax)]);
    if (hanging !== null) return hanging;
    logger.warn({ part, ms: Math.round(msMax) }, 'a part did not close in time; stop goes on');
    return [part];
  };
  const closeAll = async (): Promise<string[]> => {
    const deadline = performance.now() + limits.stopMsMax;
    const hanging: string[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const msLeft = Math.max(0, deadline - performance.now());
      hanging.push(...(await run(step, Math.min(step.msMax, msLeft))));
    }
    return hanging;
  };
  return {
    push: (part, close, msMax = limits.closeStepMsMax) => {
      const step = { part, close, msMax };
      if (closing === null) {
        steps.push(step);
        return;
      }
      void run(step, msMax);
      throw new Error(`${part} was opened while the process stops`);
    },
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Resolves to null after that time. */
function after(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, null);
  });
}

/** The work's outcome, or a rejection with the signal's reason as soon as it aborts. The work itself goes on, unheard. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
