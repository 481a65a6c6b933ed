/** The pixel door: an event in an image's address, for mails and pages without scripts. Always answers the image. */
import type { JsonObject } from '../../contract/language/language.ts';
import { parseJson } from './body.ts';

/** A transparent GIF of one pixel, 43 bytes. */
export const pixelGif = Buffer.from('R0lGODlhAQABAPAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** The event in a pixel's query: `data` is base64 JSON, else dotted names (`properties.subject=…`). Null when it is neither. */
export function pixelEvent(query: Record<string, unknown>): JsonObject | null {
  const { data } = query;
  if (typeof data === 'string') {
    try {
      const event = parseJson(Buffer.from(data, 'base64').toString('utf8'));
      return typeof event === 'object' && event !== null && !Array.isArray(event)
        ? (event as JsonObject)
        : null;
    } catch {
      return null;
    }
  }
  const event: JsonObject = Object.create(null);
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') continue;
    const steps = name.split('.');
    if (steps.length > 4 || steps.some((step) => step === '__proto__' || step === 'constructor')) continue;
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
  return event;
}
