/** A day of the history of the demo: who gets hot on it, and what comes of it until now, by a seed. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../../engine/scoring/scoring.ts';
import { behaviourOf, type Done, lookAround } from './behaviour.core.ts';
import { reps, type Visitor, visitorOf } from './cast.core.ts';
import { type Chance, chanceOf } from './random.core.ts';
import { leadsOn, seasonAt } from './season.core.ts';
import { type Story, storyOf } from './story.core.ts';
import { updatesOf } from './updates.core.ts';

/** A history: the seed it follows from, the day it begins with and the moment it ends at, ms since the epoch. */
export interface Span {
  seed: string;
  fromMs: number;
  untilMs: number;
}

/** What one person did on the website. */
export interface Visits {
  visitor: Visitor;
  behaviour: readonly Done[];
}

/** A story, and the behaviour behind it. */
export interface PlannedStory extends Story, Visits {}

const { dayMs, hourMs } = limits;
/** When points that only time awards, as those of a left basket, have come. */
const afterwardsMs = hourMs;
/** Behaviour of this age goes through the doors for events. */
const sentMs = limits.latenessMs;
/** Numbers of visitors that a day has: those who get hot, and others. */
const numbersADay = 9;
const hotADayMax = 6;
/** Of the last days, so many visitors a day look around and stay cold. */
const coldADay = numbersADay - hotADayMax;

/** How many numbers the visitors of a history of so many days take: those of the day that follows have the numbers behind them. */
export const numbersOf = (days: number) => days * numbersADay;

/** Returns the span of so many whole days before today, and today until now. */
export function spanOf(seed: string, untilMs: number, days: number): Span {
  return { seed, fromMs: dayOf(untilMs) - days * dayMs, untilMs };
}

const dayOf = (atMs: number) => Math.floor(atMs / dayMs) * dayMs;

/** Returns the days of a history before a moment, the newest first: the first moment of each. */
export function daysBefore(beforeMs: number, { fromMs, untilMs }: Span): number[] {
  const days: number[] = [];
  for (let startMs = dayOf(Math.min(untilMs, beforeMs - 1)); startMs >= fromMs; startMs -= dayMs)
    days.push(startMs);
  return days;
}

/** Returns the stories that begin on a day, in the order of their first heat. What would happen after the end of the span is left out. */
export function storiesOn(programmes: CompiledProgrammes, span: Span, dayStartMs: number): PlannedStory[] {
  const chance = chanceOf(`${span.seed} ${dayStartMs}`);
  const average = leadsOn(dayStartMs, span);
  const drawn = Math.min(hotADayMax, Math.floor(average) + (chance.isLucky(average % 1) ? 1 : 0));
  const count = dayStartMs === freshDayOf(span) ? hotADayMax : drawn;
  const stories = Array.from({ length: count }, (_, index) => storyOn(programmes, span, dayStartMs, index));
  return stories.filter((story) => story !== null).sort((a, b) => firstMs(a) - firstMs(b));
}

const firstMs = ({ moments }: Story) => moments[0]?.atMs ?? 0;

/** Returns who else came by on a day, and left without getting hot. */
export function visitsOn(span: Span, dayStartMs: number): Visits[] {
  const visits = Array.from({ length: coldADay }, (_, index) => {
    const { chance, visitor } = strangerOf(span, dayStartMs, hotADayMax + index);
    const endMs = endOfVisit(chance, dayStartMs);
    return { visitor, behaviour: lookAround(chance, seasonAt(dayStartMs).mail, endMs), endMs };
  });
  return visits.filter(({ endMs }) => endMs < span.untilMs);
}

function strangerOf(span: Span, dayStartMs: number, index: number) {
  const { seed, fromMs } = span;
  const number = numbersOf((dayStartMs - fromMs) / dayMs) + index;
  const chance = chanceOf(`${seed} visitor ${number}`);
  const rep = dayStartMs === freshDayOf(span) ? reps[index] : undefined;
  return { number, chance, visitor: visitorOf(chance, number, rep), isFresh: rep !== undefined };
}

/** Visits begin and end in these hours of a day. */
const [firstHour, lastHour] = [7, 20];
/** A fresh visit ends so long before the history does, at least: what time alone awards has come by then. */
const freshMs = 2 * hourMs;

/** The day on which somebody gets hot for each rep: none begins with nobody to call. It is today, once it is late enough, or yesterday. */
function freshDayOf({ fromMs, untilMs }: Span): number {
  const todayMs = dayOf(untilMs);
  const isLate = untilMs - todayMs > firstHour * hourMs + 2 * freshMs;
  return isLate ? todayMs : Math.max(fromMs, todayMs - dayMs);
}

/** When a fresh visit ends: reps have done nothing about it yet, as they do nothing in the last day. */
function endOfFreshVisit(chance: Chance, { untilMs }: Span, dayStartMs: number): number {
  const lastMs = Math.min(dayStartMs + lastHour * hourMs, untilMs - freshMs);
  const firstMs = Math.max(dayStartMs + firstHour * hourMs, untilMs - dayMs + freshMs);
  return Math.round(firstMs + chance.fraction() * Math.max(0, lastMs - firstMs));
}

const endOfVisit = (chance: Chance, dayStartMs: number) =>
  dayStartMs + Math.round((firstHour + (lastHour - firstHour) * chance.fraction()) * hourMs);

/** The story of a visitor who gets hot on a day. Null where they do too little for it, or the day is not that far. */
function storyOn(
  programmes: CompiledProgrammes,
  span: Span,
  dayStartMs: number,
  index: number,
): PlannedStory | null {
  const { number, chance, visitor, isFresh } = strangerOf(span, dayStartMs, index);
  for (let tries = 0; tries < (isFresh ? freshTriesMax : visitsTriesMax); tries++) {
    const endMs = isFresh ? endOfFreshVisit(chance, span, dayStartMs) : endOfVisit(chance, dayStartMs);
    if (endMs + afterwardsMs >= span.untilMs) return null;
    const season = seasonAt(dayStartMs);
    const behaviour = behaviourOf(chance, `${number}-${tries}`, season.mail, endMs);
    const updates = updatesOf(programmes, visitor, behaviour, endMs + afterwardsMs);
    const [first] = updates;
    if (first === undefined || (isFresh && first.atMs < span.untilMs - dayMs)) continue;
    // Marketing named the programme's campaign by the season. What goes through the doors today has its present name.
    const isOfSeason = endMs < span.untilMs - 2 * sentMs && behaviour.some(isClick);
    const { moments } = storyOf(chance, {
      visitor,
      updates: isOfSeason ? updates.map((update) => ({ ...update, campaign: season.name })) : updates,
      untilMs: span.untilMs,
    });
    return { visitor, behaviour, moments };
  }
  return null;
}

const isClick = ({ doing }: Done) => 'track' in doing && doing.track === 'Email Link Clicked';

/** Most visits heat nobody: of somebody who is to get hot, visits are drawn until they do. */
const visitsTriesMax = 12;
/** Of a fresh one more of them: each rep is to have one. */
const freshTriesMax = 100;
