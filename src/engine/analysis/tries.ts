/** What differs is compared again: both sides of an audit are moving, so only what differs in every try counts as mismatched. */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';

/**
 * Returns the outcome of each item, in their order. Those that differ are tried again together, with one pause a try: a page of them
 * takes no longer than one.
 */
export async function outcomesOf<Item, Outcome extends { kind: string }>(
  items: readonly Item[],
  compare: (items: readonly Item[], isAgain: boolean) => Promise<Outcome[]>,
  pauseMs: number = limits.auditPauseMs,
): Promise<Outcome[]> {
  const outcomes = await compare(items, false);
  for (let tries = 1; tries < limits.auditTriesMax; tries++) {
    const differing = [...items.entries()].filter(([at]) => outcomes[at]?.kind === 'mismatch');
    if (differing.length === 0) break;
    await pause(pauseMs);
    const again = await compare(
      differing.map(([, item]) => item),
      true,
    );
    for (const [nth, [at]] of differing.entries()) outcomes[at] = again[nth] as Outcome;
  }
  return outcomes;
}
