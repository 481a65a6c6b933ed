/** What imports say of people becomes events of theirs, where the engine knows their address: fits and conditions follow. */
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
      programmes: programmes.active,
      refresh: programmes.refresh,
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
    known: (emails) => Promise.all(emails.map(profiles.traits)),
    say: async (people) => {
      const events = people.map(({ id, email, traits }) => ({
        raw: { type: 'identify', messageId: `import ${id}`, traits: { ...traits, email } },
      }));
      if (events.length > 0) await acceptor.trusted(events);
    },
  };
}
