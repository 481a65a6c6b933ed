/** The backtest's worker thread: replays profiles under both programmes and returns the sums. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Programme } from '../../contract/language/language.ts';
import { compileProgrammes, signatureNames } from '../scoring/scoring.ts';
import { addProfile, type LeadQuality, noSums, type SalesRecord } from './backtest.core.ts';
import { pastEventOf, serveReplay } from './replay-worker.ts';

/** The data a worker starts with. */
export interface BacktestTask {
  /** The active programme first, where there is one, then the draft. */
  programmes: { programme: Programme; version: string }[];
  latenessMs: number;
  sinceMs: number;
  untilMs: number;
  people: [string, { owner: string | null; kind: string }][];
  outcomes: [string, 'won' | 'lost'][];
  qualities: [string, LeadQuality][];
}

/** The programmes of a task, compiled; the draft under a name of its own, so that rules of both differ in name. */
export function compiledFor(task: Pick<BacktestTask, 'programmes'>) {
  const sources = task.programmes.map(({ programme, version }, index) => ({
    programme: { ...programme, programme: `${programme.programme}-${index}` },
    version,
  }));
  const signatureIds = new Map<string, number>();
  for (const { programme } of sources)
    for (const name of signatureNames(programme)) signatureIds.set(name, signatureIds.size + 1);
  return compileProgrammes(sources, (name) => signatureIds.get(name) ?? 0);
}

if (parentPort !== null) {
  const task = workerData as BacktestTask;
  const programmes = compiledFor(task);
  const sales: SalesRecord = {
    people: new Map(task.people),
    outcomes: new Map(task.outcomes),
    qualities: new Map(task.qualities),
  };
  const { latenessMs, sinceMs, untilMs } = task;
  const settings = { programmes, latenessMs, sinceMs, untilMs };
  serveReplay(parentPort, {
    eventOf: (event) => pastEventOf(programmes, event),
    none: () => noSums(programmes),
    add: (sums, profile, events) => addProfile(sums, profile, events, settings, sales),
  });
}
