/** What a viewer calls those who act: themselves "you", other users by their names, anything else as the timeline has it. */
import type { Queryable } from '../../base/database/database.ts';

/** Returns what the viewer calls each of some actors. A viewer is named as an actor is. */
export async function nameFor(
  database: Queryable,
  viewer: string,
  actors: readonly string[],
): Promise<(actor: string) => string> {
  const others = actors.filter((actor) => actor !== viewer && actor.includes('@'));
  const { rows } =
    others.length === 0
      ? { rows: [] }
      : await database.query<{ email: string; name: string }>(
          'SELECT email, name FROM users WHERE email = ANY($1) AND name IS NOT NULL',
          [others],
        );
  const names = new Map(rows.map(({ email, name }) => [email, name]));
  return (actor) => (actor === viewer ? 'you' : (names.get(actor) ?? actor));
}
