/** The door of sales/quotes: TODO say what enters and leaves. */

export type { Quoting } from './quoting.ts';
export { quoting } from './quoting.ts';
