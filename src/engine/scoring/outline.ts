/**
 * The outline of what no rule recognised: spans of time in which something happened. Such an event earns nothing, but it
 * holds its visit open, and its time is all of it that counts.
 */

/** From the first moment to the last, ms since the epoch; both belong to it. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/**
 * Adds a moment in place. Returns whether the outline changed. What lies less than `grainMs` apart becomes one span: at
 * most the shortest gap that ends a visit, so that no visit sees a difference.
 */
export function holdMoment(outline: Span[], atMs: number, grainMs: number): boolean {
  let index = outline.length;
  while (index > 0 && (outline[index - 1] as Span).fromMs > atMs) index--;
  const before = outline[index - 1];
  const after = outline[index];
  if (before !== undefined && atMs <= before.toMs) return false;
  const joinsBefore = before !== undefined && atMs - before.toMs < grainMs;
  const joinsAfter = after !== undefined && after.fromMs - atMs < grainMs;
  const from = joinsBefore ? before.fromMs : atMs;
  const to = joinsAfter ? after.toMs : atMs;
  const first = joinsBefore ? index - 1 : index;
  outline.splice(first, Number(joinsBefore) + Number(joinsAfter), { fromMs: from, toMs: to });
  return true;
}

/** The outline of moments. */
export function spansOf(momentsMs: readonly number[], grainMs: number): Span[] {
  const outline: Span[] = [];
  for (const atMs of [...momentsMs].sort((a, b) => a - b)) {
    const last = outline.at(-1);
    if (last !== undefined && atMs - last.toMs < grainMs) last.toMs = atMs;
    else outline.push({ fromMs: atMs, toMs: atMs });
  }
  return outline;
}

/** The moments of both. */
export function joinOutlines(one: readonly Span[], other: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...one, ...other].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || span.fromMs > last.toMs) joined.push(span);
    else joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return joined;
}

/** The part at or after a time. */
export function outlineFrom(outline: readonly Span[], fromMs: number): Span[] {
  return outline
    .filter(({ toMs }) => toMs >= fromMs)
    .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), toMs: span.toMs }));
}

/** The part before a time. */
export function outlineUntil(outline: readonly Span[], untilMs: number): Span[] {
  return outline
    .filter(({ fromMs }) => fromMs < untilMs)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, untilMs) }));
}
