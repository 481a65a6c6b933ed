/**
 * The auditor: checks all profiles in turn, a few at a time, until it is closed, and publishes mismatches. Those of Redis come
 * first, then those that only the history knows, then the sums of companies.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { AccountSum, AuditResult } from '../../contract/api/api.ts';
import type { History } from '../history/history.ts';
import type { Past } from '../processing/processing.ts';
import { type AccountSums, auditSums, type SumOptions } from './account-audit.ts';
import { auditProfiles } from './audit.ts';

export interface AuditingOptions extends SumOptions {
  /** The sums of companies; absent where nobody scores them. */
  accounts?: AccountSums;
  past: Past & Pick<History, 'profilesAfter'>;
  metrics: Metrics;
  logger: Logger;
}

/** Checks one profile, or all of them. */
export async function audit(
  profile: string | null,
  options: AuditingOptions,
  onProgress: (sofar: AuditResult) => void,
  signal: AbortSignal,
): Promise<AuditResult> {
  const result = emptyResult();
  const onChecked = () => onProgress(structuredClone(result));
  if (profile !== null) {
    await checkInto(result, [profile], options);
    onChecked();
    return result;
  }
  for await (const ids of everyProfile(options)) {
    for (const some of fewAtOnce(ids)) {
      signal.throwIfAborted();
      await checkInto(result, some, options);
    }
    onChecked();
  }
  await checkCompanies(result, { ...options, onChecked }, signal);
  return result;
}

/** A wake says that something has changed: while nothing does, the walks become rare. */
export function startAuditor(options: AuditingOptions): Loop {
  return startLoop({
    round: async (signal) => {
      for await (const ids of everyProfile(options)) {
        for (const some of fewAtOnce(ids)) {
          if (signal.aborted) break;
          await checkInto(emptyResult(), some, options);
          await pause(limits.auditEveryMs, undefined, { signal });
        }
        if (signal.aborted) break;
      }
      await checkCompanies(emptyResult(), options, signal, limits.auditEveryMs);
      const { auditPassEveryMs: ms, auditQuietMsMax: quietMsMax } = limits;
      return { ms, gatherMs: ms, quietMsMax };
    },
    outage: new Outage(options.logger, 'the audit paused: a store is unavailable, retrying', null),
    retryMs: limits.auditEveryMs,
  });
}

/** Ids of all profiles, page by page: of Redis, then of the history those that Redis lacks. */
async function* everyProfile({ stream, past }: AuditingOptions): AsyncGenerator<string[]> {
  yield* stream.profiles.ids();
  for (let after: string | undefined = ''; after !== undefined; ) {
    const ids: string[] = await past.profilesAfter(after, limits.profileScanKeys);
    yield await stream.profiles.absent(ids);
    after = ids.at(-1);
  }
}

function* fewAtOnce(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += limits.auditProfilesAtOnce)
    yield ids.slice(at, at + limits.auditProfilesAtOnce);
}

export function emptyResult(): AuditResult {
  const none = { checked: 0, mismatched: 0, skipped: 0 };
  const companies = { ...none, skippedFor: [], peopleSkippedFor: [], mismatches: [] };
  return { ...none, skippedFor: [], mismatches: [], companies };
}

/** Checks the sums of all companies, with a pause after some. */
async function checkCompanies(
  { companies }: AuditResult,
  options: AuditingOptions & { onChecked?: () => void },
  signal: AbortSignal,
  pauseMs = 0,
): Promise<void> {
  const { accounts, metrics, logger, onChecked } = options;
  if (accounts === undefined) return;
  for (let after = ''; ; ) {
    const sums = await accounts.sumsAfter(after, limits.auditProfilesAtOnce);
    const last = sums.at(-1);
    if (last === undefined || signal.aborted) return;
    after = last.position;
    const outcomes = await auditSums(sums, accounts, options);
    for (const [nth, outcome] of outcomes.entries()) {
      if (outcome.kind === 'skipped') {
        companies.skipped++;
        countReason(companies.skippedFor, 'companies', outcome.why);
        const { company, programme } = sums[nth] as AccountSum;
        logger.debug({ company, programme, why: outcome.why }, 'the audit skipped the score of a company');
        continue;
      }
      companies.checked++;
      for (const why of outcome.notCompared) countReason(companies.peopleSkippedFor, 'people', why);
      if (outcome.kind !== 'mismatch') continue;
      companies.mismatched++;
      metrics.replayMismatch.inc();
      logger.error({ mismatch: outcome.found }, 'the score of a company differs from what its people make');
      if (companies.mismatches.length < limits.mismatchesShownMax)
        companies.mismatches.push(...outcome.found);
    }
    onChecked?.();
    if (pauseMs > 0) await pause(pauseMs, undefined, { signal });
  }
}

/** Counts one of those that a reason is counted of; the most frequent come first. */
function countReason<Of extends string>(
  counts: ({ reason: string } & Record<Of, number>)[],
  of: Of,
  reason: string,
): void {
  const known = counts.find((one) => one.reason === reason);
  if (known === undefined) counts.push({ reason, [of]: 1 } as { reason: string } & Record<Of, number>);
  else Object.assign(known, { [of]: known[of] + 1 });
  counts.sort((a, b) => b[of] - a[of]);
}

async function checkInto(
  result: AuditResult,
  ids: readonly string[],
  options: AuditingOptions,
): Promise<void> {
  const { metrics, logger } = options;
  for (const outcome of await auditProfiles(ids, options)) {
    if (outcome.kind === 'skipped') {
      result.skipped++;
      countReason(result.skippedFor, 'profiles', outcome.why);
      continue;
    }
    result.checked++;
    metrics.replayChecked.inc();
    if (outcome.kind === 'same') continue;
    result.mismatched++;
    metrics.replayMismatch.inc();
    logger.error({ mismatch: outcome.found }, 'a live score differs from the replay of its history');
    if (result.mismatches.length < limits.mismatchesShownMax) result.mismatches.push(...outcome.found);
  }
}
