/**
 * What the visitors of the demo did before the last week, imported as events of before.
 *
 * So their profiles explain their scores, and points can be learnt from their outcomes. It goes the way of any import, by the secret
 * key of the shop.
 */
import { Readable } from 'node:stream';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../../engine/scoring/scoring.ts';
import { daysBefore, type Span, storiesOn, visitsOn } from './plan.core.ts';
import { eventsOf } from './sent-events.core.ts';

interface Options {
  baseUrl: string;
  secretKey: string;
  signal: AbortSignal;
  programmes: CompiledProgrammes;
  span: Span;
  /** How long the history keeps events, days. */
  keptDays: number;
  nowMs: number;
}

/** Imports all that the history keeps of it, and that is too old for the door of live events. Throws where it is refused. */
export async function importPastEvents(options: Options): Promise<void> {
  const { baseUrl, secretKey, signal } = options;
  const response = await fetch(`${baseUrl}/v1/history?file=demo.ndjson`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` },
    body: Readable.toWeb(Readable.from(linesOf(options))),
    duplex: 'half',
    signal,
  } as RequestInit);
  if (!response.ok) throw new Error(`/v1/history answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

/** A day at a time, so that others of the process get their turn. */
function* linesOf({ programmes, span, keptDays, nowMs }: Options): Generator<string> {
  const sinceMs = nowMs - (keptDays - 1) * limits.dayMs;
  const untilMs = nowMs - limits.latenessMs + limits.hourMs;
  for (const startMs of daysBefore(untilMs, span)) {
    if (startMs < sinceMs) return;
    const visits = [...storiesOn(programmes, span, startMs), ...visitsOn(span, startMs)];
    const events = visits.flatMap(eventsOf).filter(({ timestamp }) => {
      const atMs = Date.parse(timestamp);
      return atMs >= sinceMs && atMs < untilMs;
    });
    yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }
}
