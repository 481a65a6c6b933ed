/** The names of tracked events that a programme asks for. Pure. */
import { matchesOf } from './coherence.ts';
import type { Match } from './condition.ts';
import type { Programme } from './programme.ts';

/** Returns them as the programme writes them, each once. */
export function eventNamesOf(programme: Programme): string[] {
  return [...new Set(matchesOf(programme).flatMap(({ match }) => namesIn(match)))];
}

function namesIn(match: Match): string[] {
  if (match === 'any event') return [];
  const inner = [match.all ?? [], match.any ?? [], match.not ?? []].flat();
  return [...[match.event ?? []].flat(), ...inner.flatMap(namesIn)];
}
