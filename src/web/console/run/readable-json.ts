/** JSON of others as people read it. Pure. */

/** Returns the text with its parts on lines of their own; as it is where it is no whole JSON. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
