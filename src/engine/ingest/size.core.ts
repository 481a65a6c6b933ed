/**
 * How large events become in the stream: what a batch shares is measured once, and counts with each event it is merged into.
 *
 * The size of an event is that of its normalised JSON: numbers, escapes and copied paths may grow on the way. Pure.
 */

import { type ErrorCode, limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';

/** The largest size of an event in the stream: its largest size as sent, and what Scoville adds. */
export const eventInStreamBytesMax = limits.eventBytesMax + limits.eventStampBytesMax;

/** The context of a batch: bytes of JSON by name; its traits, which are merged with the event's own, by themselves. */
export interface Shared {
  bytes: number;
  context: ReadonlyMap<string, number>;
  traits: ReadonlyMap<string, number>;
}

const nothing: ReadonlyMap<string, number> = new Map();

/** Measures a shared context that does not nest too deep. Machine addresses are not kept, so they do not count. */
export function measureShared(context: unknown): Shared {
  if (!isObject(context)) return { bytes: 0, context: nothing, traits: nothing };
  const { ip: _ip, ...kept } = context;
  const sizes = sizesOf(kept);
  const traits = isObject(kept['traits']) ? sizesOf(kept['traits']) : nothing;
  return { bytes: sumOf(sizes.values()), context: sizes, traits };
}

/** Bytes of the shared context that stay in an event: the event's own values replace shared ones. */
export function sharedBytesOf(shared: Shared, raw: unknown): number {
  if (shared.bytes === 0 || !isObject(raw)) return 0;
  const own = isObject(raw['context']) ? raw['context'] : {};
  const replaced = (sizes: ReadonlyMap<string, number>, by: JsonObject) =>
    sumOf(Object.keys(by).map((name) => sizes.get(name) ?? 0));
  // Traits of a group are the group's, not the person's.
  const hasTraits = isObject(raw['traits']) && !Object.hasOwn(own, 'traits') && raw['type'] !== 'group';
  const traits = hasTraits ? (raw['traits'] as JsonObject) : {};
  return shared.bytes - replaced(shared.context, own) - replaced(shared.traits, traits);
}

/**
 * Bytes of an event as it was sent, or 0 where they cannot be over the limit of one event. Most events of a large batch are far below it:
 * to write each again only for its length costs a tenth of the batch. The value must not nest too deep.
 */
export function sentBytesOf(raw: unknown): number {
  return roomAfter(raw, limits.eventBytesMax) >= 0 ? 0 : Buffer.byteLength(JSON.stringify(raw));
}

/** A character of a string is at most 6 bytes of JSON, and any number, `true`, `false` or `null` at most so many. */
const characterBytesMax = 6;
const numberBytesMax = 25;

/** What is left of so many bytes when the JSON of a value is as long as it can be. It stops at the first number below 0. */
function roomAfter(value: unknown, room: number): number {
  if (typeof value === 'string') return room - characterBytesMax * value.length - 2;
  if (typeof value !== 'object' || value === null) return room - numberBytesMax;
  let left = room - 2;
  if (Array.isArray(value)) {
    for (const one of value) {
      left = roomAfter(one, left - 1);
      if (left < 0) return left;
    }
    return left;
  }
  for (const name in value) {
    // Quotes, a colon and a comma.
    left = roomAfter((value as JsonObject)[name], left - characterBytesMax * name.length - 4);
    if (left < 0) return left;
  }
  return left;
}

/** Why an event or batch is too large, in the words of the answer. */
export interface Refusal {
  ok: false;
  code: ErrorCode;
  message: string;
}

/** An event that is too large as it was sent. */
export function sentTooLarge(bytes: number): Refusal {
  return tooLarge(
    `the event is ${bytes} bytes; at most ${limits.eventBytesMax} are allowed. Send fewer or shorter values`,
  );
}

/** An event that becomes too large when it is normalised and has what its batch shares. */
export function streamTooLarge(bytes: number): Refusal {
  return tooLarge(
    `the event takes ${bytes} bytes in the stream, with the "context" of its batch; at most ${eventInStreamBytesMax} are allowed. Send fewer or shorter values`,
  );
}

/** A shared context that alone makes an event too large. */
export function sharedTooLarge(bytes: number): Refusal {
  return tooLarge(
    `"context" of the batch is ${bytes} bytes and counts with each event; at most ${eventInStreamBytesMax} are allowed. Send a smaller "context"`,
  );
}

/** A batch that would put too many bytes into the stream. */
export function batchTooLarge(batch: {
  events: number;
  reached: number;
  bodyBytes: number;
  streamBytesMax: number;
}): Refusal {
  const { events, reached, bodyBytes, streamBytesMax } = batch;
  return tooLarge(
    `a body of ${bodyBytes} bytes may take ${streamBytesMax} bytes in the stream; the first ${reached} of its ${events} events take more, each with the "context" of the batch. Send a smaller "context" or fewer events`,
  );
}

function tooLarge(message: string): Refusal {
  return { ok: false, code: 'body_too_large', message };
}

function sizesOf(object: JsonObject): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(object).map(([name, value]) => [
      name,
      // With the quotes and the colon, and a comma or the brace.
      Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(JSON.stringify(value)) + 2,
    ]),
  );
}

function sumOf(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += size;
  return sum;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
