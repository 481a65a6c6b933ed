/** One run of the bench: its parts one after the other, each timed and bounded, into one result. */
import { aboutThisRun } from './machine.ts';
import type { Part } from './parts.ts';
import { progress } from './progress.ts';
import { type MeasuredPart, type Result, resultFormat } from './results.core.ts';

/** Far above what any part takes with its usual counts: a part that hangs must end. */
const partMinutesMax = 30;

/** What a run came to; a failed part does not spoil the others. */
export interface Outcome {
  /** Null when no part succeeded. */
  result: Result | null;
  failed: string[];
}

export async function runParts(
  parts: readonly Part[],
  options: { isQuick: boolean; profiles: number | null },
): Promise<Outcome> {
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  progress(`Bench${options.isQuick ? ', quick' : ''}: ${parts.map(({ id }) => id).join(', ')}`);
  const about = await aboutThisRun();
  const measured: MeasuredPart[] = [];
  const failed: string[] = [];
  for (const [index, part] of parts.entries()) {
    progress(`[${index + 1}/${parts.length}] ${part.id}: ${part.title}`);
    try {
      const one = await measuredPart(part, options);
      measured.push(one);
      progress(`[${index + 1}/${parts.length}] ${part.id} took ${one.seconds.toFixed(1)} s`);
    } catch (error) {
      failed.push(part.id);
      progress(
        `[${index + 1}/${parts.length}] ${part.id} failed: ${error instanceof Error ? error.stack : error}`,
      );
    }
  }
  const seconds = rounded((performance.now() - startMs) / 1_000);
  if (measured.length === 0) return { result: null, failed };
  const { isQuick } = options;
  return {
    result: { format: resultFormat, startedAt, seconds, isQuick, ...about, parts: measured },
    failed,
  };
}

async function measuredPart(
  part: Part,
  options: { isQuick: boolean; profiles: number | null },
): Promise<MeasuredPart> {
  const startMs = performance.now();
  // What hangs cannot be called off, so the whole bench ends; at exit its processes do.
  const late = setTimeout(() => {
    progress(`${part.id} was not done after ${partMinutesMax} minutes: the bench ends, nothing is written.`);
    process.exit(1);
  }, partMinutesMax * 60_000);
  try {
    const measured = await part.measure(options);
    return { id: part.id, seconds: rounded((performance.now() - startMs) / 1_000), ...measured };
  } finally {
    clearTimeout(late);
  }
}

const rounded = (seconds: number) => Math.round(seconds * 10) / 10;
