/**
 * The engine of stages: how a record moves through its pipeline. Pure.
 *
 * A record is in one stage. People move it along the transitions of that stage, once the checklist is met and their lane
 * may. The clock moves it when a time-out of the stage expires. Entering and leaving a stage have effects; the caller carries
 * them out in the transaction that commits the new state. Every time is counted from a stored value: the moment of entering,
 * or a date field. A late run of the clock takes the same steps, with the same times, as a punctual one.
 */

import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { deadlineAfter, zoneOf } from '../../base/time/time.ts';
import {
  contactTaskIn,
  type Effect,
  type End,
  type FieldValue,
  type LaneWorker,
  type PipelineDefinition,
  type SalesProcess,
  type Stage,
  transitionsFrom,
} from '../../contract/language/language.ts';
import type { FlowEffect } from './flow-effects.ts';
import { fieldValueOf, isMet } from './flow-fields.core.ts';
import { missingFor, origin, stageOf } from './flow-stages.core.ts';
import { inWords, noTransition, same } from './flow-words.core.ts';
import { requireMover } from './flow-workers.core.ts';

/** A pipeline and the sales process it belongs to. */
export interface Flow {
  process: SalesProcess;
  pipeline: PipelineDefinition;
}

/** The stored position of a record in its pipeline. */
export interface FlowState {
  stage: string;
  /** ms since the epoch. */
  enteredAtMs: number;
  /** The stage before this one. */
  cameFrom: string | null;
  fields: Record<string, FieldValue>;
  /** When each follow-up reminder (`every`) and each `later` of the stage last ran, by its index; absent before the first time. */
  remindedAtMs: Record<string, number>;
  /** Counters that have counted this record. */
  counted: string[];
  /** How it ended, and why. */
  end: End | null;
  reason: string | null;
}

/** Who moves a record. Managers may take every transition. */
export type Mover = LaneWorker;

export interface FlowStep {
  state: FlowState;
  effects: FlowEffect[];
}

/** Steps the clock takes at once: a circle of time-outs without waits would never end. */
const dueStepsMax = 100;
/** The deadline of a task without "within". */
const taskDueMs = limits.dayMs;

const blank: FlowState = {
  stage: '',
  enteredAtMs: 0,
  cameFrom: null,
  fields: {},
  remindedAtMs: {},
  counted: [],
  end: null,
  reason: null,
};

/** The fields of a new record. They are checked as by `fill`. */
export function filledAtFirst(flow: Flow, fields: Record<string, unknown>): FlowState['fields'] {
  return fill(flow, blank, fields).fields;
}

/** A new record in the first stage, or the one that is named. `fields` are checked as by `fill`. */
export function begin(
  flow: Flow,
  nowMs: number,
  fields: Record<string, unknown> = {},
  stage: string | null = null,
): FlowStep {
  const { pipeline } = flow;
  const filled = { ...blank, enteredAtMs: nowMs, fields: filledAtFirst(flow, fields) };
  const first = stage ?? pipeline.start ?? (pipeline.stages[0] as Stage).stage;
  return enter(flow, filled, first, nowMs, null);
}

/** Fills fields and ticks activities; null clears one. Throws `invalid_request` that names the field, its value and what is allowed. */
export function fill(flow: Flow, state: FlowState, values: Record<string, unknown>): FlowState {
  const fields = { ...state.fields };
  for (const [name, value] of Object.entries(values)) {
    const given = fieldValueOf(flow.pipeline, name, value);
    if (given === null) delete fields[name];
    else fields[name] = given;
  }
  return { ...state, fields };
}

/**
 * Fills the fields of a record that stays in its stage. Throws as `fill` does, and `conflict` where it empties the field that a running
 * time-out counts from: the record would wait for ever.
 */
export function refill(flow: Flow, state: FlowState, values: Record<string, unknown>): FlowState {
  const filled = fill(flow, state, values);
  const { stage, after } = stageOf(flow, state.stage);
  const running = after.filter(({ from, plus }) => startOf(flow, state, from, plus) !== null);
  const emptied = running
    .flatMap(({ from, plus }) => [from, plus ?? 'entered'])
    .find((name) => name !== 'entered' && filled.fields[name] === undefined);
  if (emptied === undefined) return filled;
  throw new ApiError(
    'conflict',
    `"${emptied}" may not be empty in "${stage}": its time-out counts from "${flow.pipeline.fields[emptied]?.label}"; give another value, or move the record to another stage`,
  );
}

/**
 * Moves a record along a transition of its stage. Throws `conflict` where no transition leads there or a field is missing, and
 * `forbidden` where the transition belongs to another lane. Each error names the remedy.
 */
export function move(
  flow: Flow,
  state: FlowState,
  wanted: { to: string; when?: string | undefined; reason?: string | null | undefined },
  mover: Mover,
  nowMs: number,
): FlowStep {
  const stage = stageOf(flow, state.stage);
  const target = wanted.to === 'back' ? origin(flow, state) : wanted.to;
  const transitions = transitionsFrom(flow.pipeline, stage).filter(
    ({ to, when }) =>
      (to === 'back' ? origin(flow, state) : to) === target &&
      (wanted.when === undefined || same(when ?? '', wanted.when)),
  );
  const holding = transitions.find((transition) => isMet(transition.if, state.fields)) ?? transitions[0];
  if (holding === undefined) throw new ApiError('conflict', noTransition(flow.pipeline, stage, wanted));
  if (!isMet(holding.if, state.fields))
    throw new ApiError('conflict', `"${target}" is open only where ${inWords(holding.if ?? {})}`);
  requireMover(flow, stage, holding, target, mover);
  const missing = missingFor(flow, state, holding);
  if (missing.length > 0)
    throw new ApiError(
      'conflict',
      `"${stage.stage}" cannot be left for "${target}" yet; missing: ${missing.join(', ')}`,
    );
  const entered = stageOf(flow, target);
  // Ways back and out leave work undone; so does giving up where every stage leads to every other.
  const isGivenUp = stage.next === 'any stage' && (entered.ends === 'lost' || entered.ends === 'cancelled');
  const isDone = holding.checklist === 'must be met' && !isGivenUp;
  return go(flow, state, target, nowMs, reasonFor(entered, wanted.reason ?? null), isDone);
}

/** Runs every time-out, reminder and delayed effect that is due by now, in the order of their times. */
export function moveDue(flow: Flow, state: FlowState, nowMs: number): FlowStep {
  let step: FlowStep = { state, effects: [] };
  for (let count = 0; count < dueStepsMax; count++) {
    const due = dueOf(flow, step.state);
    if (due === null || due.atMs > nowMs) break;
    const next = actOn(flow, step.state, due, nowMs);
    step = { state: next.state, effects: [...step.effects, ...next.effects] };
  }
  return step;
}

/** The next time the clock acts on a record, ms since the epoch; null where nothing is pending. */
export function nextActionAtMs(flow: Flow, state: FlowState): number | null {
  return dueOf(flow, state)?.atMs ?? null;
}

type Due =
  | { atMs: number; timeOut: string; to: string }
  | { atMs: number; reminder: number }
  | { atMs: number; later: number };

/** The earliest pending action; of the same moment, a time-out before a reminder. */
function dueOf(flow: Flow, state: FlowState): Due | null {
  return duesOf(flow, state).reduce<Due | null>(
    (least, due) => (least === null || due.atMs < least.atMs ? due : least),
    null,
  );
}

/** Every pending action of the stage, time-outs first. */
function duesOf(flow: Flow, state: FlowState): Due[] {
  const stage = stageOf(flow, state.stage);
  const dues: Due[] = stage.after.flatMap((timeOut) => {
    const startMs = startOf(flow, state, timeOut.from, timeOut.plus);
    if (startMs === null) return [];
    const atMs = timeOut.time === undefined ? startMs : deadline(flow, startMs, timeOut.time);
    // A date that had passed before the record entered expires on entering.
    const to = timeOut.to === 'back' ? origin(flow, state) : timeOut.to;
    return [{ atMs: Math.max(atMs, state.enteredAtMs), timeOut: timeOut.reason, to }];
  });
  stage.every.forEach(({ time }, index) => {
    dues.push({
      atMs: deadline(flow, state.remindedAtMs[index] ?? state.enteredAtMs, time),
      reminder: index,
    });
  });
  stage.later.forEach(({ from, time }, index) => {
    const startMs =
      state.remindedAtMs[laterKey(index)] === undefined ? startOf(flow, state, from, undefined) : null;
    if (startMs === null) return;
    const atMs = time === undefined ? startMs : deadline(flow, startMs, time);
    dues.push({ atMs: Math.max(atMs, state.enteredAtMs), later: index });
  });
  return dues;
}

/** The start of a time-out; null while the date, or the days to add to it, are unknown. */
function startOf(flow: Flow, state: FlowState, from: string, plus: string | undefined): number | null {
  const days = plus === undefined ? 0 : state.fields[plus];
  if (typeof days !== 'number') return null;
  if (from === 'entered') return state.enteredAtMs + days * limits.dayMs;
  const date = state.fields[from];
  if (typeof date !== 'string') return null;
  return zoneOf(flow.process.timeZone).instantOf(Date.parse(date) + days * limits.dayMs);
}

function actOn(flow: Flow, state: FlowState, due: Due, nowMs: number): FlowStep {
  if ('timeOut' in due) return go(flow, state, due.to, due.atMs, due.timeOut);
  if ('reminder' in due) {
    // A late run sends no reminder for a moment after the time-out.
    const outsMs = duesOf(flow, state).flatMap((one) => ('timeOut' in one ? one.atMs - 1 : []));
    return remind(flow, state, due.reminder, Math.min(nowMs, ...outsMs));
  }
  const { do: wanted, from } = stageOf(flow, state.stage).later[due.later] as Stage['later'][number];
  const done = { ...state, remindedAtMs: { ...state.remindedAtMs, [laterKey(due.later)]: due.atMs } };
  const step = carryOut(flow, done, wanted, due.atMs);
  return { ...step, effects: step.effects.map((one) => (one.do === 'task' ? { ...one, from } : one)) };
}

/** The key of a `later` among the times of the reminders. */
function laterKey(index: number): string {
  return `later ${index}`;
}

/** Runs a follow-up reminder once, for its latest due time: missed reminders are not made up for. */
function remind(flow: Flow, state: FlowState, index: number, nowMs: number): FlowStep {
  const { time, do: effects } = stageOf(flow, state.stage).every[index] as Stage['every'][number];
  let atMs = deadline(flow, state.remindedAtMs[index] ?? state.enteredAtMs, time);
  for (let next = deadline(flow, atMs, time); next <= nowMs && next > atMs; next = deadline(flow, atMs, time))
    atMs = next;
  return carryOut(flow, { ...state, remindedAtMs: { ...state.remindedAtMs, [index]: atMs } }, effects, atMs);
}

/**
 * Moves a record without looking at its checklist: a step of the clock, or a consequence of another change. `isDone`: whether that
 * is what the stage was for.
 */
export function go(
  flow: Flow,
  state: FlowState,
  to: string,
  atMs: number,
  reason: string | null,
  isDone = false,
): FlowStep {
  const left = stageOf(flow, state.stage);
  // Effects of leaving belong to the next stage.
  const leaving = carryOut(flow, state, left.onLeave, atMs, to);
  const entering = enter(flow, leaving.state, to, atMs, reason);
  return {
    state: entering.state,
    effects: [
      ...leaving.effects,
      { atMs, do: 'close tasks', stage: left.stage, isDone, reason },
      ...entering.effects,
    ],
  };
}

function enter(flow: Flow, before: FlowState, to: string, atMs: number, reason: string | null): FlowStep {
  const stage = stageOf(flow, to);
  const automatic = stage.activities.filter((activity) => activity.automatic);
  const effects: FlowEffect[] = automatic.map(({ number, name }) => ({
    atMs,
    do: 'note',
    text: `${number} ${name}: done automatically`,
  }));
  const left = before.stage === '' ? undefined : stageOf(flow, before.stage);
  const cameFromLane = left?.lane;
  if (flow.pipeline.of === 'lead') {
    const as = contactTaskIn(stage);
    if (as !== null || (left !== undefined && contactTaskIn(left) !== null))
      effects.push({ atMs, do: 'contact task', stage: to, as });
  }
  if (stage.lane !== undefined && stage.lane !== cameFromLane)
    effects.push({ atMs, do: 'hand off', lane: stage.lane });
  const isCounted = stage.counts !== undefined && !before.counted.includes(stage.counts);
  if (stage.counts !== undefined && isCounted) effects.push({ atMs, do: 'count', counter: stage.counts });
  const state: FlowState = {
    ...before,
    stage: to,
    enteredAtMs: atMs,
    cameFrom: before.stage === '' ? null : before.stage,
    fields: { ...before.fields, ...Object.fromEntries(automatic.map(({ activity }) => [activity, true])) },
    remindedAtMs: {},
    counted: stage.counts !== undefined && isCounted ? [...before.counted, stage.counts] : before.counted,
    end: stage.ends ?? null,
    reason: stage.ends === undefined ? null : reason,
  };
  const entered = carryOut(flow, state, stage.onEnter, atMs);
  return { state: entered.state, effects: [...effects, ...entered.effects] };
}

/** Effects in their order: an effect may set a field that a later one tests. */
function carryOut(
  flow: Flow,
  before: FlowState,
  wanted: readonly Effect[],
  atMs: number,
  stage = before.stage,
): FlowStep {
  let state = before;
  const effects: FlowEffect[] = [];
  for (const effect of wanted) {
    if (!isMet(effect.if, state.fields)) continue;
    switch (effect.do) {
      case 'set':
        state = fill(flow, state, { [effect.field]: settingOf(flow, effect.to, atMs) });
        break;
      case 'task': {
        const dueAtMs = effect.within === undefined ? atMs + taskDueMs : deadline(flow, atMs, effect.within);
        effects.push({ atMs, do: 'task', subject: effect.subject, for: effect.for, dueAtMs, stage });
        break;
      }
      default: {
        const { if: _condition, ...plain } = effect;
        effects.push({ atMs, ...plain });
      }
    }
  }
  return { state, effects };
}

function reasonFor({ stage, ends, reasons }: Stage, given: string | null): string | null {
  if (ends === undefined || reasons.length === 0) return given;
  const reason = reasons.find((one) => given !== null && same(one, given));
  if (reason !== undefined) return reason;
  const allowed = reasons.map((one) => `"${one}"`).join(', ');
  throw new ApiError(
    'conflict',
    given === null
      ? `"${stage}" needs a reason; expected ${allowed}`
      : `"${given}" is no reason for "${stage}"; expected ${allowed}`,
  );
}

function deadline({ process }: Flow, startMs: number, time: Stage['every'][number]['time']): number {
  return deadlineAfter(startMs, time, process.workingTime, process.timeZone);
}

/** What a field is set to: `today` and `in 30 days` are days of the process's calendar. */
function settingOf({ process }: Flow, to: FieldValue, atMs: number): FieldValue {
  const days = to === 'today' ? 0 : Number(/^in (\d{1,4}) days?$/.exec(String(to))?.[1] ?? Number.NaN);
  if (Number.isNaN(days)) return to;
  return new Date((zoneOf(process.timeZone).dayOf(atMs) + days) * limits.dayMs).toISOString().slice(0, 10);
}
