/** `scoville dead-letters`: records that cannot be scored are listed, shown, replayed and dropped over the API. */
import type { DeadLetterView } from '../contract/api/api.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string) => Promise<Answer>;
type Page<Item> = { items: Item[]; nextCursor: string | null };

const acts = { replay: ['POST', '/replay', 'replayed'], drop: ['DELETE', '', 'dropped'] } as const;

/** Returns lines for people. `act` is `show`, `replay` or `drop`, with an id or `all`; without one the letters are listed. */
export async function deadLetters(
  ask: Ask,
  act: string | undefined,
  id: string | undefined,
): Promise<string[]> {
  if (act === undefined) {
    const letters = await listAll<DeadLetterView>(ask, '/dead-letters');
    return letters.length === 0 ? ['no dead letters'] : letters.map(lineOf);
  }
  if (id === undefined) throw new UsageError(`an id is missing; add one of "scoville dead-letters", or all`);
  if (act === 'show') {
    const letter = await ask<DeadLetterView>('GET', `/dead-letters/${encodeURIComponent(id)}`);
    return [lineOf(letter), letter.record];
  }
  if (act !== 'replay' && act !== 'drop')
    throw new UsageError(`"${act}" is not known; use show, replay or drop`);
  const [method, suffix, done] = acts[act];
  // The present ones: a letter that fails again comes back with another id.
  const ids =
    id === 'all' ? (await listAll<DeadLetterView>(ask, '/dead-letters')).map((letter) => letter.id) : [id];
  const lines: string[] = [];
  for (const one of ids) {
    await ask(method, `/dead-letters/${encodeURIComponent(one)}${suffix}`);
    lines.push(`${one}: ${done}`);
  }
  return lines.length === 0 ? ['no dead letters'] : lines;
}

/** All items of a list, page by page. */
export async function listAll<Item>(ask: Ask, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await ask(
      'GET',
      `${path}?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

function lineOf({ id, at, kind, profile, reason, detail }: DeadLetterView): string {
  return `${id}  ${at}  ${kind}${profile === null ? '' : ` of ${profile}`}  ${reason}: ${detail}`;
}
