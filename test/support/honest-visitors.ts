/** Honest visitors among hostile ones: each takes steps of known worth, so that the score in the end is known to the point. */
import { steps } from './conformance.ts';
import type { Chance } from './random.ts';
import { until } from './until.ts';

/** A machine under load reaches its stores again by then. */
const takenMsMax = 30_000;

export interface Honest {
  userId: string;
  email: string;
  /** Points of all steps so far. */
  points: number;
}

export interface HonestVisitors {
  readonly all: readonly Honest[];
  /** Somebody takes a step, and sometimes tells of it twice. Throws where the door does not take it. */
  step(): Promise<void>;
}

/** Introduces visitors to a program with the programme `conformance`; a server tells of every other one, pages of the rest. */
export async function welcomeVisitors(options: {
  url: string;
  publicKey: string;
  secretKey: string;
  count: number;
  chance: Chance;
}): Promise<HonestVisitors> {
  const { url, publicKey, secretKey, count, chance } = options;
  const isTaken = async (path: string, body: object, key: string) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'x-write-key': key },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status === 200) return true;
    if (response.status === 503 || response.status === 429) return false;
    throw new Error(`an honest event was answered ${response.status}: ${text}`);
  };
  // A client sends again after 429 and 503, with the same id. It is there for stores that cannot be reached: soon they can.
  const post = (path: string, body: object, key: string) =>
    until('an honest event is taken', () => isTaken(path, body, key), takenMsMax);
  const all: Honest[] = Array.from({ length: count }, (_, index) => ({
    userId: `honest-${index}`,
    email: `honest-${index}@shop.example`,
    points: 0,
  }));
  for (const { userId, email } of all)
    await post('/v1/identify', { userId, traits: { email, name: userId } }, secretKey);
  let taken = 0;
  return {
    all,
    step: async () => {
      const index = taken++ % count;
      const visitor = all[index] as Honest;
      const n = chance.oneOf(steps);
      const { userId } = visitor;
      const event = {
        userId,
        event: 'Step',
        properties: { n },
        messageId: `step-${taken}`,
        timestamp: new Date().toISOString(),
      };
      const key = index % 2 === 0 ? secretKey : publicKey;
      visitor.points += n;
      await post('/v1/track', event, key);
      if (chance.oneIn(5)) await post('/v1/batch', { batch: [{ ...event, type: 'track' }] }, key);
    },
  };
}
