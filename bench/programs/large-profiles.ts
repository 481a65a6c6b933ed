/** One event of a profile that remembers many: the whole decision, from the stored bytes to those of the commit. */
import type { ScovilleEvent } from '../../src/contract/language/language.ts';
import { ProfileCache } from '../../src/engine/processing/profile-cache.ts';
import { happened, installation, Profile, startMs, under } from '../../test/support/decided-profile.ts';
import { answer } from '../answering.ts';
import { coreSeconds, sumSoFar } from '../core-seconds.ts';
import {
  type Kind,
  programmes,
  type RobotRules,
  robotProgrammes,
  type WideKind,
  wideProgrammes,
} from '../large-profile-rules.ts';

/** So far apart that thousands are within the lateness horizon, and that visits end. */
const apartMs = 20_000;
const eventsPerCommit = 500;

function eventAt(index: number, afterMs = index * apartMs, message = index % 7): ScovilleEvent {
  const event = happened(index % 3 === 0 ? 'B' : 'A', startMs + afterMs);
  return { ...event, acceptedAtMs: event.atMs, properties: { m: `m${message}`, k: `k${index % 50}` } };
}

interface Way {
  yaml: string;
  event: (index: number) => ScovilleEvent;
  /** Matched events that one event makes, on average: it may be a click and a payment. */
  factsEach: number;
}

/** Of these, several rules recognise an event, and two of three events are an A. */
const factsOf: Partial<Record<Kind, number>> = {
  counts: 5 / 3,
  'suspicious clicks': 5 / 3,
  'all at once': 6,
};

const hourMs = 3_600_000;
const burst = 8;
const wideWays: Record<WideKind, Omit<Way, 'yaml'>> = {
  // An event an hour: but for those of the last week, all are sealed.
  'sealed payments': { event: (index) => eventAt(index, index * hourMs), factsEach: 1 },
  'bursts of clicks': {
    event: (index) => {
      const [position, within] = [Math.floor(index / burst), index % burst];
      return eventAt(index, position * 0.5 * hourMs + within * 5_000, position);
    },
    factsEach: 2,
  },
  // So far apart that all of the limit are within ten days.
  'clicks of ten days': { event: (index) => eventAt(index, index * 400_000), factsEach: 2 },
  'windows and caps of months': { event: (index) => eventAt(index, index * 400_000), factsEach: 3 },
};

function wayOf(kind: Kind | WideKind): Way {
  if (kind in wideWays) return { yaml: wideProgrammes[kind as WideKind], ...wideWays[kind as WideKind] };
  const factsEach = factsOf[kind as Kind] ?? 1;
  return { yaml: programmes[kind as Kind], event: (index) => eventAt(index), factsEach };
}

interface Given {
  kind: Kind | WideKind;
  remembered: number;
  /** Events measured in each turn, at least: of a small profile, those of several. */
  measured: number;
  turns: number;
  /** Whether the process has the profile at hand, as after an event before; otherwise it comes from its stored bytes alone. */
  isAtHand: boolean;
}

/** Milliseconds of processor time an event, of the first of those measured to the last, in each turn. */
async function cost(given: Given) {
  const { yaml, event, factsEach } = wayOf(given.kind);
  const compiled = installation.programmes(yaml);
  const count = Math.floor(given.remembered / factsEach);
  const measured = Math.max(1, Math.min(given.measured, count - 1));
  const before = count - measured;
  const profiles = Math.ceil(given.measured / measured);
  const turns: number[] = [];
  /** Profiles that remember all but the measured events, and what takes one more into one. */
  const filled = () =>
    Array.from({ length: profiles }, () => {
      const profile = new Profile();
      const settings = given.isAtHand ? { cache: new ProfileCache() } : {};
      const take = (from: number, to: number) => {
        const events = Array.from({ length: to - from }, (_, index) => event(from + index));
        const nowMs = events.at(-1)?.atMs ?? startMs;
        return profile.events(events, under(compiled, nowMs, settings)).counts.scored;
      };
      for (let from = 0; from < before; from += eventsPerCommit)
        take(from, Math.min(before, from + eventsPerCommit));
      return { profile, take };
    });
  const takeAll = (some: ReturnType<typeof filled>) => {
    let scored = 0;
    for (const { take } of some)
      for (let index = before; index < count; index++) scored += take(index, index + 1);
    return scored;
  };
  for (let turn = 0; turn < given.turns; turn++) {
    const [others, clocked] = [filled(), filled()];
    const seconds = await coreSeconds(
      () => takeAll(clocked),
      () => takeAll(others),
    );
    for (const { profile } of clocked) {
      const { matchedEvents, frozenAwards } = profile.state;
      const remembered = matchedEvents.length + frozenAwards.length;
      if (remembered !== count) throw new Error(`${remembered} events are remembered, not ${count}`);
    }
    turns.push((seconds * 1_000) / (measured * profiles));
  }
  return turns;
}

interface RobotGiven {
  rules: RobotRules;
  days: number;
  measured: number;
  turns: number;
}

/** What a robot's profile costs and takes after so many days of a page every twenty minutes, whose points halve in thirty days. */
async function robot({ rules, days, measured, turns: turnsMax }: RobotGiven) {
  const compiled = installation.programmes(robotProgrammes[rules]);
  const everyMs = 20 * 60_000;
  const aDay = 72;
  const eventOf = (index: number): ScovilleEvent => {
    const event = happened('A', startMs + index * everyMs);
    return { ...event, acceptedAtMs: event.atMs };
  };
  const profile = new Profile();
  const settings = { cache: new ProfileCache() };
  let next = 0;
  const take = (count: number) => {
    const events = Array.from({ length: count }, () => eventOf(next++));
    return profile.events(events, under(compiled, events.at(-1)?.atMs ?? startMs, settings)).counts.scored;
  };
  while (next < days * aDay) take(aDay);
  const turns: number[] = [];
  for (let turn = 0; turn < turnsMax; turn++) {
    const seconds = await coreSeconds(() => {
      let scored = 0;
      for (let index = 0; index < measured; index++) scored += take(1);
      return scored;
    });
    turns.push((seconds * 1_000) / measured);
  }
  return { turns, bytes: profile.bytes };
}

answer({ cost, robot, sum: sumSoFar });
