/**
 * The door of alerts: what people are told, at once.
 *
 * Enters: alert rows, as they become visible. Leaves: the live stream, in order, resumable by the last id seen; and the
 * alerts of deadlines, found by a sweep of stored times. It refuses to decide what is worth an alert: a row is one.
 * PostgreSQL away: subscribers keep their connection and get what they missed.
 */

export { composeFor, testMessage } from './compose.ts';
export type { DeadlineSweeper } from './deadlines.ts';
export { startDeadlineSweeper } from './deadlines.ts';
export type { LiveStream, Subscriber } from './live-stream.ts';
export { openLiveStream } from './live-stream.ts';
export type { Teller } from './teller.ts';
export { startTeller } from './teller.ts';
