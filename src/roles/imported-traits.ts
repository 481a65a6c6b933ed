/** What imports say of people becomes events of theirs, where the engine knows their address: fits and conditions follow. */
import { ApiError, limits } from '../base/kernel/kernel.ts';
import type { JsonObject } from '../contract/language/language.ts';
import { type Acceptor, createAcceptor } from '../engine/ingest/ingest.ts';
import { openProfiles, type Profiles } from '../engine/processing/processing.ts';
import type { TraitsSink } from '../sales/imports/imports.ts';
import type { Shared, StoreRooms } from './role.ts';

export function importedTraitsSink(
  { stream, programmes, clock, metrics }: Pick<Shared, 'stream' | 'programmes' | 'clock' | 'metrics'>,
  { history, latenessMs }: Pick<StoreRooms, 'history' | 'latenessMs'>,
): TraitsSink {
  const profiles: Pick<Profiles, 'traits'> = openProfiles({
    ...{
      stream,
      programmes,
      past: history,
      latenessMs,
      clock,
    },
  });
  const acceptor: Pick<Acceptor, 'trusted'> = createAcceptor({
    appender: stream.appender,
    partitions: stream.partitions,
    onErasure: stream.bell.onErasure,
    ...{ latenessMs, clock, metrics },
  });
  return {
    known: (emails) => knownOf(profiles, emails),
    say: async (people) => {
      const events = people.map(({ id, email, traits }) => ({
        raw: { type: 'identify', messageId: `import ${id}`, traits: { ...traits, email } },
      }));
      if (events.length > 0) await acceptor.trusted(events);
    },
  };
}

/** What is known of people, a few at a time: each may be read from the history. */
async function knownOf(
  profiles: Pick<Profiles, 'traits'>,
  emails: readonly string[],
): Promise<(JsonObject | null)[]> {
  const known: (JsonObject | null)[] = [];
  for (let at = 0; at < emails.length; at += limits.pastViewsMax)
    known.push(
      ...(await Promise.all(
        emails.slice(at, at + limits.pastViewsMax).map((email) => traitsOrNone(profiles, email)),
      )),
    );
  return known;
}

/** Of one that cannot be read it is not known what was before; what the file says is said all the same. */
async function traitsOrNone({ traits }: Pick<Profiles, 'traits'>, email: string): Promise<JsonObject | null> {
  try {
    return await traits(email);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'profile_unreadable') return {};
    throw error;
  }
}
