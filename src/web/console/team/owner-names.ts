/** What colleagues are called: an owner is shown by name. */
import { isolated } from '../../../base/text/text.ts';

export interface Named {
  readonly email: string;
  readonly name: string | null;
}

/**
 * What each colleague is called, by address: the name, with the address behind it where another has the same one.
 * Names are compared as people read them, without case and spaces around them.
 */
export function ownerNames(colleagues: readonly Named[]): ReadonlyMap<string, string> {
  const asRead = (name: string | null) => (name ?? '').trim().toLowerCase();
  const times = new Map<string, number>();
  for (const { name } of colleagues) times.set(asRead(name), (times.get(asRead(name)) ?? 0) + 1);
  return new Map(
    colleagues.map(({ email, name }) => {
      if (name === null || asRead(name) === '') return [email, email];
      return [email, times.get(asRead(name)) === 1 ? name : `${isolated(name)}, ${email}`];
    }),
  );
}

/** What the parts of the product are called where they did something themselves. */
const parts: ReadonlyMap<string, string> = new Map([
  ['scoring', 'Scoring'],
  ['clock', 'The clock'],
  ['key settings-public', 'WRITE_KEY of the settings'],
  ['key settings-secret', 'SECRET_KEY of the settings'],
]);

/** What an actor is called: a colleague, a part of the product, a form, a key of the settings; else as it is. */
export function nameOfActor(actor: string, colleagues: ReadonlyMap<string, string> | undefined): string {
  const known = colleagues?.get(actor) ?? parts.get(actor);
  return known ?? (/^form \S+$/.test(actor) ? 'A form' : actor);
}
