/** A record whose person wishes no contact: it ends without any effect, and stands where it stood when the wish is withdrawn. Pure. */
import type { Flow, FlowState } from './flow.core.ts';
import { stageOf } from './flow-stages.core.ts';

/** Where a record stood before the wish; stored with it as long as it stands in its silent end. Times in ms since the epoch. */
export interface SuppressedPosition {
  stage: string;
  enteredAtMs: number;
  cameFrom: string | null;
  remindedAtMs: Record<string, number>;
  /** When the wish was said. */
  atMs: number;
  /** Whether a user said so by moving this record, which did to its contact task what the stage says. */
  isOwnMove?: true;
}

/** Ends a record. Nothing that entering or leaving a stage sets off is done: it would be about the person. */
export function suppress(
  flow: Flow,
  before: FlowState,
  to: string,
  reason: string,
  atMs: number,
): { state: FlowState; position: SuppressedPosition } {
  const { stage, enteredAtMs, cameFrom, remindedAtMs } = before;
  const state: FlowState = {
    ...before,
    stage: to,
    enteredAtMs: atMs,
    cameFrom: stage,
    remindedAtMs: {},
    end: stageOf(flow, to).ends ?? null,
    reason,
  };
  return { state, position: { stage, enteredAtMs, cameFrom, remindedAtMs, atMs } };
}

/** Returns the position to remember of a record that was moved to its end to say the wish. Null where it came from no open stage. */
export function positionBefore(
  { pipeline }: Flow,
  { cameFrom, enteredAtMs }: FlowState,
): SuppressedPosition | null {
  const from = pipeline.stages.find(({ stage, ends }) => stage === cameFrom && ends === undefined);
  if (from === undefined) return null;
  const when = { enteredAtMs, atMs: enteredAtMs };
  return { ...when, stage: from.stage, cameFrom: null, remindedAtMs: {}, isOwnMove: true };
}

/** Puts a record back. The clock of its stage stood still meanwhile: what was left of a time-out is left again. */
export function resume(state: FlowState, position: SuppressedPosition, nowMs: number): FlowState {
  const pauseMs = Math.max(0, nowMs - position.atMs);
  const later = Object.entries(position.remindedAtMs).map(([name, atMs]) => [name, atMs + pauseMs] as const);
  return {
    ...state,
    stage: position.stage,
    enteredAtMs: position.enteredAtMs + pauseMs,
    cameFrom: position.cameFrom,
    remindedAtMs: Object.fromEntries(later),
    end: null,
    reason: null,
  };
}
