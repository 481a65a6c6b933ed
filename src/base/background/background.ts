/** The door of base/background: TODO say what enters and leaves. */

export type { Work } from './runs.ts';
export { Runs } from './runs.ts';
