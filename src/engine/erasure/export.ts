/** Exports a person: what Redis, the history and sales have of them. It reads the stores that an erasure erases. */
import type pg from 'pg';
import { exportHistory } from '../history/history.ts';
import type { Stream } from '../stream/stream.ts';
import { findPerson, type PersonSources } from './person.ts';

export interface PersonExport {
  /** Ids of profiles that stand for themselves. */
  standing: string[];
  stored: Record<string, unknown>[];
  history: Record<string, unknown[]>;
  sales: Record<string, unknown[]>;
  deadLetters: unknown[];
}

export async function exportPerson(
  identity: string,
  { pool, ...sources }: PersonSources & { pool: pg.Pool; stream: Stream },
): Promise<PersonExport | null> {
  const { stream, people } = sources;
  const person = await findPerson(identity, sources);
  if (person.profiles.length === 0) return null;
  const profiles = person.profiles.map(({ profile }) => profile);
  const exported: PersonExport = {
    ...{ standing: [], stored: [] },
    history: await exportHistory(pool, profiles),
    sales: await people.exportOf({ people: person.people, profiles }),
    deadLetters: await stream.deadLetters.listOf((profile) => profiles.includes(profile)),
  };
  for (const id of profiles) {
    const { profile, identity: who } = await stream.peek(id);
    if (profile === null && who === null) continue;
    const isLink = profile?.[0] === 0x4c;
    exported.stored.push({
      profile: id,
      identity: who === null ? null : asJson(who),
      packedState: isLink ? null : (profile?.toString('base64') ?? null),
      partOf: isLink ? profile?.toString('latin1', 1) : null,
    });
    if (profile !== null && !isLink) exported.standing.push(id);
  }
  return exported;
}

/** Returns what a text says as JSON; the text itself where it is none. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
