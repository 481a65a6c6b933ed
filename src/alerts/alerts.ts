/**
 * The door of alerts: what people are told, at once, and the calendar of what they have to do.
 *
 * Enters: alert rows, as they become visible, and deliveries that are due. Leaves: the live stream, in order, resumable by
 * the last id seen; the alerts of deadlines, found by a sweep of stored times; mails, Slack messages and webhooks, each at
 * least once. It refuses to decide what is worth an alert: a row is one. PostgreSQL away: subscribers keep their connection
 * and get what they missed; what is due stays due. A receiver away: it is tried again, and nobody else waits for it.
 */

export type { Allowed } from './address-guard.ts';
export { readAllowed } from './address-guard.ts';
export { unreachable } from './channel-target.ts';
export { composeFor, testMessage } from './compose.ts';
export { startDeadlineSweeper } from './deadlines.ts';
export type { LiveStream, Subscriber } from './live-stream.ts';
export { openLiveStream } from './live-stream.ts';
export type { Sender } from './sender.ts';
export { startSender } from './sender.ts';
export { taskCalendar } from './task-calendar.core.ts';
export { startTeller } from './teller.ts';
export { openTransports } from './transports.ts';
export { startReviewer } from './weekly-review.ts';
