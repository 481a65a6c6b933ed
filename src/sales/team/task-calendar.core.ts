/** Open tasks as a calendar: each an event at its deadline. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import { type CalendarEvent, calendarText } from './calendar.core.ts';
import type { CalendarFeed } from './calendar-feeds.ts';

/** Returns the feed as iCalendar text; `consoleUrl` is the address of the console, without a slash at its end. */
export function taskCalendar({ of, tasks, hasMore }: CalendarFeed, consoleUrl: string): string {
  return calendarText({
    name: `Scoville: ${isolated(of)}`,
    description: hasMore ? `The nearest ${tasks.length} open tasks; there are more.` : 'Open tasks.',
    refreshMs: limits.calendarRefreshMs,
    events: tasks.map((task) => eventOf(task, consoleUrl)),
  });
}

function eventOf(task: CalendarFeed['tasks'][number], consoleUrl: string): CalendarEvent {
  const { id, subject, about, campaign, lead, revision, changedAtMs, dueAtMs } = task;
  const who = about === null ? null : isolated(about);
  const what = isolated(subject);
  const isSaid = about === null || who === null || subject.includes(about) || subject.includes(who);
  const page = lead === null ? `tasks/${id}` : `leads/${lead}`;
  return {
    uid: `${id}@scoville`,
    sequence: revision,
    changedAtMs,
    atMs: dueAtMs,
    alarmBeforeMs: limits.calendarAlarmMs,
    summary: isSaid ? what : `${what}: ${who}`,
    description: [
      ...(who === null ? [] : [who]),
      ...(campaign === null ? [] : [`Campaign: ${isolated(campaign)}`]),
    ].join('\n'),
    url: `${consoleUrl}/${page.split('/').map(encodeURIComponent).join('/')}`,
  };
}
