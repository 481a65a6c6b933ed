/** The backtest: the stored history replayed under the active programme and under a draft, on every core. */
import type { BacktestProgress } from '../../contract/api/api.ts';
import type { Programme } from '../../contract/language/language.ts';
import { type FoundResult, joined, noSums, type Sums } from './backtest.core.ts';
import { reportOf } from './backtest-report.core.ts';
import { type BacktestTask, compiledFor } from './backtest-worker.ts';
import { type Past, readLinks, replayHistory } from './history-replay.ts';
import { rootAt } from './links.core.ts';

export interface BacktestOptions {
  /** The active programme of the draft's id; null where there is none. */
  active: { programme: Programme; version: string } | null;
  draft: { programme: Programme; version: string };
  latenessMs: number;
  sinceMs: number;
  untilMs: number;
  /** Owner and kind of the people sales knows, by e-mail; how leads ended, and how reps rated them, by profile. */
  people: BacktestTask['people'];
  outcomes: BacktestTask['outcomes'];
  qualities: BacktestTask['qualities'];
}

/** Runs a backtest; rejects with the signal's reason when it is cancelled. */
export async function backtest(
  past: Past,
  options: BacktestOptions,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<FoundResult> {
  const { active, draft, sinceMs, untilMs } = options;
  const task: BacktestTask = {
    programmes: active === null ? [draft] : [active, draft],
    latenessMs: options.latenessMs,
    sinceMs,
    untilMs,
    people: options.people,
    outcomes: options.outcomes,
    qualities: options.qualities,
  };
  const programmes = compiledFor(task);
  const links = await readLinks(past, untilMs, signal);
  const worker = new URL('./backtest-worker.ts', import.meta.url);
  const rootOf = (profile: string) => rootAt(links, profile);
  const replaying = { worker, data: task, untilMs, rootOf };
  const { parts, readMs, replayMs } = await replayHistory<Sums>(past, replaying, onProgress, signal);
  return {
    ...reportOf(parts.reduce(joined, noSums(programmes)), programmes),
    since: new Date(sinceMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    readSeconds: readMs / 1_000,
    replaySeconds: replayMs / 1_000,
  };
}
