/** What an import says of a person to scoring, and what was there before: an undo says that again. Pure. */

/** Values by the names of traits; null for one that nobody has said. */
export type Traits = Readonly<Record<string, unknown>>;

/**
 * Returns what scoring knew before traits are said. `known` is what it knows now; it may be a moment behind what was `said` last, which was
 * `before` until then.
 */
export function formerOf(
  traits: Traits,
  known: Traits,
  last: { said: Traits; before: Traits } | null,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(traits).map((name) => {
      const now = known[name] ?? null;
      const isBehind =
        last !== null && name in last.said && isSame(now, last.before[name]) && !isSame(now, last.said[name]);
      return [name, isBehind ? last.said[name] : now];
    }),
  );
}

/** Returns what is to be said to take traits back: what was before, where nobody has said another value since. */
export function backTo(traits: Traits, former: Traits, known: Traits): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(traits)
      .filter((name) => isSame(known[name], traits[name]) || isSame(known[name], former[name]))
      .map((name) => [name, former[name] ?? null]),
  );
}

/** What waits to be passed on of one person. */
export interface WaitingTraits {
  id: string;
  import_id: string;
  email: string;
  traits: Traits;
  /** What scoring knew before. */
  former: Traits;
  /** Whether scoring is to be as before. */
  takes_back: boolean;
}

/**
 * Returns one event of each person: two of the same moment would contradict each other. What is taken back goes first, the latest of it
 * before what it has replaced; `known` is what scoring knows by address.
 */
export function eventsOf(
  waiting: readonly WaitingTraits[],
  known: ReadonlyMap<string, Traits>,
): { id: string; email: string; traits: Traits }[] {
  const groups = Map.groupBy(waiting, ({ email }) => email);
  return [...groups].flatMap(([email, rows]) => {
    const now: Record<string, unknown> = { ...known.get(email) };
    const said: Record<string, unknown> = {};
    const say = (traits: Traits) => {
      Object.assign(now, traits);
      Object.assign(said, traits);
    };
    const back = rows.filter((row) => row.takes_back).toReversed();
    for (const { traits, former } of back) say(backTo(traits, former, now));
    for (const { traits, takes_back } of rows) if (!takes_back) say(traits);
    const { id, import_id } = rows.at(-1) as WaitingTraits;
    const name = `${import_id} ${id}${back.length > 0 ? ' back' : ''}`;
    return Object.keys(said).length === 0 ? [] : [{ id: name, email, traits: said }];
  });
}

const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
