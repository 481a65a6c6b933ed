/**
 * The door of background: long work that people start and watch, with progress and an end.
 *
 * Enters: an act, and a signal to stop. Leaves: its progress and result. One of a kind runs at a time. It knows no store.
 */

export { Runs } from './runs.ts';
