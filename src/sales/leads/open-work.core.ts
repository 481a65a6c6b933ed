/** Work that a tier update opens: a lead, its contact task, or the task alone; each with an id of its episode. Pure. */
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { AlertType, TierUpdate } from '../../contract/api/api.ts';
import type { AlertHeat } from '../outbox/outbox.ts';
import { candidateOf, route } from '../routing/routing.ts';
import type { LeadRow, PersonRow, TaskRow } from '../store/store.ts';
import {
  begin,
  type FlowState,
  type FlowStep,
  flowColumnsOf,
  go,
  type StoredFlow,
  stageNamed,
} from '../workflow/workflow.ts';
import type { Actions } from './actions.core.ts';
import { accountIn, accountPersonOf, contactSubject, nameOf } from './person.core.ts';
import type { RecordOfEpisode, World } from './world.core.ts';

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
  /** Why, in words. */
  reason?: string;
  /** What it carries, where the event behind it is traced. */
  trace?: string;
}

/** Whether the task is still to be done: now, or when its lead is no longer on hold. */
export function isLive({ status }: TaskRow): boolean {
  return status === 'Open' || status === 'Asleep';
}

export function leadIdOf(record: TierUpdate): string {
  return `ld_${profileIdOf(`lead ${episodeKey(record)}`)}`;
}

export function taskIdOf(record: TierUpdate): string {
  return `tk_${profileIdOf(`task ${episodeKey(record)}`)}`;
}

/** An episode keeps the name it began under: what was opened for it is found again after its profile became part of another. */
export function episodeKey({ profile, programme, episode, begunAs }: TierUpdate): string {
  const named = begunAs ?? { profile, episode };
  return `${named.profile} ${programme} ${named.episode}`;
}

/** A record that the programme opens for this episode, or closes again. */
export function recordOf(
  record: TierUpdate,
  action: Actions['records'][number],
  person: PersonRow,
  owner: string | null,
): RecordOfEpisode {
  return {
    do: action.do,
    key: `record ${episodeKey(record)} ${action.in}`,
    in: action.in,
    name: ('name' in action ? action.name : undefined) ?? nameOf(person),
    person: person.id,
    company: person.company_id,
    owner,
    campaign: record.campaign,
    atMs: record.atMs,
  };
}

/** The work of this episode that was closed before: the latest of all, and its latest lead. */
export interface Again {
  before: LeadRow | TaskRow;
  lead: LeadRow | null;
}

/** The id of work that an episode opens again: one for each closed piece and moment. */
function idAgain(prefix: 'ld' | 'tk', { before }: Pick<Again, 'before'>, { atMs }: TierUpdate): string {
  return `${prefix}_${profileIdOf(`again ${before.id} ${atMs}`)}`;
}

/** The id of the contact task that follows one which is done. */
export function taskIdAfter(before: TaskRow, record: TierUpdate): string {
  return idAgain('tk', { before }, record);
}

export function open(
  world: World,
  record: TierUpdate,
  actions: Actions,
  person: PersonRow,
  openTask: TaskRow | null,
  again: Again | null = null,
): PlannedAlert[] {
  const createdAt = new Date(record.atMs).toISOString();
  // Who works the opportunity of a converted lead goes on with the person: there is no second lead.
  const converted = again?.lead?.ended === 'won' ? again.lead : null;
  const ofAccount = accountPersonOf(world, person);
  const isLead = actions.lead !== null && ofAccount.kind === 'prospect' && converted === null;
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
  const account = accountIn(world, record, person);
  const routed =
    converted === null || converted.owner === null
      ? route(world.snapshot, candidateOf(record, person, account, { dueAtMs, isLead }))
      : { owner: converted.owner, reason: 'works the opportunity of this person' };
  const leadId = again === null ? leadIdOf(record) : idAgain('ld', again, record);
  const flow = world.leadFlow(actions.lead?.in ?? null);
  const lead: LeadRow | null = isLead
    ? {
        ...newHeat(record, person, routed),
        id: leadId,
        ...columnsAfter(world, leadId, flow, firstStep(flow, actions, record.atMs)),
        programme_version: record.programmeVersion,
        heated_at: null,
        updated_at: createdAt,
      }
    : null;
  if (lead) world.put('leads', lead);
  // A task of this person and campaign that an ended lead left open becomes the task of this lead.
  const taskId = openTask?.id ?? (again === null ? taskIdOf(record) : idAgain('tk', again, record));
  const task =
    actions.task === null ? null : { ...newTask(record, actions.task, person, lead, routed), id: taskId };
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
export function stepTo(flow: StoredFlow, state: FlowState, moveTo: string, atMs: number): FlowStep {
  const to = stageNamed(flow.pipeline, moveTo);
  if (to === state.stage) return { state, effects: [] };
  if (to !== null) return go(flow, state, to, atMs, null);
  const text = `The programme moves leads to "${moveTo}", which is no stage of "${flow.pipeline.name}"; this lead stays`;
  return { state, effects: [{ atMs, do: 'note', text }] };
}

/** Returns the columns of a lead after a step, and notes the effects of the step; they run once the lead is written. */
export function columnsAfter(world: World, lead: string, flow: StoredFlow, { state, effects }: FlowStep) {
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

export function newTask(
  record: TierUpdate,
  wanted: NonNullable<Actions['task']>,
  person: PersonRow,
  lead: LeadRow | null,
  given: Given,
): TaskRow {
  return {
    ...newHeat(record, person, given),
    id: taskIdOf(record),
    type: 'Other',
    subject: contactSubject(person, wanted.within),
    status: 'Open',
    outcome: null,
    due_at: new Date(wanted.dueAtMs).toISOString(),
    lead_id: lead?.id ?? null,
    completed_at: null,
    lead_status_before: null,
    closed_reason: null,
    stopped_in: null,
    stopped_at: null,
  };
}

export function heatOf(record: TierUpdate) {
  return {
    grade: record.grade,
    tier: record.to,
    tier_name: record.tierName,
    tiers: record.tiers,
    score: record.score,
    reasons: record.reasons,
  };
}

export function planned(
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
