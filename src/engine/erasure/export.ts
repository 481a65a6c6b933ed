/**
 * Exports a person: what Redis, the history and sales have of them. It reads the stores that an erasure erases.
 *
 * As an erasure does, it first waits until the history has all that was accepted before. Else events would be missing, and a person
 * whose first event it is would not be found.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { exportHistory } from '../history/history.ts';
import { unpackIdentity } from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import { type Claimants, claimantsOf } from './claimants.ts';
import type { KeptRows } from './erasure.ts';
import { findPerson, type PersonSources } from './person.ts';

export interface PersonExport {
  /** Ids of profiles that stand for themselves. */
  live: string[];
  stored: Record<string, unknown>[];
  history: Record<string, unknown[]>;
  sales: Record<string, unknown[]>;
  deadLetters: unknown[];
  /** Who only claims an address of theirs: nothing of them is in here. */
  claimants: Claimants;
}

/** Returns null where nobody is known by the identity, and no user claims it. Throws `history_behind` where the history is not as far in time. */
export async function exportPerson(
  identity: string,
  {
    pool,
    kept,
    ...sources
  }: PersonSources & { pool: pg.Pool; stream: Stream; kept: Pick<KeptRows, 'exportOf'> },
): Promise<PersonExport | null> {
  const { stream, people } = sources;
  await historyIsAsFar(stream);
  const person = await findPerson(identity, sources);
  const claimants = await claimantsOf(identity, person, sources.history);
  if (person.profiles.length === 0 && claimants.users.length === 0) return null;
  const profiles = person.profiles.map(({ profile }) => profile);
  const exported: PersonExport = {
    ...{ live: [], stored: [] },
    history: { ...(await exportHistory(pool, profiles)), ...(await kept.exportOf(profiles)) },
    sales: await people.exportOf({ people: person.people, profiles }),
    claimants,
    deadLetters: await stream.deadLetters.listOf((profile) => profiles.includes(profile)),
  };
  const archived = await stream.archiving.among(profiles);
  for (const id of profiles) {
    const { profile, identity: who } = await stream.profiles.peek(id);
    if (profile === null && who === null) {
      // Nothing is stored of it, and the history has its score.
      if (archived.has(id)) exported.live.push(id);
      continue;
    }
    const isLink = profile?.[0] === 0x4c;
    exported.stored.push({
      profile: id,
      identity: who === null ? null : shown(who),
      packedState: isLink ? null : (profile?.toString('base64') ?? null),
      partOf: isLink ? profile?.toString('latin1', 1) : null,
    });
    if (profile !== null && !isLink) exported.live.push(id);
  }
  return exported;
}

async function historyIsAsFar({ eras }: Stream): Promise<void> {
  const { ids } = await eras.lastAppended();
  const untilMs = performance.now() + limits.exportWaitMsMax;
  while (!(await eras.historyHas(ids))) {
    if (performance.now() > untilMs)
      throw new ApiError(
        'history_behind',
        `events accepted before this request are not in the history after ${limits.exportWaitMsMax / limits.secondMs} seconds; nothing was exported. Ask again`,
      );
    await pause(limits.erasureStepMs);
  }
}

/** Returns what a text says as JSON; the text itself where it is none. */
/** The identity in words; the text where it is none. */
function shown(text: string): unknown {
  try {
    return unpackIdentity(text);
  } catch {
    return text;
  }
}
