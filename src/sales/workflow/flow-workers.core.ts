/**
 * Who may work a record: move it, tick its activities, change it. Pure.
 *
 * Managers may do everything. Of others, a lane decides about a transition and an activity. A lead is moved by its owner too: it
 * is a person to contact. A user of another role than the one that keeps the records of a kind works there in
 * the stages of their lanes alone.
 */
import { ApiError } from '../../base/kernel/kernel.ts';
import {
  type FieldValue,
  type FlowKind,
  type LaneWorker,
  lanesWorkedBy,
  type SalesProcess,
  type Stage,
  type Transition,
  transitionsFrom,
} from '../../contract/language/language.ts';
import type { Flow } from './flow.core.ts';

/** Returns the lanes that may take a transition; empty where every worker may. */
export function lanesOf(stage: Stage, { by }: Transition): string[] {
  return [by ?? stage.lane ?? []].flat();
}

/** Throws `forbidden` where the transition is for other lanes. */
export function requireMover(
  { process, pipeline }: Flow,
  stage: Stage,
  transition: Transition,
  target: string,
  mover: LaneWorker,
): void {
  const lanes = lanesOf(stage, transition);
  const isTheirLead = pipeline.of === 'lead' && mover.isOwner === true;
  if (lanes.length === 0 || isTheirLead || worksInOneOf(process, lanes, mover)) return;
  throw new ApiError('forbidden', `from "${stage.stage}" to "${target}" is for ${lanes.join(', ')}`);
}

/** Throws `forbidden` where an activity that was ticked, or whose tick was removed, belongs to a lane of others. */
export function requireTicks(
  { process, pipeline }: Flow,
  before: Record<string, FieldValue>,
  after: Record<string, FieldValue>,
  worker: LaneWorker,
): void {
  const changed = pipeline.stages
    .flatMap(({ activities }) => activities)
    .filter(({ activity }) => before[activity] !== after[activity]);
  for (const { activity, name, owner } of changed)
    if (!worksInOneOf(process, [owner], worker))
      throw new ApiError(
        'forbidden',
        `"${activity}" is for ${owner}: "${name}" is ticked by users of that lane, their stand-ins and managers`,
      );
}

/** The role that keeps the records of a kind: it enters them, and changes whatever is in them. */
export function keeperOf(kind: FlowKind): 'rep' | 'marketer' {
  return kind === 'campaign' ? 'marketer' : 'rep';
}

/** Throws `forbidden` for a user whose role does not keep records of a kind. */
export function requireKeeper(kind: FlowKind, worker: LaneWorker): void {
  if (!isKeeper(kind, worker))
    throw new ApiError(
      'forbidden',
      `role ${worker.role} may not change this ${kind}; it needs ${keeperOf(kind)}, manager or admin`,
    );
}

function isKeeper(kind: FlowKind, { isManager, role }: LaneWorker): boolean {
  return isManager || role === undefined || role === keeperOf(kind);
}

/** What somebody changes of a record, by the names of the API. */
export type Changed = Readonly<Record<string, unknown>> & {
  fields?: Readonly<Record<string, unknown>> | undefined;
};
const ofTheStage = ['status', 'stage', 'when', 'reason', 'fields'];

/**
 * Throws `forbidden` for a user whose role does not keep such records, where the stage has no work for their lanes. Such a user changes
 * stage and fields alone.
 */
export function requireWork(
  { process, pipeline }: Flow,
  stage: Stage,
  changed: Changed,
  worker: LaneWorker,
): void {
  const keeper = keeperOf(pipeline.of);
  if (isKeeper(pipeline.of, worker)) return;
  const { status, stage: to, when, fields = {} } = changed;
  const isMoving = [status, to, when].some((one) => one !== undefined);
  const others = Object.keys(changed).filter(
    (name) => changed[name] !== undefined && !ofTheStage.includes(name),
  );
  if (others.length > 0)
    throw new ApiError(
      'forbidden',
      `role ${worker.role} may not change "${others[0]}" of a ${pipeline.of}; it needs ${keeper}, manager or admin`,
    );
  // An activity is for its lane, whatever stage the record is in: `requireTicks` decides.
  const ticks = pipeline.stages.flatMap(({ activities }) => activities.map(({ activity }) => activity));
  if (others.length === 0 && !isMoving && Object.keys(fields).every((name) => ticks.includes(name))) return;
  const lanes = new Set([
    ...transitionsFrom(pipeline, stage).flatMap((transition) => lanesOf(stage, transition)),
    ...stage.activities.map(({ owner }) => owner),
  ]);
  if (worksInOneOf(process, [...lanes], worker)) return;
  throw new ApiError(
    'forbidden',
    `role ${worker.role} works on a ${pipeline.of} in the stages of their lanes; "${stage.stage}" is for ${[keeper, ...lanes].join(', ')}`,
  );
}

function worksInOneOf({ lanes: all }: SalesProcess, lanes: readonly string[], worker: LaneWorker): boolean {
  if (worker.isManager) return true;
  const theirs = lanesWorkedBy(all, worker);
  return lanes.some((lane) => theirs.has(lane));
}
