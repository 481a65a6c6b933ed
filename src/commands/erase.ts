/** `scoville erase` and `scoville export`: a person is erased, a receipt verified, or all of a person printed, over the API. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { counted } from '../base/time/time.ts';
import type { ErasureView } from '../contract/api/api.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

const askEveryMs = 500;

/** Returns lines for people; the receipt is the last, as JSON. Nothing is erased without `isSure`. */
export async function erasureInWords(
  ask: Ask,
  [act, what]: readonly (string | undefined)[],
  { isSure, showProgress }: { isSure: boolean; showProgress: (line: string) => void },
): Promise<string[]> {
  if (act === undefined)
    throw new UsageError('an identity is missing; add a user id, an address or an anonymous id');
  if (act === 'verify' && what !== undefined) {
    const { isGenuine } = await ask<{ isGenuine: boolean }>('POST', '/erasures/verify', receiptIn(what));
    if (!isGenuine) throw new UsageError(`${what} was not signed by this installation, or was changed since`);
    return ['the receipt is genuine'];
  }
  if (act === 'show' && what !== undefined)
    return linesOf(await ask<ErasureView>('GET', `/erasures/${encodeURIComponent(what)}`));
  if (!isSure)
    throw new UsageError(
      `nothing was erased. Erasing "${act}" cannot be undone; look with "scoville export ${act}", then add --yes`,
    );
  let view = await ask<ErasureView>('POST', '/erasures', { key: act });
  const { claimants } = view;
  while (view.status === 'running') {
    const { profiles, erased } = view.progress;
    showProgress(`${erased} of ${counted(profiles, 'profile')} erased`);
    await pause(askEveryMs);
    view = await ask<ErasureView>('GET', `/erasures/${view.id}`);
  }
  showProgress('');
  return [...claimantsInWords(claimants), ...linesOf(view)];
}

/** Users who stay as they are: an operator decides whether one of them is the same person. */
function claimantsInWords(claimants: ErasureView['claimants']): string[] {
  const { users = [], hasMore = false } = claimants ?? {};
  const lines = users.map(
    ({ userId, claimedAt }) => `not erased: user ${JSON.stringify(userId)}, since ${claimedAt}`,
  );
  if (hasMore) lines.push('not erased: more users; these are the latest');
  if (lines.length === 0) return [];
  return [...lines, 'a web page alone named them, as anybody may; erase them by their user ids'];
}

/** The receipt in a file: the whole of it, or the last line of what an erasure printed. */
function receiptIn(file: string): object {
  const text = readFileOrNull(file)?.trim();
  const receipt = parsedOrNull(text) ?? parsedOrNull(text?.split('\n').at(-1));
  if (receipt === null)
    throw new UsageError(
      `${file} holds no receipt; save what "scoville erase" printed, of which the last line is the receipt`,
    );
  return receipt;
}

function readFileOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function parsedOrNull(json = ''): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Everything that is stored of a person. */
export function exportOf(ask: Ask, identity: string | undefined): Promise<object> {
  if (identity === undefined)
    throw new UsageError('an identity is missing; add a user id, an address or an anonymous id');
  return ask('POST', '/privacy/export', { identity });
}

function linesOf({ id, status, progress, receipt }: ErasureView): string[] {
  if (receipt === null)
    return [`${id}  ${status}  ${progress.erased} of ${counted(progress.profiles, 'profile')} erased`];
  const counts = Object.entries(receipt.counts).map(([store, count]) => `${store} ${count}`);
  const words = counts.length === 0 ? 'nothing was left' : counts.join(', ');
  return [`${id}  ${status}  ${words}`, JSON.stringify(receipt)];
}
