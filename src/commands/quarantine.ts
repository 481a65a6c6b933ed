/** `scoville quarantine`: leads that are held back are listed, released and dropped over the API. */

import type { HeldLeadView } from '../contract/api/api.ts';
import { listAll } from './dead-letters.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string) => Promise<Answer>;

const acts = { release: ['POST', '/release', 'released'], drop: ['DELETE', '', 'dropped'] } as const;

/** Returns lines for people. `act` is `release` or `drop`, with an id or `all`; without one the held leads are listed. */
export async function quarantine(
  ask: Ask,
  act: string | undefined,
  id: string | undefined,
): Promise<string[]> {
  const list = () => listAll<HeldLeadView>(ask, '/quarantine');
  if (act === undefined) {
    const held = await list();
    return held.length === 0 ? ['nothing is held back'] : held.map(lineOf);
  }
  if (act !== 'release' && act !== 'drop') throw new UsageError(`"${act}" is not known; use release or drop`);
  if (id === undefined) throw new UsageError(`an id is missing; add one of "scoville quarantine", or all`);
  const [method, suffix, done] = acts[act];
  const lines: string[] = [];
  for (const one of id === 'all' ? (await list()).map((held) => held.id) : [id]) {
    await ask(method, `/quarantine/${encodeURIComponent(one)}${suffix}`);
    lines.push(`${one}: ${done}`);
  }
  return lines.length === 0 ? ['nothing is held back'] : lines;
}

function lineOf({ id, heldAt, tierName, score, person, campaign, why, key }: HeldLeadView): string {
  const reason =
    why === 'leads' ? `too many leads of key ${key ?? 'unknown'}` : 'too many identities of one address';
  return `${id}  ${heldAt}  ${tierName} (${score})  ${person.email ?? person.phone}  ${campaign}  ${reason}`;
}
