/** The door of sales/leads: TODO say what enters and leaves. */

export type { AlertHeat } from './apply.core.ts';
export type { Crossings } from './crossings.ts';
export { crossings } from './crossings.ts';
export { startRelay } from './relay.ts';
export type { CompanyRow, LeadRow, PersonRow, TaskRow } from './world.core.ts';
export { leadFlowOf } from './world-rows.ts';
