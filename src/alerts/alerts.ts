/**
 * The door of alerts: what people are told, at once, and the calendar of what they have to do.
 *
 * Enters: alert rows, as they become visible. Leaves: the live stream, in order, resumable by the last id seen; and the
 * alerts of deadlines, found by a sweep of stored times. It refuses to decide what is worth an alert: a row is one.
 * PostgreSQL away: subscribers keep their connection and get what they missed.
 */

export type { DeadlineSweeper } from './deadlines.ts';
export { startDeadlineSweeper } from './deadlines.ts';
export type { LiveStream, Subscriber } from './live-stream.ts';
export { openLiveStream } from './live-stream.ts';
export { taskCalendar } from './task-calendar.core.ts';
export { startWebhookSender } from './webhooks.ts';
