/** The backtest's worker thread: recognises events, then replays their profiles and returns the sums. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Programme, ScovilleEvent } from '../../contract/language/language.ts';
import { compileProgrammes, recognise, signatureNames } from '../scoring/scoring.ts';
import {
  addProfile,
  joined,
  type LeadQuality,
  noSums,
  type PastEvent,
  type SalesRecord,
} from './backtest.core.ts';

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

/** Messages to it: events as JSON with the profile each counts for; or the order to replay them. */
export type ToWorker = { kind: 'events'; profiles: string[]; bodies: string[] } | { kind: 'replay' };

/** Its answers: events are taken, or all sums. */
export type FromWorker =
  | { kind: 'taken' }
  | { kind: 'sums'; sums: ReturnType<typeof noSums>; replayMs: number };

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

const port = parentPort;
if (port !== null) {
  const task = workerData as BacktestTask;
  const programmes = compiledFor(task);
  const sales: SalesRecord = {
    people: new Map(task.people),
    outcomes: new Map(task.outcomes),
    qualities: new Map(task.qualities),
  };
  const { latenessMs, sinceMs, untilMs } = task;
  let total = noSums(programmes);
  let profiles = new Map<string, PastEvent[]>();

  const take = (profile: string, body: string) => {
    const event: ScovilleEvent = JSON.parse(body);
    const past: PastEvent = {
      matched: recognise(programmes, event),
      key: event.key,
      atMs: event.atMs,
      acceptedAtMs: event.acceptedAtMs,
      ...(event.traits && { traits: event.traits }),
      ...(event.consent && { consent: event.consent }),
      ...(event.via && { via: event.via }),
    };
    const own = profiles.get(profile);
    if (own) own.push(past);
    else profiles.set(profile, [past]);
  };
  const replay = () => {
    const beganMs = performance.now();
    const sums = noSums(programmes);
    for (const [profile, events] of profiles) {
      events.sort(
        (a, b) => a.acceptedAtMs - b.acceptedAtMs || a.atMs - b.atMs || a.matched.hash - b.matched.hash,
      );
      addProfile(sums, profile, events, { programmes, latenessMs, sinceMs, untilMs }, sales);
    }
    profiles = new Map();
    total = joined(total, sums);
    return performance.now() - beganMs;
  };
  const say = (answer: FromWorker) => port.postMessage(answer);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'events') {
      message.bodies.forEach((body, index) => {
        take(message.profiles[index] as string, body);
      });
      say({ kind: 'taken' });
    } else {
      const replayMs = replay();
      say({ kind: 'sums', sums: total, replayMs });
      total = noSums(programmes);
    }
  });
}
