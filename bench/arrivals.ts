/**
 * The arrivals of an open loop: page views of passing visitors; new prospects with two events some seconds apart, of
 * which the second crosses; and new visitors whose score is watched.
 */
import { randomFrom } from '../test/support/random.ts';
import { pageView, tracked, uuidLike, type WireEvent } from './traffic.ts';

export const crossingsPerSecond = 40;
export const scoresAskedPerSecond = 20;
/** What the second event of a prospect is called, and the score of a visitor whose score is watched. */
export const crossingEvent = 'File Downloaded';
export const watchedScore = 15;
const passingVisitors = 20_000;
/** Whole seconds between the seconds of a prospect's two events. */
const secondsBetween = 2;

export interface Arrival {
  atMs: number;
  event: WireEvent;
  /** What is measured about it besides its acceptance. */
  watch: 'alert' | 'score' | null;
}

/** Every arrival with its time from the start; `rate` a second in all. */
export function arrivalsOf(rate: number, seconds: number, seed: number): Arrival[] {
  const random = randomFrom(seed);
  const plan: Arrival[] = [];
  const count = Math.floor(rate * seconds);
  for (let index = 0; index < count; index++) {
    const atMs = (index * 1_000) / rate;
    const messageId = uuidLike(seed, index);
    const perSecond = index % rate;
    const second = Math.floor(index / rate);
    if (perSecond < crossingsPerSecond * 2 && (second >= secondsBetween || perSecond >= crossingsPerSecond)) {
      // The second events of those who began before, then the first events of new ones.
      const isSecond = perSecond < crossingsPerSecond;
      const begun = isSecond ? second - secondsBetween : second;
      const prospect = begun * crossingsPerSecond + (perSecond % crossingsPerSecond);
      const who = {
        anonymousId: uuidLike(seed + 1, prospect),
        userId: `prospect-${seed}-${prospect}`,
        messageId,
      };
      const event = isSecond
        ? tracked(crossingEvent, { category: 'customer-case-study', asset_id: 'study-1' })
        : { ...pageView('/products/managed-cloud'), context: { traits: { phone: '+44 20 7946 0018' } } };
      plan.push({ atMs, event: { ...event, ...who }, watch: isSecond ? 'alert' : null });
    } else if (perSecond < crossingsPerSecond * 2 + scoresAskedPerSecond) {
      const event = { ...pageView('/managed-cloud'), anonymousId: uuidLike(seed + 2, index), messageId };
      plan.push({ atMs, event, watch: 'score' });
    } else {
      const visitor = Math.floor(random() * passingVisitors);
      const event = {
        ...pageView(`/page-${visitor % 50}`),
        anonymousId: uuidLike(seed + 3, visitor),
        messageId,
      };
      plan.push({ atMs, event, watch: null });
    }
  }
  return shuffledWithinSeconds(plan, rate, random);
}

/** Mixes the kinds within each second, so that prospects do not come as a burst; the times stay. */
function shuffledWithinSeconds(plan: Arrival[], rate: number, random: () => number): Arrival[] {
  const order = Array.from({ length: rate }, (_, index) => index);
  for (let index = rate - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return plan.map((arrival, index) => {
    const from = plan[index - (index % rate) + (order[index % rate] ?? 0)] ?? arrival;
    return { ...from, atMs: arrival.atMs };
  });
}
