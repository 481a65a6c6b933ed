/** Clicks of mail, deliveries and signs of a person, recognised by a programme that judges clicks, and what it found before the last of them. */
import type { MatchedEvent } from '../../src/engine/scoring/profile-state.ts';
import type { CompiledProgramme } from '../../src/engine/scoring/scoring.ts';
import { recognise } from '../../src/engine/scoring/scoring.ts';
import { suspicionsOf } from '../../src/engine/scoring/suspicion.ts';
import { scovilleEvent } from './emea.ts';
import { programmesOf } from './programme.ts';

/** Event, second, link. All are of mail `m`, and in the order of their times. */
export type Happened = readonly [event: 'Click' | 'Delivered' | 'View', second: number, link?: string];

const programmes = programmesOf(`
rules:
  - { id: click, label: Clicked, when: { event: Click }, points: 10, pays: every time, per: link }
suspiciousClicks:
  rules: [click]
  message: mail
  links: 2
  within: 10 seconds
  delivered: { event: Delivered }
  afterDelivery: 2 seconds
  confirmedBy: [{ when: { event: View }, times: 2 }]
  confirmWithin: 1 minute
`);
export const programme = programmes.programmes[0] as CompiledProgramme;
export const clickTimes = { lapseSecond: (second: number) => second + 60 };

/** Hashes are 1, 2, 3 … */
export function judgedOf(earlier: readonly Happened[], later: readonly Happened[], beforeSecond: number) {
  const matchedEvents = [...earlier, ...later].map(([event, second, link], index): MatchedEvent => {
    const properties = { mail: 'm', ...(link !== undefined && { link }) };
    const atMs = Math.round(second * 1_000);
    const happened = scovilleEvent({ messageId: `${index}`, atMs, type: 'track', event, properties });
    return { ...recognise(programmes, happened), hash: index + 1 };
  });
  const known = suspicionsOf(matchedEvents.slice(0, earlier.length), programme, beforeSecond * 1_000);
  return { known, matchedEvents, came: matchedEvents.slice(earlier.length) };
}
