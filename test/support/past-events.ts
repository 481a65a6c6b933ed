/** Made-up events of before, in the order of time over a year, as a file that `scoville import-events` reads. */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { limits } from '../../src/base/kernel/kernel.ts';
import { newDirectory } from './test-run.ts';

const { dayMs } = limits;
const linesAtOnce = 1_000;
export const pastEventsOfPerson = 50;

/** How many people so many events are of. */
export const pastPeople = (events: number) => Math.ceil(events / pastEventsOfPerson);

/** The nth of so many events, at a time. */
export function pastEvent(nth: number, events: number, atMs: number): object {
  return {
    ...{ type: 'page', userId: `p${nth % pastPeople(events)}`, messageId: `m${nth}` },
    timestamp: new Date(atMs).toISOString(),
    properties: { path: nth % 7 === 0 ? '/pricing' : `/blog/${nth % 90}`, title: `Page ${nth % 90}` },
    context: {
      page: { referrer: 'https://www.example.com/' },
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
      locale: 'en-GB',
    },
  };
}

/** Writes so many events into a file, a line each, in zstd; returns where it is. */
export async function pastEventsFile(events: number, nowMs = Date.now()): Promise<string> {
  const file = path.join(newDirectory('events'), 'events.ndjson.zst');
  await pipeline(Readable.from(lines(events, nowMs)), createZstdCompress(), createWriteStream(file));
  return file;
}

function* lines(events: number, nowMs: number): Generator<string> {
  for (let from = 0; from < events; from += linesAtOnce) {
    const some = Array.from({ length: Math.min(linesAtOnce, events - from) }, (_, index) => {
      const nth = from + index;
      const atMs = nowMs - (1 - nth / events) * 365 * dayMs - dayMs;
      return `${JSON.stringify(pastEvent(nth, events, atMs))}\n`;
    });
    yield some.join('');
  }
}
