/** How much one commit of a partition takes. Each evaluates and writes a profile once, so a backlog goes faster in large ones. */
import { limits } from '../../base/kernel/kernel.ts';
import type { EntriesWish } from '../stream/stream.ts';

export interface CommitSize {
  /** Events at most; 0 of timers. */
  events: number;
  /** Bytes of entries that are read. */
  readBytes: number;
  /** Bytes of profiles and identities that are loaded. */
  loadBytes: number;
  isOfBacklog: boolean;
}

export const usualSize: CommitSize = {
  events: limits.commitEventsMax,
  readBytes: limits.commitReadBytesMax,
  loadBytes: limits.commitLoadBytesMax,
  isOfBacklog: false,
};

/** Where more events wait than one commit takes. */
export const backlogSize: CommitSize = {
  events: limits.commitEventsBehindMax,
  readBytes: limits.commitReadBytesBehindMax,
  loadBytes: limits.commitLoadBytesBehindMax,
  isOfBacklog: true,
};

/** Of due profiles. */
export const timersSize: CommitSize = { ...usualSize, events: 0, readBytes: 0 };

/** What to read for a commit of a size, where entries hold so many events as the last ones did. */
export function wishOf({ events, readBytes }: CommitSize, eventsPerEntry: number): EntriesWish {
  return { entriesMax: Math.max(1, Math.ceil(events / eventsPerEntry)), bytesMax: readBytes };
}
