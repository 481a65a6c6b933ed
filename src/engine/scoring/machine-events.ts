/** What machines did, as a profile keeps it: the latest of it, and why it earned nothing. */
import { limits } from '../../base/kernel/kernel.ts';
import { type MachineSign, machineSigns } from '../../contract/language/language.ts';
import type { MachineEvent, MatchedEvent } from './profile-state.ts';

/** The reason of a refusal, by the sign. */
export const machineInWords: { readonly [Sign in MachineSign]: string } = {
  head: 'a HEAD request, which shows nobody anything',
  prefetch: 'fetched in advance, before anybody looked',
  'machine-open': 'opened by a machine, as the mail provider says',
  'mail-privacy': "loaded by Apple's mail privacy protection, whether or not anybody looked",
  scanner: 'followed by a program that scans links',
  robot: 'by a robot, as its user agent says',
  driven: 'by a browser that a program drives (navigator.webdriver)',
  speed: `among more than ${limits.pageViewsPerSecondMax} page views in one second`,
};

export function isMachineEvent(matched: MatchedEvent): matched is MachineEvent {
  return matched.machine !== undefined;
}

/**
 * The latest events of machines among some, each hash once, at the latest time it has. Taking the latest of both makes it a union: in
 * whatever order they come, the same ones stay.
 */
export function latestMachineEvents(events: Iterable<MachineEvent>): readonly MachineEvent[] {
  const byHash = new Map<number, MachineEvent>();
  for (const one of events) {
    const known = byHash.get(one.hash);
    if (known === undefined || compare(one, known) > 0) byHash.set(one.hash, one);
  }
  return [...byHash.values()]
    .sort((a, b) => a.atMs - b.atMs || a.hash - b.hash)
    .slice(-limits.machineEventsPerProfileMax);
}

/** Above 0 where the first of two records of one event counts: the later; then any that is the same from either side. */
function compare(a: MachineEvent, b: MachineEvent): number {
  const signs = machineSigns.indexOf(a.machine) - machineSigns.indexOf(b.machine);
  const [one, other] = [JSON.stringify(a.matches), JSON.stringify(b.matches)];
  return a.atMs - b.atMs || signs || (one > other ? 1 : -1);
}
