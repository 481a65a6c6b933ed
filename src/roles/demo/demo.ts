/**
 * The demo: two years of invented history, log-ins for each role, and a lively day that goes on.
 *
 * The team is there when the doors open. The history is written behind them, the newest days first, by the product's own rooms under a
 * clock of the past. Visitors then come through the doors for events, and reps work through the API, as anybody does. The same seed and
 * moment make the same people.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { limits } from '../../base/kernel/kernel.ts';
import type { LogInOptions } from '../../contract/api/api.ts';
import { draftOf } from '../../engine/programmes/programmes.ts';
import { type CompiledProgrammes, compileAlone } from '../../engine/scoring/scoring.ts';
import type { Environment } from '../../environment.ts';
import { databaseAccess } from '../database-access.ts';
import { offered } from './cast.core.ts';
import { playDay } from './day.ts';
import { type History, openHistory } from './history.ts';
import { openPast, type Past } from './past.ts';
import { importPastEvents } from './past-events.ts';
import { demoUsersOf } from './users.ts';

/** A demo that was opened. */
export interface Demo {
  /** What the log-in page offers now, and how much of the history there is. */
  options(): NonNullable<LogInOptions['demo']>;
  /** Writes the history and plays the day until the signal aborts. Never throws: a failure is a line. */
  play(baseUrl: string): Promise<void>;
}

interface Options {
  environment: Pick<Environment, 'RULES_DIR' | 'DATA_DIR' | 'ATTACHMENTS_DIR' | 'HISTORY_DAYS'>;
  databaseUrl: string;
  secretKey: string;
  signal: AbortSignal;
  nowMs: number;
  /** How far the history goes back. */
  days?: number;
  say: (line: string) => void;
}

const programmeId = 'emea-lead-scoring';
const seed = 'scoville';
const historyDays = 730;
/** Written before visitors come, so that every page shows something at once, and people of it are known when they come again. */
const firstDays = 28;
/** A line of progress each. */
const progressParts = 8;

/**
 * Finds or begins the demo of a store. Returns null where the store has other people in it, or the rules folder other rules: their console
 * offers no log-ins.
 */
export async function openDemo(options: Options): Promise<Demo | null> {
  const { environment, databaseUrl, secretKey, nowMs, days = historyDays, say } = options;
  const { RULES_DIR: rules, DATA_DIR: data, ATTACHMENTS_DIR: attachments } = environment;
  const programmes = await programmesIn(rules);
  if (programmes === null) {
    say(`Demo: RULES_DIR has no ${programmeId}.yaml, so no history is invented and no log-ins are offered.`);
    return null;
  }
  const { isPooled } = await databaseAccess(databaseUrl, {});
  const past = await openPast({ url: databaseUrl, isPooled }, nowMs - days * limits.dayMs, {
    attachmentsDirectory: attachments ?? path.join(data, 'attachments'),
    processesDirectory: path.join(rules, 'pipelines'),
    salesRulesDirectory: path.join(rules, 'sales'),
  });
  const history = await openHistory({ past, programmes, secretKey, seed, days, nowMs }).catch(
    async (error: unknown) => {
      await past.close();
      throw error;
    },
  );
  if (history === null) {
    await past.close();
    say(
      'Demo: this store has people of its own, so no history is invented and no log-ins are offered. For both, name an empty DATA_DIR.',
    );
    return null;
  }
  const accounts = demoUsersOf(offered, secretKey);
  return {
    options: () => ({ accounts, historyPart: history.part() }),
    play: (baseUrl) => play({ ...options, past, programmes, history, baseUrl }),
  };
}

async function programmesIn(rules: string): Promise<CompiledProgrammes | null> {
  const text = await readFile(path.join(rules, `${programmeId}.yaml`), 'utf8').catch(() => null);
  if (text === null) return null;
  const { programme, version } = draftOf(programmeId, text);
  return compileAlone(programme, version);
}

interface Playing extends Options {
  past: Past;
  programmes: CompiledProgrammes;
  history: History;
  baseUrl: string;
}

async function play(playing: Playing): Promise<void> {
  const { past, programmes, history, baseUrl, secretKey, signal, say } = playing;
  try {
    await history.fill(history.span.untilMs - firstDays * limits.dayMs, signal);
    const day = playDay({ baseUrl, secretKey, signal, say, programmes, span: history.span });
    await Promise.all([day, fillRest(playing).then(() => bringEvents(playing))]);
  } catch (error) {
    if (!signal.aborted) say(`Demo: the history stopped: ${(error as Error).message}`);
  } finally {
    await past.close();
  }
}

/** Has the people of the history explain their scores; nothing where an earlier start did. */
async function bringEvents({ history, environment, ...options }: Playing): Promise<void> {
  const { signal, say } = options;
  await history.withEvents(async () => {
    const nowMs = Date.now();
    const keptDays = environment.HISTORY_DAYS;
    await importPastEvents({ ...options, span: history.span, keptDays, nowMs });
    say('Demo: what the people of the history did is imported; their profiles are scored with it now.');
  });
  signal.throwIfAborted();
}

/** Writes what is left of the history, with a line now and then. */
async function fillRest({ history, signal, say }: Playing): Promise<void> {
  const { fromMs, untilMs } = history.span;
  if (history.part() === 1) return say('Demo: the history of an earlier start is kept.');
  const began = performance.now();
  for (let part = 1; part <= progressParts; part++) {
    const sinceMs = untilMs - ((untilMs - fromMs) * part) / progressParts;
    await history.fill(sinceMs, signal);
    const month = new Date(sinceMs).toISOString().slice(0, 7);
    if (part < progressParts) say(`Demo: history ${Math.round(history.part() * 100)} %, back to ${month}.`);
  }
  say(`Demo: the history is whole, after ${Math.round((performance.now() - began) / limits.secondMs)} s.`);
}
