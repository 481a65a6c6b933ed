/** A worker thread of a replay: takes events as JSON, then replays them profile by profile and returns the sums. */
import type { MessagePort } from 'node:worker_threads';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import {
  type CompiledProgrammes,
  type Recognised,
  type ReplayedEvent,
  recognise,
} from '../scoring/scoring.ts';

/** Messages to it: events as JSON with the profile each counts for; or the order to replay them. */
export type ToWorker = { kind: 'events'; profiles: string[]; bodies: string[] } | { kind: 'replay' };

/** Its answers: events are taken, or all sums. */
export type FromWorker<Sums> = { kind: 'taken' } | { kind: 'sums'; sums: Sums; replayMs: number };

/** An event as it is held until it is replayed: what counts of it, and no more. */
export interface PastEvent extends ReplayedEvent {
  matched: Recognised;
}

interface Serving<Event extends PastEvent, Sums> {
  eventOf: (event: ScovilleEvent) => Event;
  none: () => Sums;
  /** Adds a profile to the sums; its events are in the order of acceptance. */
  add: (sums: Sums, profile: string, events: readonly Event[]) => void;
}

/** Serves the messages of a port until it closes. */
export function serveReplay<Event extends PastEvent, Sums>(
  port: MessagePort,
  { eventOf, none, add }: Serving<Event, Sums>,
): void {
  let profiles = new Map<string, Event[]>();
  const take = (profile: string, body: string) => {
    const event = eventOf(JSON.parse(body) as ScovilleEvent);
    const own = profiles.get(profile);
    if (own) own.push(event);
    else profiles.set(profile, [event]);
  };
  const replay = (): FromWorker<Sums> => {
    const beganMs = performance.now();
    const sums = none();
    for (const [profile, events] of profiles) {
      events.sort(
        (a, b) => a.acceptedAtMs - b.acceptedAtMs || a.atMs - b.atMs || a.matched.hash - b.matched.hash,
      );
      add(sums, profile, events);
    }
    profiles = new Map();
    return { kind: 'sums', sums, replayMs: performance.now() - beganMs };
  };
  const say = (answer: FromWorker<Sums>) => port.postMessage(answer);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'replay') return say(replay());
    message.bodies.forEach((body, index) => {
      take(message.profiles[index] as string, body);
    });
    return say({ kind: 'taken' });
  });
}

/** What a replay needs of an event. */
export function pastEventOf(programmes: CompiledProgrammes, event: ScovilleEvent): PastEvent {
  return {
    matched: recognise(programmes, event),
    key: event.key,
    atMs: event.atMs,
    acceptedAtMs: event.acceptedAtMs,
    ...(event.traits && { traits: event.traits }),
    ...(event.consent && { consent: event.consent }),
    ...(event.via && { via: event.via }),
  };
}
