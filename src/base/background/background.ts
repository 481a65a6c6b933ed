/**
 * The door of background: what runs beside requests: loops, beats, long work that people start and watch, and the end of them.
 *
 * Enters: acts, and signals to stop. Leaves: progress, results, and parts closed in reverse order, each within a limit. It
 * knows no store.
 */

export type { Closing } from './closing.ts';
export { openClosing, unlessAborted } from './closing.ts';
export type { Beat } from './every.ts';
export { every } from './every.ts';
export type { Loop, Rest } from './loop.ts';
export { startLoop } from './loop.ts';
export { Runs } from './runs.ts';
