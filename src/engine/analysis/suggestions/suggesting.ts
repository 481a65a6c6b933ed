/**
 * A suggestion from beginning to end: leads read from the history, learnt from, written as a draft, and the draft backtested.
 *
 * Live state is not touched, and nothing scores by what was learnt: the answer is a text that somebody may publish.
 */
import { Worker } from 'node:worker_threads';
import { limits } from '../../../base/kernel/kernel.ts';
import type { BacktestProgress, LeadOutcome, SuggestionResult } from '../../../contract/api/api.ts';
import { boundOfTier, type Programme } from '../../../contract/language/language.ts';
import { draftOf } from '../../programmes/programmes.ts';
import { type BacktestOptions, backtest } from '../backtest.ts';
import { type Past, readLinks, replayHistory } from '../history-replay.ts';
import { type DatedLinks, rootAt } from '../links.core.ts';
import { withPoints } from './draft-text.core.ts';
import type { LeadSample } from './lead-sample.core.ts';
import type { LearningTask } from './learning-worker.ts';
import { leadsByOwner } from './outlook.core.ts';
import { featuresOf } from './readings.core.ts';
import type { Readings, ReadingTask } from './readings-worker.ts';
import { refusalOfCounts, type Suggested } from './suggest.core.ts';

export interface SuggestingOptions {
  base: { programme: Programme; version: string; text: string };
  leads: readonly LeadOutcome[];
  latenessMs: number;
  sinceMs: number;
  untilMs: number;
  sales: Pick<BacktestOptions, 'people' | 'outcomes' | 'qualities'>;
}

/** Learns from the leads; rejects with the signal's reason when it is cancelled. */
export async function suggestFrom(
  past: Past,
  options: SuggestingOptions,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<SuggestionResult> {
  const { base, leads } = options;
  const came = countsOf(leads);
  const refusal = refusalOfCounts({ won: came.won, notWon: came.lost + came.junk });
  if (refusal !== null) return { leads: { ...came, unread: 0 }, refusal, learnt: null };
  // The history is read twice: for the leads, and for the backtest of what they say.
  const watch = (before: number) => (progress: BacktestProgress) =>
    onProgress({
      eventsRead: before * progress.eventsTotal + progress.eventsRead,
      eventsTotal: 2 * progress.eventsTotal,
    });
  const { samples, unread } = await readSamples(past, options, watch(0), signal);
  const features = featuresOf(base.programme);
  const tiers = base.programme.ladder.tiers.map((tier) => ({
    name: tier.name,
    from: boundOfTier(tier).from,
  }));
  const task: LearningTask = { samples, features, tiers, unread };
  const suggested = await inThread<Suggested>(new URL('./learning-worker.ts', import.meta.url), task, signal);
  if (suggested.learnt === null)
    return { leads: { ...came, unread }, refusal: suggested.refusal, learnt: null };
  const { rules, factor, doublesOdds, test } = suggested.learnt;
  const draft = withPoints(base.text, base.programme, rules);
  const outlook = await outlookOf(past, draft, options, watch(1), signal);
  const changes = rules.filter(({ today, suggested: points }) => points !== today).length;
  const learnt = { rules, changes, draft, factor, doublesOdds, test, outlook };
  return { leads: { ...came, unread }, refusal: null, learnt };
}

function countsOf(leads: readonly LeadOutcome[]): { won: number; lost: number; junk: number } {
  const counts = { won: 0, lost: 0, junk: 0 };
  for (const { outcome } of leads) counts[outcome]++;
  return counts;
}

async function readSamples(
  past: Past,
  { base, leads, latenessMs, untilMs }: SuggestingOptions,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<{ samples: LeadSample[]; unread: number }> {
  const links = await readLinks(past, untilMs, signal);
  const rootOf = (profile: string) => rootAt(links, profile);
  const ofRoot = Map.groupBy(
    leads.map(({ profile, openedMs }, index) => ({ profile, openedMs, index })),
    ({ profile }) => rootOf(profile),
  );
  const isWanted = (root: string) => ofRoot.has(root);
  const task: ReadingTask = {
    ...{ programme: base.programme, features: featuresOf(base.programme), latenessMs, untilMs },
    leads: [...ofRoot],
    links: linksOf(links, isWanted),
  };
  const worker = new URL('./readings-worker.ts', import.meta.url);
  const replaying = { worker, data: task, untilMs, rootOf, isWanted };
  const { parts } = await replayHistory<Readings>(past, replaying, onProgress, signal);
  const groups = new Map([...ofRoot.keys()].sort().map((root, group) => [root, group]));
  const samples = parts.flat().flatMap(([index, reading]): LeadSample[] => {
    const { openedMs, endedMs, outcome, profile } = leads[index] as LeadOutcome;
    if (reading === null) return [];
    const { score, columns, values, later } = reading;
    const group = groups.get(rootOf(profile)) ?? 0;
    const won = outcome === 'won' ? 1 : 0;
    return [{ openedMs, endedMs, won, group, score, row: { columns, values }, later }];
  });
  return { samples, unread: leads.length - samples.length };
}

/** The links within the families of the leads: all links may be millions. */
function linksOf(links: DatedLinks, isWanted: (root: string) => boolean): [string, string, number][] {
  return [...links].flatMap(([child, { parent, sinceMs }]): [string, string, number][] =>
    isWanted(rootAt(links, child)) ? [[child, parent, sinceMs]] : [],
  );
}

async function outlookOf(
  past: Past,
  draft: string,
  { base, latenessMs, sinceMs, untilMs, sales }: SuggestingOptions,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
) {
  const fromMs = Math.max(sinceMs, untilMs - limits.suggestionOutlookMs);
  const read = draftOf(base.programme.programme, draft);
  const period = { latenessMs, sinceMs: fromMs, untilMs };
  const result = await backtest(past, { active: base, draft: read, ...period, ...sales }, onProgress, signal);
  return { days: (untilMs - fromMs) / limits.dayMs, owners: leadsByOwner(result) };
}

/** Runs a module as a thread and resolves to its one message; the thread ends when the signal aborts. */
async function inThread<Answer>(module: URL, data: unknown, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const worker = new Worker(module, { workerData: data });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  worker.on('message', resolve);
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('the thread that learns ended unexpectedly')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
