/** A copy of what a page handed us that JSON can hold, whatever it was. */

/** Below the 16 levels that the server takes. */
const levelsMax = 12;

/**
 * Returns a copy without circles, without values whose getters throw and without what lies deeper than `levelsMax`. A BigInt becomes a text.
 * One bad value never takes its neighbours with it.
 */
export function plain(root: unknown): unknown {
  // A node of a page or of a framework leads to thousands of values.
  let left = 2_000;
  const copy = (value: unknown, above: unknown[]): unknown => {
    if (typeof value === 'bigint') return `${value}`;
    if (typeof value !== 'object' || value === null) return value;
    if (above[levelsMax - 1] || above.includes(value)) return undefined;
    const inside = [...above, value];
    if ((value as Date).toJSON) return copy((value as Date).toJSON(), inside);
    const copied: Record<string, unknown> = Array.isArray(value) ? ([] as never) : {};
    for (const key of Object.keys(value)) {
      if (left-- <= 0) break;
      try {
        copied[key] = copy((value as Record<string, unknown>)[key], inside);
      } catch {
        // A getter that throws: the rest of the event is still worth sending.
      }
    }
    return copied;
  };
  return copy(root, []);
}
