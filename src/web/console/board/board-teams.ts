/** The teams whose board somebody sees as their own. Pure. */
import type { UserView } from '../../../contract/api/api.ts';

/** Returns the names of the team that somebody is in, and then of those that they manage. */
export function teamsOf(
  { email, team }: Pick<UserView, 'email' | 'team'>,
  teams: readonly { name: string; manager: string | null }[],
): string[] {
  const managed = teams.filter(({ manager }) => manager === email).map(({ name }) => name);
  return [...new Set([...(team === null ? [] : [team]), ...managed])];
}
