/**
 * Turns a tier update into people, leads, contact tasks and alerts. Pure.
 *
 * An anonymous profile changes nothing, and neither does one without address and phone: actions come once somebody can be
 * contacted. A rise alerts and runs the actions of its programme. A prospect gets a lead and a contact task, a known contact or
 * customer a task alone. A lead or task that is open for the person and campaign, or was opened in this episode, is heated
 * instead. A higher tier alerts, a new score only refreshes. A fall lowers tier and score and closes nothing: the rep decides
 * about a lead that cooled. A person marked "do not contact" gets nothing.
 */

import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { AlertType, TierUpdate } from '../../contract/api/api.ts';
import { contactTaskIn } from '../../contract/language/language.ts';
import type { AlertHeat } from '../outbox/outbox.ts';
import { accountOf, candidateOf, route } from '../routing/routing.ts';
import type { LeadRow, PersonRow, TaskRow } from '../store/store.ts';
import {
  begin,
  type FlowState,
  type FlowStep,
  flowColumnsOf,
  flowStateOf,
  go,
  type StoredFlow,
  stageNamed,
  stageOf,
} from '../workflow/workflow.ts';
import { type Actions, actionsFor, isActing } from './actions.core.ts';
import { contactSubject, isShownAnew, personOf, rememberPerson, withLatestName } from './person.core.ts';
import { isHeld } from './quarantine.core.ts';
import type { World } from './world.core.ts';

/** An alert to write: composed into its full form when the batch is written. */
export interface PlannedAlert {
  type: AlertType;
  atMs: number;
  acceptedAtMs: number;
  lead: string | null;
  task: string | null;
  /** The person, where neither names one. */
  person?: string;
  /** `profile programme episode`, likewise. */
  episode?: string;
  /** The heat after this record; a later record of the same batch may have raised it. */
  heat: AlertHeat;
}

/**
 * Applies one record to the world; returns the alerts to write. Applying it again changes nothing. One that was released is not held
 * again.
 */
export function applyRecord(world: World, record: TierUpdate, isReleased = false): PlannedAlert[] {
  const { identity } = record;
  if (identity === null) return [];
  const known = personOf(world, record);
  const work = { id: leadIdOf(record), hasWork: hasWork(world, record, known) };
  if (!isReleased && isHeld(world.quarantine, record, work)) return [];
  // No actions: nothing is asked for, or scoring waits until they can be called or written to.
  if (known === null && (!isActing(record) || record.actions.length === 0)) return [];
  const person = rememberPerson(world, record, known);
  // The person may have been met under another identity of this profile.
  const isMarked = (one: PersonRow | null) => one?.do_not_contact === true;
  if (isMarked(person) || isMarked(world.person(({ profile }) => profile === record.profile))) return [];

  const actions = actionsFor(record, { owner: accountOf(person, world.companyOf(person)).accountOwner });
  const at = new Date(record.atMs).toISOString();
  for (const url of actions.webhooks)
    world.webhooks.push({ at, url, person: person.id, body: webhookBody(record, person) });
  const isOurs = (row: LeadRow | TaskRow) => row.person_id === person.id && row.campaign === record.campaign;
  const isEpisode = (row: LeadRow | TaskRow) =>
    row.profile === record.profile && row.programme === record.programme && row.episode === record.episode;
  // By id too: this episode opened the lead or task, even if another profile of the person has it now.
  const lead =
    world.lead((row) => isOurs(row) && row.closed_at === null) ??
    world.lead(isEpisode) ??
    world.leads.get(leadIdOf(record)) ??
    null;
  const openTask = world.task((row) => isOurs(row) && isLive(row));
  const episodeTask = world.task(isEpisode) ?? world.tasks.get(taskIdOf(record)) ?? null;
  const who = { person, known, openTask };
  if (lead !== null)
    return heatLead(world, record, actions, lead, {
      ...who,
      task: world.task((row) => row.lead_id === lead.id) ?? openTask ?? episodeTask,
    });
  const task = openTask?.lead_id === null ? openTask : episodeTask;
  if (task !== null) return heatTask(world, record, actions, task, who);
  if (!isActing(record)) return [];
  return open(world, record, actions, person, openTask);
}

/** Whether a lead or task is there that the record may be about: then it opens none. */
function hasWork(world: World, record: TierUpdate, known: PersonRow | null): boolean {
  const isTheirs = (row: LeadRow | TaskRow) =>
    row.profile === record.profile || (row.person_id === known?.id && row.campaign === record.campaign);
  const isThere = world.leads.has(leadIdOf(record)) || world.tasks.has(taskIdOf(record));
  return isThere || world.lead(isTheirs) !== null || world.task(isTheirs) !== null;
}

/** The body that a crossing posts: the tier update without internal fields, and its owner. */
function webhookBody(
  {
    actions: _actions,
    acceptedAtMs: _accepted,
    begunAs: _begunAs,
    tierState: _tierState,
    atMs,
    ...record
  }: TierUpdate,
  person: PersonRow,
) {
  const type = record.to < record.from ? 'profile.fell' : 'profile.rose';
  return { type, timestamp: new Date(atMs).toISOString(), data: { ...record, person: person.id } };
}

/** Whether the task is still to be done: now, or when its lead is no longer on hold. */
function isLive({ status }: TaskRow): boolean {
  return status === 'Open' || status === 'Asleep';
}

export function leadIdOf(record: TierUpdate): string {
  return `ld_${profileIdOf(`lead ${episodeKey(record)}`)}`;
}

export function taskIdOf(record: TierUpdate): string {
  return `tk_${profileIdOf(`task ${episodeKey(record)}`)}`;
}

/** An episode keeps the name it began under: what was opened for it is found again after its profile became part of another. */
function episodeKey({ profile, programme, episode, begunAs }: TierUpdate): string {
  const named = begunAs ?? { profile, episode };
  return `${named.profile} ${programme} ${named.episode}`;
}

function open(
  world: World,
  record: TierUpdate,
  actions: Actions,
  person: PersonRow,
  openTask: TaskRow | null,
): PlannedAlert[] {
  const createdAt = new Date(record.atMs).toISOString();
  const isLead = actions.lead !== null && person.kind === 'prospect';
  if (!isLead && actions.task === null)
    return actions.alerts
      ? [
          {
            ...planned(record, 'profile.heated', null, null),
            person: person.id,
            episode: episodeKey(record),
          },
        ]
      : [];
  const dueAtMs = actions.task?.dueAtMs ?? record.atMs + limits.contactWithinMs;
  const account = accountOf(person, world.companyOf(person));
  const routed = route(world.snapshot, candidateOf(record, person, account, { dueAtMs, isLead }));
  const flow = world.leadFlow(actions.lead?.in ?? null);
  const lead: LeadRow | null = isLead
    ? {
        ...newHeat(record, person, routed),
        id: leadIdOf(record),
        ...placeOf(world, leadIdOf(record), flow, firstStep(flow, actions, record.atMs)),
        programme_version: record.programmeVersion,
        heated_at: null,
        updated_at: createdAt,
      }
    : null;
  if (lead) world.put('leads', lead);
  const task = actions.task === null ? null : newTask(record, actions.task, person, lead, openTask, routed);
  if (task) world.put('tasks', task);
  if (!actions.alerts) return [];
  return [planned(record, lead ? 'lead.opened' : 'task.opened', lead, task)];
}

/** The first step of a lead: into the stage that the programme asks for. */
function firstStep(flow: StoredFlow, { moveTo, lead }: Actions, atMs: number): FlowStep {
  const first = begin(flow, atMs);
  const wanted = lead?.in ?? null;
  const isElsewhere = wanted !== null && !flow.id.startsWith(`${wanted}@`);
  const remark = `The programme opens leads in "${wanted}", which is no pipeline for leads; this lead began in "${flow.id}"`;
  const effects = [...first.effects, ...(isElsewhere ? [{ atMs, do: 'note' as const, text: remark }] : [])];
  const moved = moveTo === null ? null : stepTo(flow, first.state, moveTo, atMs);
  return { state: moved?.state ?? first.state, effects: [...effects, ...(moved?.effects ?? [])] };
}

/** A move that a programme asks for. A stage that does not exist is noted: programmes and pipelines change separately. */
function stepTo(flow: StoredFlow, state: FlowState, moveTo: string, atMs: number): FlowStep {
  const to = stageNamed(flow.pipeline, moveTo);
  if (to === state.stage) return { state, effects: [] };
  if (to !== null) return go(flow, state, to, atMs, null);
  const text = `The programme moves leads to "${moveTo}", which is no stage of "${flow.pipeline.name}"; this lead stays`;
  return { state, effects: [{ atMs, do: 'note', text }] };
}

/** Returns the columns of a lead after a step, and notes the effects of the step; they run once the lead is written. */
function placeOf(world: World, lead: string, flow: StoredFlow, { state, effects }: FlowStep) {
  for (const effect of effects) world.effects.push({ lead, effect });
  return { status: state.stage, ...flowColumnsOf(flow, state) };
}

/** The owner, and the reason. */
interface Given {
  owner: string | null;
  reason: string | null;
}

function newHeat(record: TierUpdate, person: PersonRow, { owner, reason }: Given) {
  return {
    person_id: person.id,
    campaign: record.campaign,
    owner,
    routing_reason: reason,
    profile: record.profile,
    programme: record.programme,
    episode: record.episode,
    ...heatOf(record),
    created_at: new Date(record.atMs).toISOString(),
  };
}

function newTask(
  record: TierUpdate,
  wanted: NonNullable<Actions['task']>,
  person: PersonRow,
  lead: LeadRow | null,
  openTask: TaskRow | null,
  given: Given,
): TaskRow {
  return {
    ...newHeat(record, person, given),
    // A task of this person and campaign that an ended lead left open becomes the task of this lead.
    id: openTask?.id ?? taskIdOf(record),
    type: 'Other',
    subject: contactSubject(person, wanted.within),
    status: 'Open',
    outcome: null,
    due_at: new Date(wanted.dueAtMs).toISOString(),
    lead_id: lead?.id ?? null,
    completed_at: null,
    lead_status_before: null,
    stopped_in: null,
    stopped_at: null,
  };
}

/** Who the work is for: as known now, as known before this record, and their open contact task. */
interface Who {
  person: PersonRow;
  known: PersonRow | null;
  openTask: TaskRow | null;
}

function heatLead(
  world: World,
  record: TierUpdate,
  actions: Actions,
  lead: LeadRow,
  { person, known, openTask, task }: Who & { task: TaskRow | null },
): PlannedAlert[] {
  const change = changeOf(record, lead);
  const moveTo = lead.closed_at === null && actions.moveTo !== lead.status ? actions.moveTo : null;
  const at = new Date(record.atMs).toISOString();
  const isOpen = lead.closed_at === null;
  const wanted = task === null && isOpen && isActing(record) ? actions.task : null;
  // An alert that was open until now; its time on the lead says that it was sent.
  const isLateAlert =
    record.to === record.from && actions.alerts && isOpen && ![lead.created_at, lead.heated_at].includes(at);
  // The address that came last is that of another row: the open lead shows that one. Nobody has two open tasks of a campaign.
  const isAnothers =
    isOpen && lead.person_id !== person.id && (openTask === null || openTask.id === task?.id);
  const hasNews = isOpen && (isAnothers || isShownAnew(known, person));
  if (change === null && moveTo === null && wanted === null && !isLateAlert && !hasNews) return [];
  const former = isAnothers ? (world.people.get(lead.person_id) ?? null) : known;
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
    after = newTask(record, wanted, person, heated, null, given);
    world.put('tasks', after);
    stopAt(world, heated, record.atMs);
  } else if (task !== null && isLive(task)) {
    const isTheirs = isAnothers && task.person_id === lead.person_id;
    const named = withLatestName(isTheirs ? { ...task, person_id: person.id } : task, former, person);
    after = change === null ? named : heatedTask(world, named, change.heat);
    if (after !== task) world.put('tasks', after);
  }
  const isAlerted = isLateAlert || (change?.isHotter && actions.alerts);
  return [planned(record, isAlerted ? 'lead.heated' : 'lead.updated', heated, after)];
}

/** A new contact task is stopped at once where the stage of its lead leaves none open. */
function stopAt(world: World, { id, pipeline, status }: LeadRow, atMs: number): void {
  const flow = world.flows.get(pipeline) as StoredFlow;
  const as = contactTaskIn(stageOf(flow, status));
  if (as !== null) world.effects.push({ lead: id, effect: { atMs, do: 'contact task', stage: status, as } });
}

function movedTo(world: World, lead: LeadRow, to: string, atMs: number) {
  const flow = world.flows.get(lead.pipeline) as StoredFlow;
  return placeOf(world, lead.id, flow, stepTo(flow, flowStateOf(lead.status, lead), to, atMs));
}

function heatTask(
  world: World,
  record: TierUpdate,
  actions: Actions,
  task: TaskRow,
  { person, known }: Who,
): PlannedAlert[] {
  const change = changeOf(record, task);
  if (!isLive(task) || (change === null && !isShownAnew(known, person))) return [];
  const named = withLatestName(task, known, person);
  const heated = change === null ? named : heatedTask(world, named, change.heat);
  if (heated !== task) world.put('tasks', heated);
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

function heatOf(record: TierUpdate) {
  return {
    grade: record.grade,
    tier: record.to,
    tier_name: record.tierName,
    tiers: record.tiers,
    score: record.score,
    reasons: record.reasons,
  };
}

function planned(
  record: TierUpdate,
  type: AlertType,
  lead: LeadRow | null,
  task: TaskRow | null,
): PlannedAlert {
  const { profile, to: tier, tierName, tiers, score, reasons } = record;
  return {
    type,
    atMs: record.atMs,
    acceptedAtMs: record.acceptedAtMs,
    lead: lead?.id ?? null,
    task: task?.id ?? null,
    heat: { profile, tier, tierName, tiers, score, reasons },
  };
}
