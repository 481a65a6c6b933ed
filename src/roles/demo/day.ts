/**
 * The lively day of the demo: visitors come through the doors for events, reps work through the API, until somebody stops it.
 *
 * First it sends what the visitors of the last days did, so that their profiles explain their scores. Events carry the times of an
 * ordinary hour, so that visits end and baskets are abandoned while somebody looks.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../../engine/scoring/scoring.ts';
import { beginWork } from './begun-work.ts';
import { behaviourOf, lookAround } from './behaviour.core.ts';
import { type Caller, logInAs, Refused } from './calls.ts';
import { type Rep, reps, type Visitor, visitorOf, visitorsMax } from './cast.core.ts';
import { HandsOff } from './hands-off.ts';
import { daysBefore, numbersOf, type Span, storiesOn, type Visits, visitsOn } from './plan.core.ts';
import { type Chance, chanceOf } from './random.core.ts';
import { seasonAt } from './season.core.ts';
import { eventOf, eventsOf, identify } from './sent-events.core.ts';
import { passwordOf } from './users.ts';
import { nurture, workOnce } from './work.ts';

interface Options {
  baseUrl: string;
  /** A server of the shop sends what its visitors do, mail clicks among it. */
  secretKey: string;
  signal: AbortSignal;
  say: (line: string) => void;
  programmes: CompiledProgrammes;
  /** The history that the day goes on from. */
  span: Span;
}

const stepPauseMs = 350;
const visitorPauseMs = 2_500;
/** The first come faster: a page that somebody has just opened shows life at once. */
const firstVisitors = 12;
const firstPauseMs = 500;
const workPauseMs = 4_000;
const batchEventsMax = 200;
/** A basket that was left so long ago is abandoned. */
const sinceEndMs = 31 * limits.minuteMs;
/** Of the visitors, so many look at what is sold; the others leave cold. */
const interestedPart = 0.35;
/** Part of the visitors who say who they are. */
const namedPart = 0.8;

/** Plays until the signal aborts. A failure ends the play with a line, never the process. */
export async function playDay(options: Options): Promise<void> {
  const { signal, say } = options;
  const failing = new AbortController();
  const all = { ...options, signal: AbortSignal.any([signal, failing.signal]) };
  try {
    await sendLatest(all);
    await beginWork(all);
    say('Demo: visitors arrive and reps work now, until Ctrl-C stops Scoville.');
    await Promise.all([visitors(all, (error) => failing.abort(error)), work(all)]);
  } catch (error) {
    const reason: unknown = failing.signal.reason ?? error;
    if (!signal.aborted)
      say(`Demo: visitors stopped: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
}

/** Sends what people did lately with its own times, as far back as events still count. A second start sends it again: it counts once. */
async function sendLatest(options: Options): Promise<void> {
  const sinceMs = Date.now() - limits.latenessMs + limits.hourMs;
  for (const events of latestEvents(options, sinceMs)) {
    await send(options, { batch: events });
    options.signal.throwIfAborted();
  }
}

function* latestEvents({ programmes, span }: Options, sinceMs: number) {
  const days = daysBefore(Number.POSITIVE_INFINITY, span).filter((startMs) => startMs >= sinceMs);
  const visits: Visits[] = days
    .reverse()
    .flatMap((startMs) => [...storiesOn(programmes, span, startMs), ...visitsOn(span, startMs)]);
  const events = visits.filter(({ behaviour }) => (behaviour[0]?.atMs ?? 0) > sinceMs).flatMap(eventsOf);
  for (let from = 0; from < events.length; from += batchEventsMax)
    yield events.slice(from, from + batchEventsMax);
}

/** New visitors one after the other, several at once. Their numbers go on where those of the history end. */
async function visitors(options: Options, onError: (error: unknown) => void): Promise<void> {
  const { signal, span } = options;
  const run = Date.now();
  const taken = numbersOf(Math.ceil((span.untilMs - span.fromMs) / limits.dayMs));
  const first = Math.floor((run - span.untilMs) / limits.secondMs);
  for (let count = 0; ; count++) {
    const chance = chanceOf(`${span.seed} ${run} ${count}`);
    const number = taken + ((first + count) % (visitorsMax - taken));
    const isInterested = count < firstVisitors || chance.isLucky(interestedPart);
    // Nobody waits for it: a failure that is not caught here would end the process.
    visit(options, chance, visitorOf(chance, number), isInterested).catch(onError);
    await pause(count < firstVisitors ? firstPauseMs : visitorPauseMs, undefined, { signal });
  }
}

async function visit(
  options: Options,
  chance: Chance,
  visitor: Visitor,
  isInterested: boolean,
): Promise<void> {
  const nowMs = Date.now();
  // After some hours all have been there, and come again.
  const name = `${visitor.email} ${nowMs}`;
  const { mail } = seasonAt(nowMs);
  const endMs = nowMs - sinceEndMs;
  const behaviour = isInterested ? behaviourOf(chance, name, mail, endMs) : lookAround(chance, mail, endMs);
  const isNamed = chance.isLucky(namedPart);
  const anonymousId = `demo-${name}`;
  for (const [index, done] of behaviour.entries()) {
    await send(options, { batch: [eventOf({ anonymousId }, `${name} ${index}`, done)] });
    // Half-way they say who they are; their earlier events count too.
    if (isNamed && index === Math.floor(behaviour.length / 2))
      await send(options, { batch: [{ ...identify(visitor, name, done.atMs), anonymousId }] });
    await pause(stepPauseMs, undefined, { signal: options.signal });
  }
}

async function send({ baseUrl, secretKey, signal }: Options, body: object): Promise<void> {
  const response = await fetch(`${baseUrl}/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`/v1/batch answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/** The reps take turns; one act each time. Looking people may be faster, or change the team: what is refused for that is left. */
async function work(options: Options): Promise<void> {
  const { signal, span, baseUrl, secretKey } = options;
  const chance = chanceOf(`${span.seed} work ${Date.now()}`);
  const callers = new Map<Rep, Caller>();
  const hands = new HandsOff(span.untilMs);
  for (let count = 0; ; count++) {
    const rep = reps[count] ?? chance.one(reps);
    const credentials = { email: rep.email, password: passwordOf(rep, secretKey) };
    try {
      const caller = callers.get(rep) ?? (await logInAs(baseUrl, credentials, signal));
      callers.set(rep, caller);
      if (count < reps.length) await nurture(caller, hands);
      else await workOnce(caller, hands, rep, chance);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      callers.delete(rep);
    }
    await pause(workPauseMs, undefined, { signal });
  }
}
