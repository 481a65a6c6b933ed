/**
 * The way of a record through its pipeline. Pure.
 *
 * A record stands in one stage. It is moved on by people, along the ways its stage names, when the checklist is met and
 * their lane may; or by the clock, when a time-out of the stage has run out. Entering and leaving have effects, which
 * whoever commits the new state carries out in the same transaction. All times are counted from what is stored: the
 * moment of entering, or a date among the fields. However late the clock is asked, a record stands where it would
 * stand had it been asked in time, with the times it would have.
 */

import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { deadlineAfter, zoneOf } from '../../base/time/time.ts';
import {
  type Effect,
  type End,
  type FieldValue,
  type PipelineDefinition,
  type SellingSystem,
  type Stage,
  type WayOn,
  waysFrom,
} from '../../contract/language/language.ts';
import { fieldValueOf, isDone, isMet, isOpen } from './flow-fields.core.ts';

/** A pipeline with what its system gives it. */
export interface Flow {
  system: SellingSystem;
  pipeline: PipelineDefinition;
}

/** What is stored of a record's way. */
export interface FlowState {
  stage: string;
  /** ms since the epoch. */
  enteredAtMs: number;
  /** The stage before this one. */
  cameFrom: string | null;
  fields: Record<string, FieldValue>;
  /** When each chase of the stage last ran, by its place, and each `later`; absent before the first time. */
  chasedAtMs: Record<string, number>;
  /** Counters that this record has been counted for. */
  counted: string[];
  /** How it ended, and why. */
  end: End | null;
  reason: string | null;
}

/** Who moves a record. Managers may take every way. */
export interface Mover {
  lanes: readonly string[];
  isManager: boolean;
}

/** What the shell carries out, at the time given. `for`, `to` and `who` are `owner`, `person` or a lane; a task belongs to its `stage` and is closed with it. */
export type FlowEffect = {
  atMs: number;
} /** `from` is the date field that it was counted from, of a task that waited for one. */ & (
  | { do: 'task'; subject: string; for: string; dueAtMs: number; stage: string; from?: string }
  | { do: 'mail'; template: string; to: string }
  | { do: 'tell'; who: string; text: string }
  | { do: 'note'; text: string }
  | { do: 'open'; pipeline: string }
  | { do: 'make person'; kind: 'contact' | 'customer' }
  | { do: 'stop contact' }
  /** The record is another lane's now. */
  | { do: 'hand over'; lane: string }
  /** Tasks that the stage left opened and nobody did are no longer wanted. */
  | { do: 'close tasks'; stage: string }
  | { do: 'count'; counter: string }
);

export interface FlowStep {
  state: FlowState;
  effects: FlowEffect[];
}

/** Steps the clock may take at once: a circle of time-outs that never waits would go on for ever. */
const wakeStepsMax = 100;
/** A task that no deadline was said for. */
const taskDueMs = limits.dayMs;

/** A new record in the first stage. `fields` are checked as by `fill`. */
export function begin(flow: Flow, nowMs: number, fields: Record<string, unknown> = {}): FlowStep {
  const { pipeline } = flow;
  const blank: FlowState = {
    stage: '',
    enteredAtMs: nowMs,
    cameFrom: null,
    fields: {},
    chasedAtMs: {},
    counted: [],
    end: null,
    reason: null,
  };
  const filled = fill(flow, blank, fields);
  return enter(flow, filled, pipeline.start ?? (pipeline.stages[0] as Stage).stage, nowMs, null);
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
 * Moves a record along a way of its stage. Throws `conflict` when no way leads there or something is missing for it, and
 * `forbidden` when the way is another lane's; each says what would help.
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
  const ways = waysFrom(flow.pipeline, stage).filter(
    ({ to, when }) =>
      (to === 'back' ? origin(flow, state) : to) === target &&
      (wanted.when === undefined || same(when ?? '', wanted.when)),
  );
  const holding = ways.find((way) => isMet(way.if, state.fields)) ?? ways[0];
  if (holding === undefined) throw new ApiError('conflict', noWay(flow, stage, wanted));
  if (!isMet(holding.if, state.fields))
    throw new ApiError('conflict', `"${target}" is open only where ${inWords(holding.if ?? {})}`);
  const by = holding.by === undefined ? [stage.lane ?? []].flat() : [holding.by].flat();
  if (!mover.isManager && by.length > 0 && !by.some((lane) => mover.lanes.includes(lane)))
    throw new ApiError('forbidden', `from "${stage.stage}" to "${target}" is for ${by.join(', ')}`);
  const missing = missingFor(flow, state, holding);
  if (missing.length > 0)
    throw new ApiError(
      'conflict',
      `"${stage.stage}" cannot be left for "${target}" yet; missing: ${missing.join(', ')}`,
    );
  const end = stageOf(flow, target);
  const reason = reasonFor(end, wanted.reason ?? null);
  return go(flow, state, target, nowMs, reason);
}

/** What is still to be filled or ticked before the stage can be left, by label. */
export function openItems(flow: Flow, state: FlowState): string[] {
  const stage = stageOf(flow, state.stage);
  return [
    ...stage.checklist
      .filter((name) => isOpen(flow.pipeline, name, state.fields))
      .map((name) => flow.pipeline.fields[name]?.label ?? name),
    ...stage.activities
      .filter((activity) => !activity.optional && !isDone(stage, activity, state.fields))
      .map(({ name, number }) => `${number} ${name}`),
  ];
}

/** Where a record may go from here, and what each way still asks for. */
export function waysOn(
  flow: Flow,
  state: FlowState,
): { to: string; when: string | null; missing: string[] }[] {
  return waysFrom(flow.pipeline, stageOf(flow, state.stage))
    .filter((way) => isMet(way.if, state.fields))
    .map((way) => ({
      to: way.to === 'back' ? origin(flow, state) : way.to,
      when: way.when ?? null,
      missing: missingFor(flow, state, way),
    }));
}

/** Lets the clock act: every time-out and chase that is due by now, in the order of their times. */
export function wake(flow: Flow, state: FlowState, nowMs: number): FlowStep {
  let step: FlowStep = { state, effects: [] };
  for (let count = 0; count < wakeStepsMax; count++) {
    const due = dueOf(flow, step.state);
    if (due === null || due.atMs > nowMs) break;
    const next = actOn(flow, step.state, due, nowMs);
    step = { state: next.state, effects: [...step.effects, ...next.effects] };
  }
  return step;
}

/** When the clock has something to do for a record, ms since the epoch; null when nothing runs. */
export function wakesAtMs(flow: Flow, state: FlowState): number | null {
  return dueOf(flow, state)?.atMs ?? null;
}

type Due =
  | { atMs: number; timeOut: string; to: string }
  | { atMs: number; chase: number }
  | { atMs: number; later: number };

/** The earliest of what runs; a time-out before a chase of the same moment. */
function dueOf(flow: Flow, state: FlowState): Due | null {
  return duesOf(flow, state).reduce<Due | null>(
    (least, due) => (least === null || due.atMs < least.atMs ? due : least),
    null,
  );
}

/** All that runs in the stage, time-outs first. */
function duesOf(flow: Flow, state: FlowState): Due[] {
  const stage = stageOf(flow, state.stage);
  const dues: Due[] = stage.after.flatMap((timeOut) => {
    const startMs = startOf(flow, state, timeOut.from, timeOut.plus);
    if (startMs === null) return [];
    const atMs = timeOut.time === undefined ? startMs : deadline(flow, startMs, timeOut.time);
    // A date that had passed before the record came here has run out on entering.
    const to = timeOut.to === 'back' ? origin(flow, state) : timeOut.to;
    return [{ atMs: Math.max(atMs, state.enteredAtMs), timeOut: timeOut.because, to }];
  });
  stage.every.forEach(({ time }, index) => {
    dues.push({ atMs: deadline(flow, state.chasedAtMs[index] ?? state.enteredAtMs, time), chase: index });
  });
  stage.later.forEach(({ from, time }, index) => {
    const startMs =
      state.chasedAtMs[laterKey(index)] === undefined ? startOf(flow, state, from, undefined) : null;
    if (startMs === null) return;
    const atMs = time === undefined ? startMs : deadline(flow, startMs, time);
    dues.push({ atMs: Math.max(atMs, state.enteredAtMs), later: index });
  });
  return dues;
}

/** From when a time-out counts: null while the date, or the days to add to it, are not known. */
function startOf(flow: Flow, state: FlowState, from: string, plus: string | undefined): number | null {
  const days = plus === undefined ? 0 : state.fields[plus];
  if (typeof days !== 'number') return null;
  if (from === 'entered') return state.enteredAtMs + days * limits.dayMs;
  const date = state.fields[from];
  if (typeof date !== 'string') return null;
  return zoneOf(flow.system.timeZone).instantOf(Date.parse(date) + days * limits.dayMs);
}

function actOn(flow: Flow, state: FlowState, due: Due, nowMs: number): FlowStep {
  if ('timeOut' in due) return go(flow, state, due.to, due.atMs, due.timeOut);
  if ('chase' in due) {
    // Asked after a time-out, the clock does not chase what had left the stage by then.
    const outsMs = duesOf(flow, state).flatMap((one) => ('timeOut' in one ? one.atMs - 1 : []));
    return chase(flow, state, due.chase, Math.min(nowMs, ...outsMs));
  }
  const { do: wanted, from } = stageOf(flow, state.stage).later[due.later] as Stage['later'][number];
  const done = { ...state, chasedAtMs: { ...state.chasedAtMs, [laterKey(due.later)]: due.atMs } };
  const step = carryOut(flow, done, wanted, due.atMs);
  return { ...step, effects: step.effects.map((one) => (one.do === 'task' ? { ...one, from } : one)) };
}

/** Under which a `later` that has run is remembered, beside the chases. */
function laterKey(index: number): string {
  return `later ${index}`;
}

/** Runs a chase once, for its latest due time: those missed while nobody asked the clock are not made up for. */
function chase(flow: Flow, state: FlowState, index: number, nowMs: number): FlowStep {
  const { time, do: effects } = stageOf(flow, state.stage).every[index] as Stage['every'][number];
  let atMs = deadline(flow, state.chasedAtMs[index] ?? state.enteredAtMs, time);
  for (let next = deadline(flow, atMs, time); next <= nowMs && next > atMs; next = deadline(flow, atMs, time))
    atMs = next;
  return carryOut(flow, { ...state, chasedAtMs: { ...state.chasedAtMs, [index]: atMs } }, effects, atMs);
}

/** Moves a record whatever its checklist says: what the clock does, or what follows from something else. */
export function go(flow: Flow, state: FlowState, to: string, atMs: number, reason: string | null): FlowStep {
  const left = stageOf(flow, state.stage);
  // What is to be done on leaving belongs to where the record goes.
  const leaving = carryOut(flow, state, left.onLeave, atMs, to);
  const entering = enter(flow, leaving.state, to, atMs, reason);
  return {
    state: entering.state,
    effects: [...leaving.effects, { atMs, do: 'close tasks', stage: left.stage }, ...entering.effects],
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
  const cameFromLane = before.stage === '' ? undefined : stageOf(flow, before.stage).lane;
  if (stage.lane !== undefined && stage.lane !== cameFromLane)
    effects.push({ atMs, do: 'hand over', lane: stage.lane });
  const isCounted = stage.counts !== undefined && !before.counted.includes(stage.counts);
  if (stage.counts !== undefined && isCounted) effects.push({ atMs, do: 'count', counter: stage.counts });
  const state: FlowState = {
    ...before,
    stage: to,
    enteredAtMs: atMs,
    cameFrom: before.stage === '' ? null : before.stage,
    fields: { ...before.fields, ...Object.fromEntries(automatic.map(({ activity }) => [activity, true])) },
    chasedAtMs: {},
    counted: stage.counts !== undefined && isCounted ? [...before.counted, stage.counts] : before.counted,
    end: stage.ends ?? null,
    reason: stage.ends === undefined ? null : reason,
  };
  const entered = carryOut(flow, state, stage.onEnter, atMs);
  return { state: entered.state, effects: [...effects, ...entered.effects] };
}

/** Effects one after the other, so that one may set the field another asks for. */
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

function missingFor(flow: Flow, state: FlowState, way: WayOn): string[] {
  const needed = way.needs
    .filter((name) => isOpen(flow.pipeline, name, state.fields))
    .map((name) => flow.pipeline.fields[name]?.label ?? name);
  const items = way.checklist === 'may be open' ? [] : openItems(flow, state);
  return [...new Set([...items, ...needed])];
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

function noWay(flow: Flow, from: Stage, wanted: { to: string; when?: string | undefined }): string {
  const { stage } = from;
  const open = waysFrom(flow.pipeline, from)
    .map(({ to, when }) => (when === undefined ? `"${to}"` : `"${to}" (${when})`))
    .join(', ');
  const way = wanted.when === undefined ? `"${wanted.to}"` : `"${wanted.to}" (${wanted.when})`;
  return `from "${stage}" no way leads to ${way}; ${open === '' ? 'it is an end' : `expected ${open}`}`;
}

/** Where `back` leads: the stage the record came from; the first where that one is an end, or is no more. */
function origin({ pipeline }: Flow, { cameFrom }: FlowState): string {
  const before = pipeline.stages.find(({ stage, ends }) => stage === cameFrom && ends === undefined);
  return before?.stage ?? pipeline.start ?? (pipeline.stages[0] as Stage).stage;
}

export function stageOf({ pipeline }: Flow, name: string): Stage {
  const stage = pipeline.stages.find((one) => one.stage === name);
  if (stage === undefined)
    throw new ApiError(
      'conflict',
      `"${name}" is no stage of "${pipeline.name}"; expected ${pipeline.stages.map((one) => `"${one.stage}"`).join(', ')}`,
    );
  return stage;
}

function deadline({ system }: Flow, startMs: number, time: Stage['every'][number]['time']): number {
  return deadlineAfter(startMs, time, system.workingTime, system.timeZone);
}

/** What a field is set to: `today` and `in 30 days` are days of the system's calendar. */
function settingOf({ system }: Flow, to: FieldValue, atMs: number): FieldValue {
  const days = to === 'today' ? 0 : Number(/^in (\d{1,4}) days?$/.exec(String(to))?.[1] ?? Number.NaN);
  if (Number.isNaN(days)) return to;
  return new Date((zoneOf(system.timeZone).dayOf(atMs) + days) * limits.dayMs).toISOString().slice(0, 10);
}

/** Words match in any case. */
function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function inWords(test: Record<string, unknown>): string {
  return Object.entries(test)
    .map(([name, value]) => `"${name}" is ${JSON.stringify(value)}`)
    .join(' and ');
}
