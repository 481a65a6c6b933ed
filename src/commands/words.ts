/** Answers of the command line, for people to read. */
import { counted } from '../base/time/time.ts';
import type {
  AuditResult,
  BacktestProgress,
  BacktestResult,
  FailingProfileView,
  RestoreView,
} from '../contract/api/api.ts';
import { table } from './table.ts';

const movesShown = 15;

/** Where a long job is watched, and how its progress is said: each kind has a shape of its own. */
export interface Watched<Progress> {
  watchedAt: string;
  inWords: (progress: Progress) => string;
}

/** How far an audit is, in one line, with the reasons that it has found so far. */
export function auditProgressInWords({
  checked,
  mismatched,
  skipped,
  skippedFor,
  companies,
}: AuditResult): string {
  const sums = (
    of: string,
    { checked, mismatched, skipped }: Pick<AuditResult, 'checked' | 'mismatched' | 'skipped'>,
  ) => `${counted(checked, of)} checked, ${mismatched} mismatched, ${skipped} skipped`;
  const reasons = [
    ...skippedFor.map(({ reason, profiles }) => `${profiles}: ${reason}`),
    ...companies.skippedFor.map(({ reason, companies: count }) => `${count} of companies: ${reason}`),
  ];
  return [
    sums('profile', { checked, mismatched, skipped }),
    ...(companies.checked + companies.skipped === 0 ? [] : [`of companies ${sums('score', companies)}`]),
    ...reasons,
  ].join('; ');
}

/** How much of the history a backtest has read. */
export function readingInWords({ eventsRead, eventsTotal }: BacktestProgress): string {
  return `${eventsRead} of ${counted(eventsTotal, 'event')} read`;
}

export function auditInWords({
  checked,
  mismatched,
  skipped,
  skippedFor,
  mismatches,
  companies,
}: AuditResult): string[] {
  return [
    `${counted(checked, 'profile')} checked, ${mismatched} mismatched, ${skipped} skipped`,
    ...skippedFor.map(({ reason, profiles }) => `skipped ${profiles}: ${reason}`),
    ...mismatches.map(
      ({ profile, programme, live, replayed }) =>
        `${profile} ${programme}: live ${live}, from history ${replayed}`,
    ),
    ...(companies.checked + companies.skipped === 0
      ? []
      : [
          `${counted(companies.checked, 'score')} of companies checked, ${companies.mismatched} mismatched, ${companies.skipped} skipped`,
        ]),
    ...companies.skippedFor.map(({ reason, companies: count }) => `skipped ${count} of companies: ${reason}`),
    ...companies.peopleSkippedFor.map(
      ({ reason, people }) => `${counted(people, 'person', 'people')} of companies not compared: ${reason}`,
    ),
    ...companies.mismatches.map(
      ({ company, programme, profile, live, replayed }) =>
        `${company} ${programme}${profile === null ? '' : `, ${profile}`}: stored ${live}, from people ${replayed}`,
    ),
  ];
}

export function restoreInWords({
  status,
  era,
  reason,
  found,
  isWhole,
  waiting,
  failed,
}: RestoreView): string {
  const restored = Math.max(0, found - waiting - failed);
  const failures =
    failed === 0 ? '' : `, ${failed} cannot be evaluated ("scoville failing-profiles" lists them)`;
  if (status === 'done') return `era ${era}: ${counted(restored, 'profile')} restored${failures}; ${reason}`;
  const progress = `era ${era}: ${restored} of ${isWhole ? counted(found, 'profile') : `${found} or more profiles`} restored${failures}`;
  if (status === 'cancelled') return `${progress}; cancelled, "scoville restore" resumes it`;
  return status === 'replaced' ? `${progress}; a later restore took its place` : progress;
}

export function failingInWords(failing: readonly FailingProfileView[]): string[] {
  if (failing.length === 0) return ['every profile can be evaluated'];
  return failing.map(
    ({ profile, at, retryAt, reason, detail }) => `${profile}  ${at}  next ${retryAt}  ${reason}: ${detail}`,
  );
}

export function backtestInWords(result: BacktestResult): string[] {
  const { before, after } = result;
  const change = (was: number | undefined, is: number) => (was === undefined ? String(is) : `${was} → ${is}`);
  const rows = after.tiers.map(({ tierName, profiles, precision, recall }, tier) => [
    tierName,
    change(before?.tiers[tier]?.profiles, profiles),
    shareOf(precision),
    shareOf(recall),
  ]);
  const rules = [...after.rules]
    .sort((a, b) => b.share - a.share)
    .map((rule) => {
      const was = before?.rules.find((one) => one.rule === rule.rule);
      const overlap = rule.overlap[0];
      return [
        rule.label,
        change(was?.fires, rule.fires),
        String(rule.refusals),
        shareOf(rule.share),
        rule.lift === null ? '' : `× ${rule.lift}`,
        overlap === undefined ? '' : `${overlap.rule} ${shareOf(overlap.share)}`,
        rule.lastFired?.slice(0, 10) ?? 'never',
      ];
    });
  const moves = result.moves.slice(0, movesShown).map(({ profile, email, from, to, scores, reasons }) => {
    const why = reasons.map(({ rule, points }) => `${rule} ${points > 0 ? '+' : ''}${points}`).join(', ');
    return [email ?? profile, from === to ? from : `${from} → ${to}`, `${scores[0]} → ${scores[1]}`, why];
  });
  return [
    `${counted(result.events, 'event')} of ${counted(result.profiles, 'profile')}, ${result.since} to ${result.until}`,
    ...countedFromInWords(after.rules),
    `read in ${result.readSeconds.toFixed(1)} s, replayed in ${result.replaySeconds.toFixed(1)} s`,
    '',
    ...table(['tier', 'profiles', 'precision', 'recall'], rows),
    '',
    `leads ${change(before?.leads, after.leads)}, contact tasks ${change(before?.tasks, after.tasks)}`,
    ...qualityInWords(result, change),
    '',
    ...table(['rule', 'fires', 'refusals', 'share', 'lift', 'together with', 'last'], rules),
    ...(moves.length === 0 ? [] : ['', ...table(['who', 'tier', 'score', 'reasons'], moves)]),
  ];
}

/** Rules that by `backfill` count a part of the history alone once they are live. */
function countedFromInWords(rules: BacktestResult['after']['rules']): string[] {
  return rules.flatMap(({ rule, countsFrom }) =>
    countsFrom ? `counts all events here; live only those since ${countsFrom}, by backfill: ${rule}` : [],
  );
}

/** Empty where reps have rated no lead. */
function qualityInWords(
  { before, after }: BacktestResult,
  change: (was: number | undefined, is: number) => string,
): string[] {
  const { good, junk, precision, goodLost, junkSpared } = after.quality;
  if (good + junk + goodLost + junkSpared === 0) return [];
  const goods = `good ${change(before?.quality.good, good)} (${goodLost} missed)`;
  const junks = `junk ${change(before?.quality.junk, junk)} (${junkSpared} spared)`;
  return [`of the leads that reps rated: ${goods}, ${junks}, precision ${shareOf(precision) || 'unknown'}`];
}

function shareOf(share: number | null): string {
  return share === null ? '' : `${Math.round(share * 1_000) / 10} %`;
}
