/** The door of sales/team: TODO say what enters and leaves. */

export type { Account } from './accounts.ts';
export { taskCalendar } from './task-calendar.core.ts';
export type { Users } from './users.ts';
export { users } from './users.ts';
