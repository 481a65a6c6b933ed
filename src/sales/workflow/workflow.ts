/** The door of sales/workflow: TODO say what enters and leaves. */

export type { FlowEffect, FlowState, FlowStep } from './flow.core.ts';
export { begin, go, stageOf } from './flow.core.ts';
export type { FlowPart } from './flow.ts';
export { flowPart } from './flow.ts';
export { endOf, stageLike, stageNamed } from './flow-fields.core.ts';
export { flowColumnsOf, flowStateOf } from './flow-rows.ts';
export { changeFlow, follow, lockRecord, putInto } from './records.ts';
export { publishFiles } from './system-files.ts';
export type { StoredFlow } from './systems.ts';
export { Flows } from './systems.ts';
