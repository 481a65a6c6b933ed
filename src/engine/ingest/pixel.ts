/** The pixel door: an event in an image's address, for mails and pages without scripts. Always answers the image. */
import type { JsonObject } from '../../contract/language/language.ts';
import { parseJson } from './body.ts';

/** A transparent GIF of one pixel, 43 bytes. */
export const pixelGif = Buffer.from('R0lGODlhAQABAPAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** The event of a pixel: null when there is none, and whether names that would reach a prototype were dropped. */
export interface PixelEvent {
  json: JsonObject | null;
  hasDropped: boolean;
}

/** The event in a pixel's query: `data` is base64 JSON, else dotted names (`properties.subject=…`). */
export function pixelEvent(query: Record<string, unknown>): PixelEvent {
  const { data } = query;
  if (typeof data !== 'string') return dottedEvent(query);
  try {
    const { json, hasDropped } = parseJson(Buffer.from(data, 'base64').toString('utf8'));
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return { json: isObject ? (json as JsonObject) : null, hasDropped };
  } catch {
    return { json: null, hasDropped: false };
  }
}

function dottedEvent(query: Record<string, unknown>): PixelEvent {
  let hasDropped = false;
  const event: JsonObject = Object.create(null);
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') continue;
    const steps = name.split('.');
    const reachesPrototype = steps.some((step) => step === '__proto__' || step === 'constructor');
    hasDropped ||= reachesPrototype;
    if (steps.length > 4 || reachesPrototype) continue;
    let target = event;
    for (const step of steps.slice(0, -1)) {
      const inner = target[step];
      const next: JsonObject =
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : Object.create(null);
      target[step] = next;
      target = next;
    }
    target[steps.at(-1) as string] = value;
  }
  return { json: event, hasDropped };
}
