/** The door of sales/leads: TODO say what enters and leaves. */

export type { Crossings } from './crossings.ts';
export { crossings } from './crossings.ts';
export { startRelay } from './relay.ts';
export { leadFlowOf } from './world-rows.ts';
