/** Snoozes of tasks: when each choice ends, until when a task may be put aside, and what becomes of its deadline. Pure. */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { type WorkingTime, workBeginsAt, zoneOf } from '../../base/time/time.ts';
import type { SnoozeChoice } from '../../contract/api/api.ts';

/** The hours of a user, by the wall clock of their zone. */
export interface Hours {
  workingTime: WorkingTime;
  timeZone: string;
}

const noonMinute = 12 * 60;
const afternoonMinute = 13 * 60;

/** Where the days and weeks of a user begin, ms since the epoch. */
export function bordersOf(timeZone: string, nowMs: number): { tomorrowMs: number; nextWeekMs: number } {
  const zone = zoneOf(timeZone);
  const today = zone.dayOf(nowMs);
  // Day 0 was a Thursday; weeks begin on Mondays.
  const monday = today + 7 - ((((today + 3) % 7) + 7) % 7);
  return {
    tomorrowMs: zone.instantOf((today + 1) * limits.dayMs),
    nextWeekMs: zone.instantOf(monday * limits.dayMs),
  };
}

/**
 * Returns the choices of a user at a moment, the nearest first: each ends when the user works. What would end no later than one
 * before it is left out, as "tomorrow" is on a Friday.
 */
export function snoozeChoices({ workingTime, timeZone }: Hours, nowMs: number): SnoozeChoice[] {
  const zone = zoneOf(timeZone);
  const { tomorrowMs, nextWeekMs } = bordersOf(timeZone, nowMs);
  const today = zone.dayOf(nowMs) * limits.dayMs;
  const worksFrom = (ms: number) => workBeginsAt(ms, workingTime, timeZone);
  const afternoonMs = worksFrom(zone.instantOf(today + afternoonMinute * limits.minuteMs));
  const isMorning = nowMs < zone.instantOf(today + noonMinute * limits.minuteMs);
  const all = [
    ...(isMorning && afternoonMs < tomorrowMs ? [{ when: 'this afternoon', ms: afternoonMs } as const] : []),
    { when: 'tomorrow', ms: worksFrom(tomorrowMs) } as const,
    { when: 'next week', ms: worksFrom(nextWeekMs) } as const,
  ];
  return all
    .filter(({ ms }, index) => Number.isFinite(ms) && all[index + 1]?.ms !== ms)
    .map(({ when, ms }) => ({ when, until: new Date(ms).toISOString() }));
}

/** What of a task decides how long it may be put aside. */
export interface Snoozed {
  status: string;
  owner: string | null;
  dueAtMs: number;
  /** Whether its deadline is promised by others: the contact task of an episode, and the task of a stage. */
  isPromised: boolean;
}

/** Throws `forbidden` where somebody else's task is put aside, or brought back: managers alone do that. */
export function requireOwnSnooze(owner: string | null, by: { name: string; isManager: boolean }): void {
  if (by.isManager || owner === null || owner === by.name) return;
  throw new ApiError(
    'forbidden',
    `"snoozedUntil" is of a task of ${owner}: only its owner or a manager snoozes it, or brings it back`,
  );
}

/** Throws `conflict` for a task that may not be put aside, `invalid_request` for a time that is none to put it aside until. */
export function requireSnooze(task: Snoozed, untilMs: number, nowMs: number): void {
  const said = `"snoozedUntil" is "${new Date(untilMs).toISOString()}"`;
  if (task.status !== 'Open')
    throw new ApiError('conflict', `the task is ${task.status.toLowerCase()}; only an open task is snoozed`);
  if (task.owner === null)
    throw new ApiError('conflict', 'the task waits in the queue, where all must see it; claim it first');
  if (untilMs <= nowMs || untilMs > nowMs + limits.snoozeMsMax)
    throw new ApiError(
      'invalid_request',
      `${said}: expected a time from now on, at most ${limits.snoozeMsMax / limits.dayMs} days away`,
    );
  if (task.isPromised && untilMs > task.dueAtMs)
    throw new ApiError(
      'conflict',
      `${said}: the deadline of this task is a promise; expected a time until ${new Date(task.dueAtMs).toISOString()}, or complete it`,
    );
}
