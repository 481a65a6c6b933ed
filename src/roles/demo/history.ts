/**
 * The history of the demo, written while the doors are open. The rooms of sales play it under a clock of the past, the newest day first.
 *
 * Every row is one that real traffic leaves, for the same code writes it. A day is one transaction, which also notes how far back the
 * history is written. So a start that is killed goes on with the day that is missing, and no day is written twice.
 */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../../engine/scoring/scoring.ts';
import { doAct, type Playing } from './acts.ts';
import { accounts } from './cast.core.ts';
import type { Past } from './past.ts';
import { daysBefore, type PlannedStory, type Span, spanOf, storiesOn } from './plan.core.ts';
import type { Moment } from './story.core.ts';
import { actorOf, writeCampaigns, writeProducts, writeTeam } from './team.ts';

/** Where a history stands in a store. */
export interface History {
  span: Span;
  /** How much is written, 0 to 1. */
  part(): number;
  /** Writes the days that are missing back to a moment, the newest first. Throws the reason of the signal when it aborts. */
  fill(sinceMs: number, signal: AbortSignal): Promise<void>;
  /** Runs what brings its events, unless a start before has done so. */
  withEvents(bring: () => Promise<void>): Promise<void>;
}

interface Options {
  past: Past;
  programmes: CompiledProgrammes;
  secretKey: string;
  seed: string;
  days: number;
  nowMs: number;
}

/** Of a demo alone, so it is no migration. One row: when the history ends, and since when it is written; null before the ground is laid. */
const table = `CREATE TABLE IF NOT EXISTS demo_history (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  until_ms bigint NOT NULL,
  days integer NOT NULL,
  written_since_ms bigint
)`;
/** Whether what the people did is in the history of the engine: a later addition. */
const hasEvents =
  'ALTER TABLE demo_history ADD COLUMN IF NOT EXISTS has_events boolean NOT NULL DEFAULT false';

/**
 * Finds the history of a store, or begins one with its team, who can log in from then on. Returns null where the store has other people:
 * invented ones do not come among them.
 */
export async function openHistory(options: Options): Promise<History | null> {
  const { past, secretKey, seed, days, nowMs } = options;
  const begun = await past.wholly(async (connection) => {
    await connection.query(table);
    await connection.query(hasEvents);
    const found = await readRow(connection);
    if (found !== null) return found;
    const { items } = await past.sales.records.listPeople({ limit: 1 });
    if (items.length > 0) return null;
    const span = spanOf(seed, nowMs, days);
    await past.at(span.fromMs, () => writeTeam(past.sales, secretKey));
    await connection.query('INSERT INTO demo_history (until_ms, days) VALUES ($1, $2)', [nowMs, days]);
    return { untilMs: nowMs, days, writtenSinceMs: null };
  });
  if (begun === null) return null;
  return historyOf(options, spanOf(seed, begun.untilMs, begun.days), begun.writtenSinceMs);
}

interface Row {
  untilMs: number;
  days: number;
  writtenSinceMs: number | null;
}

/** Reads how far the history is. Of two programs that write it, the second waits here for the day of the first. */
async function readRow(connection: Queryable): Promise<Row | null> {
  const { rows } = await connection.query<{
    until_ms: string;
    days: number;
    written_since_ms: string | null;
  }>('SELECT until_ms, days, written_since_ms FROM demo_history FOR UPDATE');
  const [row] = rows;
  if (row === undefined) return null;
  const { until_ms: untilMs, days, written_since_ms: since } = row;
  return { untilMs: Number(untilMs), days, writtenSinceMs: since === null ? null : Number(since) };
}

const writeSince = (connection: Queryable, sinceMs: number) =>
  connection.query('UPDATE demo_history SET written_since_ms = $1', [sinceMs]);

function historyOf({ past, programmes }: Options, span: Span, writtenSinceMs: number | null): History {
  const { fromMs, untilMs } = span;
  let sinceMs = writtenSinceMs;
  /** Runs a step where the store has not got that far. */
  const step = async (
    reached: (stored: number | null) => boolean,
    toMs: number,
    work: () => Promise<void>,
  ) => {
    sinceMs = await past.wholly(async (connection) => {
      const stored = (await readRow(connection))?.writtenSinceMs ?? null;
      if (reached(stored)) return stored;
      await work();
      await writeSince(connection, toMs);
      return toMs;
    });
  };
  return {
    span,
    withEvents: async (bring) => {
      const isThere = await past.wholly(async (connection) => {
        const { rows } = await connection.query<{ has_events: boolean }>(
          'SELECT has_events FROM demo_history',
        );
        return rows[0]?.has_events ?? true;
      });
      if (isThere) return;
      // Brought twice after a crash in between, each event still counts once.
      await bring();
      await past.wholly((connection) => connection.query('UPDATE demo_history SET has_events = true'));
    },
    part: () => (untilMs - (sinceMs ?? untilMs)) / (untilMs - fromMs),
    fill: async (backToMs, signal) => {
      signal.throwIfAborted();
      if (sinceMs === null)
        await step(
          (stored) => stored !== null,
          untilMs,
          () => layGround(past, span, campaignOf(programmes)),
        );
      for (const dayStartMs of daysBefore(sinceMs ?? untilMs, span)) {
        if (dayStartMs + limits.dayMs <= backToMs) return;
        signal.throwIfAborted();
        await step(
          (stored) => stored !== null && stored <= dayStartMs,
          dayStartMs,
          () => playDayOf(past, storiesOn(programmes, span, dayStartMs)),
        );
      }
    },
  };
}

const campaignOf = ({ programmes }: CompiledProgrammes) => programmes[0]?.programme.campaign ?? '';

/** What was there before the first lead: price list, accounts; and the campaigns, which run through the whole of it. */
async function layGround(past: Past, span: Span, programmeCampaign: string): Promise<void> {
  const { sales, at } = past;
  // In the first morning.
  const morningMs = span.fromMs + 8 * limits.hourMs;
  await at(morningMs, () => writeProducts(sales));
  for (const { name, domain, country, rep } of accounts)
    await at(morningMs, () =>
      sales.records.makeCompany({ name, domain, country, owner: rep.email }, actorOf(rep)),
    );
  await writeCampaigns(past, span, programmeCampaign);
}

interface Due extends Moment {
  playing: Playing;
}

/** Plays the stories that begin on one day to their ends, all of them in the order of time. */
async function playDayOf(past: Past, stories: readonly PlannedStory[]): Promise<void> {
  const due: Due[] = stories.flatMap(({ visitor, moments }) => {
    const playing: Playing = { visitor, lead: null, task: null, opportunity: null, actor: null, begun: {} };
    return moments.map((moment) => ({ ...moment, playing }));
  });
  for (const { atMs, act, playing } of due.sort((a, b) => a.atMs - b.atMs))
    await past.at(atMs, () => doAct(past.sales, playing, act, atMs));
}
