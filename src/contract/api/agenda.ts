/** The agenda of tasks in the API: how many are due by when, in the caller's days, and how long one may be snoozed. */
import { z } from 'zod';
import { timeZoneSchema } from '../../base/time/time.ts';
import { flag } from './paging.ts';
import { cappedSchema } from './work.ts';

const text = z.string().trim().min(1).max(500);
const instant = z.iso.datetime();

export const agendaFilterSchema = z.strictObject({
  /** `me` is the caller. */
  owner: text.optional(),
  /** Of the users of this team. */
  team: text.optional(),
  /** Of the users of the caller's teams: the one they are in, and those they manage. */
  myTeams: flag.optional(),
  /** Where the days and weeks begin; default: the zone of the caller. */
  timeZone: timeZoneSchema.optional(),
});
export type AgendaFilter = z.infer<typeof agendaFilterSchema>;

export const snoozeWords = ['this afternoon', 'tomorrow', 'next week'] as const;

const snoozeChoiceSchema = z.object({ when: z.enum(snoozeWords), until: instant });
/** A choice to snooze a task, which ends when the caller works. */
export type SnoozeChoice = z.infer<typeof snoozeChoiceSchema>;

/** Open tasks by their deadlines. What is snoozed is in `snoozed` alone. */
export const agendaSchema = z.object({
  /** The teams of the caller: the one they are in, and those they manage. */
  teams: z.array(z.string()),
  /** The first moments of tomorrow and of next week. */
  tomorrow: instant,
  nextWeek: instant,
  counts: z.object({
    overdue: cappedSchema,
    today: cappedSchema,
    week: cappedSchema,
    later: cappedSchema,
    snoozed: cappedSchema,
  }),
  snoozes: z.array(snoozeChoiceSchema),
});
export type Agenda = z.infer<typeof agendaSchema>;
