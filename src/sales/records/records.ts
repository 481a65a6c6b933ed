/** The door of sales/records: TODO say what enters and leaves. */

export type { Work } from './work.ts';
export { work } from './work.ts';
