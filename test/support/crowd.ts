/**
 * A crowd for the fault tests: people whose behaviour is known, sent again and again until the door has taken it.
 *
 * Every event has its own id, so a request that failed half-way may be sent again; some are sent twice on purpose. A
 * person's events all lie within one visit, whichever of them have arrived: so a score only ever rises, and the final
 * score decides which leads and tasks there must be.
 */
import fc from 'fast-check';
import { minuteMs, type OracleEvent } from './oracle.ts';
import type { Program } from './program.ts';
import { type Sender, sendBatches, type Wire } from './sending.ts';

export interface Person {
  userId: string;
  anonymousId: string;
  email: string;
  events: OracleEvent[];
}

const behaviours = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom('/', '/docs', '/pricing').map((path) => ({ type: 'page', path })),
    },
    { weight: 2, arbitrary: fc.constant({ type: 'page', path: '/products/managed-cloud' }) },
    fc.nat(5).map((n) => ({
      type: 'track',
      event: 'File Downloaded',
      properties: { category: 'customer-case-study', asset_id: `a${n}` },
    })),
    fc.nat(3).map((n) => ({
      type: 'track',
      event: 'Video Playback Started',
      properties: { category: 'product-demo', content_asset_id: `v${n}` },
    })),
    fc.nat(9).map((n) => ({
      type: 'track',
      event: 'Email Link Clicked',
      properties: { email_id: 'news', link_id: `l${n}` },
    })),
  ),
  { minLength: 1, maxLength: 14 },
);

/** Fifteen events of two minutes stay below the half hour that would end a visit. */
const stepMs = 2 * minuteMs - 1;

/** People by seed. Their events lie hours back, so that every basket is long abandoned; half of them begin anonymous. */
export function createCrowd(seed: number, size: number, startMs: number): Person[] {
  const stories = fc.sample(fc.tuple(behaviours, fc.boolean()), { numRuns: size, seed });
  return stories.map(([behaviour, hasBasket], index) => {
    const userId = `person-${seed}-${index}`;
    const all = hasBasket
      ? [...behaviour, { type: 'track', event: 'Product Added', properties: { cart_id: `${userId}-basket` } }]
      : behaviour;
    return {
      userId,
      anonymousId: `device-${seed}-${index}`,
      email: `${userId}@example.com`,
      events: all.map((what, step) => ({
        ...what,
        messageId: `${userId}-${step}`,
        atMs: startMs + step * stepMs,
      })),
    };
  });
}

/** Sends a crowd's events in shuffled batches, `concurrency` at a time, each until it is acknowledged. */
export function sendCrowd(
  crowd: readonly Person[],
  program: Program,
  options: { seed: number; concurrency: number; paceMs: number },
): Sender {
  const wire = crowd.flatMap((person, index) => wireEvents(person, index % 2 === 0));
  const [order] = fc.sample(fc.shuffledSubarray(wire, { minLength: wire.length }), {
    numRuns: 1,
    seed: options.seed,
  });
  const batches: Wire[][] = [];
  const queue = (order ?? []).map((event) => ({ event, isPublic: false }));
  for (let size = 1; queue.length > 0; size = (size % 9) + 1) batches.push(queue.splice(0, size));
  return sendBatches(batches, program, options);
}

function wireEvents(person: Person, startsAnonymous: boolean): object[] {
  const { userId, anonymousId, email } = person;
  const known = Math.floor(person.events.length / 2);
  const events = person.events.map(({ atMs, path, ...event }, index) => ({
    ...event,
    ...(startsAnonymous && index < known ? { anonymousId } : { anonymousId, userId }),
    ...(event.type === 'page' ? { name: 'page', properties: { path } } : {}),
    timestamp: new Date(atMs).toISOString(),
  }));
  const at = person.events.at(-1)?.atMs ?? 0;
  const identify = {
    type: 'identify',
    userId,
    anonymousId,
    traits: { email, name: userId },
    messageId: `${userId}-identify`,
  };
  return [...events, { ...identify, timestamp: new Date(at).toISOString() }];
}
