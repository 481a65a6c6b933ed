/** Open work that a tier update heats or cools: a lead with its contact task, or the task alone. Pure. */
import type { TierUpdate } from '../../contract/api/api.ts';
import { contactTaskIn } from '../../contract/language/language.ts';
import type { LeadRow, PersonRow, TaskRow } from '../store/store.ts';
import { flowStateOf, type StoredFlow, stageOf } from '../workflow/workflow.ts';
import { type Actions, isActing } from './actions.core.ts';
import {
  columnsAfter,
  heatOf,
  isLive,
  newTask,
  type PlannedAlert,
  planned,
  stepTo,
  taskIdAfter,
} from './open-work.core.ts';
import { isShownAnew, withLatestName } from './person.core.ts';
import type { World } from './world.core.ts';

/** Why a fall closes a contact task. */
const cooledReason = 'the score has fallen below the ladder';

/** Who the work is for: as known now, as known before this record, and their open contact task. */
interface Who {
  person: PersonRow;
  known: PersonRow | null;
  openTask: TaskRow | null;
}

export function heatLead(
  world: World,
  record: TierUpdate,
  actions: Actions,
  lead: LeadRow,
  { person, known, openTask, task }: Who & { task: TaskRow | null },
): PlannedAlert[] {
  const change = changeOf(record, lead);
  const back = wayBack(world, record, actions, lead);
  const moveTo = actions.moveTo !== null && actions.moveTo !== lead.status ? actions.moveTo : back;
  const at = new Date(record.atMs).toISOString();
  // What its stage has stopped opens again by itself as the lead comes back; what a person has done stays done.
  const isDone = back !== null && task !== null && !isLive(task) && task.stopped_in === null;
  const wanted = (task === null || isDone || isCooled(task)) && isActing(record) ? actions.task : null;
  // An alert that was open until now; its time on the lead says that it was sent.
  const isLateAlert =
    record.to === record.from && actions.alerts && ![lead.created_at, lead.heated_at].includes(at);
  // The address that came last is that of another row: the open lead shows that one. Nobody has two open tasks of a campaign.
  const isAnothers = lead.person_id !== person.id && (openTask === null || openTask.id === task?.id);
  const hasNews = isAnothers || isShownAnew(known, person);
  if (change === null && moveTo === null && wanted === null && !isLateAlert && !hasNews) return [];
  const former = isAnothers ? world.personOfLead(lead) : known;
  const heated: LeadRow = {
    ...lead,
    ...change?.heat,
    ...(isAnothers && { person_id: person.id }),
    ...((change?.isHotter || isLateAlert) && { heated_at: at }),
    ...(moveTo !== null && movedTo(world, lead, moveTo, record.atMs)),
    updated_at: at,
  };
  world.put('leads', heated);
  let after = task;
  if (wanted !== null && heated.closed_at === null) {
    const given = { owner: heated.owner, reason: heated.routing_reason };
    const fresh = newTask(record, wanted, person, heated, given);
    after = isDone && !isCooled(task) ? { ...fresh, id: taskIdAfter(task, record) } : reopened(task, fresh);
    world.put('tasks', after);
    stopAt(world, heated, record.atMs);
  } else if (task !== null && (isLive(task) || back !== null)) {
    const isTheirs = isAnothers && task.person_id === lead.person_id;
    const named = withLatestName(isTheirs ? { ...task, person_id: person.id } : task, former, person);
    const hot = change === null ? named : heatedTask(world, named, change.heat);
    after = change !== null && isClosedByFall(world, record, actions, lead, task) ? cooledTask(hot, at) : hot;
    if (after !== task) world.put('tasks', after);
  }
  const isAlerted = isLateAlert || (change?.isHotter && actions.alerts);
  // The fall of a cooler profile of the same person is none of the lead.
  if (change !== null && hasCooled(record, actions))
    return [cooled(record, 'lead.cooled', lead, heated, after)];
  return [planned(record, isAlerted ? 'lead.heated' : 'lead.updated', heated, after)];
}

/**
 * Returns the stage in which leads begin, for a lead that rises where its stage has ended the contact task; null for any other. A
 * nurture programme is one: somebody is to contact the person again. A lead on hold comes back when its time is over.
 */
function wayBack(world: World, record: TierUpdate, { task }: Actions, lead: LeadRow): string | null {
  if (task === null || record.to <= record.from || record.to <= lead.tier) return null;
  const flow = world.flows.get(lead.pipeline) as StoredFlow;
  const { start, stages } = flow.pipeline;
  return contactTaskIn(stageOf(flow, lead.status)) === 'ends' ? (start ?? stages[0]?.stage ?? null) : null;
}

/** Whether a fall notifies the owner. */
function hasCooled({ from, to }: TierUpdate, { alerts }: Actions): boolean {
  return to < from && alerts;
}

/** Whether a fall off the ladder closes the contact task: where nobody has begun with the person or the lead. */
function isClosedByFall(
  world: World,
  { from, to }: TierUpdate,
  { closesTask }: Actions,
  lead: LeadRow | null,
  task: TaskRow,
): boolean {
  const isBegun = task.is_touched === true || (lead !== null && isMoved(world, lead));
  return closesTask && to < from && to === 0 && !isBegun;
}

/** Whether a lead is elsewhere than where leads begin: a move that was undone has left it there. */
function isMoved(world: World, { pipeline, status, came_from: cameFrom }: LeadRow): boolean {
  const { start, stages } = (world.flows.get(pipeline) as StoredFlow).pipeline;
  return cameFrom !== null && status !== (start ?? stages[0]?.stage);
}

function cooledTask(task: TaskRow, at: string): TaskRow {
  return {
    ...task,
    status: 'Cancelled',
    closed_reason: cooledReason,
    completed_at: at,
    stopped_in: null,
    stopped_at: null,
  };
}

/** The alert of a fall. It says which contributions count no more. */
function cooled(
  record: TierUpdate,
  type: 'lead.cooled' | 'task.cooled',
  before: LeadRow | TaskRow,
  lead: LeadRow | null,
  task: TaskRow | null,
): PlannedAlert {
  const key = ({ rule, event, at }: TierUpdate['reasons'][number]) => `${rule} ${event ?? at}`;
  const left = new Map(record.reasons.map((reason) => [key(reason), reason.value]));
  const gone = before.reasons.filter((reason) => (left.get(key(reason)) ?? 0) < reason.value);
  const lost = gone.map((reason) => `"${reason.label}" -${reason.value - (left.get(key(reason)) ?? 0)}`);
  const why = lost.length === 0 ? '' : `: ${lost.join(', ')}`;
  const reason = `the score fell from ${before.score} to ${record.score}${why}`;
  return { ...planned(record, type, lead, task), reason };
}

/** The task that a fall has closed is the one that a rise opens again. */
function isCooled({ status, closed_reason }: TaskRow): boolean {
  return status === 'Cancelled' && closed_reason === cooledReason;
}

function reopened(task: TaskRow | null, fresh: TaskRow): TaskRow {
  return task === null ? fresh : { ...fresh, id: task.id, created_at: task.created_at };
}

/** A new contact task is stopped at once where the stage of its lead leaves none open. */
function stopAt(world: World, { id, pipeline, status }: LeadRow, atMs: number): void {
  const flow = world.flows.get(pipeline) as StoredFlow;
  const as = contactTaskIn(stageOf(flow, status));
  if (as !== null) world.effects.push({ lead: id, effect: { atMs, do: 'contact task', stage: status, as } });
}

function movedTo(world: World, lead: LeadRow, to: string, atMs: number) {
  const flow = world.flows.get(lead.pipeline) as StoredFlow;
  return columnsAfter(world, lead.id, flow, stepTo(flow, flowStateOf(lead.status, lead), to, atMs));
}

export function heatTask(
  world: World,
  record: TierUpdate,
  actions: Actions,
  task: TaskRow,
  { person, known }: Who,
): PlannedAlert[] {
  const change = changeOf(record, task);
  if (!isLive(task) || (change === null && !isShownAnew(known, person))) return [];
  const named = withLatestName(task, known, person);
  const hot = change === null ? named : heatedTask(world, named, change.heat);
  const isClosed = change !== null && isClosedByFall(world, record, actions, null, task);
  const heated = isClosed ? cooledTask(hot, new Date(record.atMs).toISOString()) : hot;
  if (heated !== task) world.put('tasks', heated);
  if (change !== null && hasCooled(record, actions))
    return [cooled(record, 'task.cooled', task, null, heated)];
  return [planned(record, change?.isHotter && actions.alerts ? 'task.heated' : 'task.updated', null, heated)];
}

/** A task follows the episode of its profile, unless another task has that episode: merged profiles keep their tasks. */
function heatedTask(world: World, task: TaskRow, heat: Partial<TaskRow>): TaskRow {
  const heated: TaskRow = { ...task, ...heat };
  const isTaken =
    world.task(
      (other) =>
        other.id !== task.id &&
        other.profile === heated.profile &&
        other.programme === heated.programme &&
        other.episode === heated.episode,
    ) !== null;
  return isTaken ? { ...heated, profile: task.profile, episode: task.episode } : heated;
}

/**
 * Returns what a record changes in an existing row; null for nothing. The row follows the profile it now belongs to. Another
 * profile of the same person counts only when it is at least as hot: else two profiles would move the row back and forth.
 */
function changeOf(record: TierUpdate, row: LeadRow | TaskRow) {
  const isOther = record.profile !== row.profile;
  if (isOther && record.score < row.score) return null;
  const isSame =
    !isOther && row.episode === record.episode && row.score === record.score && row.tier === record.to;
  if (isSame) return null;
  return {
    isHotter: record.to > row.tier,
    heat: { ...heatOf(record), profile: record.profile, episode: record.episode },
  };
}
