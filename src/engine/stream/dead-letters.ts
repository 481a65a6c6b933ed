/**
 * Dead letters: records that cannot be scored, or not be stored in the history, kept with the reason until an operator replays or drops them.
 *
 * The commit that skips a record writes its letter, so each is kept exactly once. A letter holds an entry of the
 * events stream with the one record, which a replay appends.
 */
import { firstId, limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';
import { eventsRing, ring } from './bell.ts';
import { readEntries } from './entries.ts';
import type { Layout } from './layout.ts';

/** `unreadable`: it is no record of this program. `failed`: scoring it fails. `unstorable`: it is scored, and the history cannot hold it. */
export const deadLetterReasons = ['unreadable', 'failed', 'unstorable'] as const;
export type DeadLetterReason = (typeof deadLetterReasons)[number];

export interface DeadLetter {
  reason: DeadLetterReason;
  /** In words. */
  detail: string;
  /** Of the entry it came from. */
  field: string;
  /** An entry with the one record: a JSON array; what was there where that is none. */
  json: string;
  /** The JSON is longer than what is kept of it. */
  isCut: boolean;
}

/** A record that a reader of a stream cannot store. */
export interface RejectedRecord {
  partition: number;
  /** Where it is in the stream. */
  entry: string;
  position: number;
  letter: DeadLetter;
}

/** Where a letter lies. */
export interface DeadLetterPosition {
  partition: number;
  /** Id in the partition's stream of letters, `<ms>-<number>`: when it was written. */
  id: string;
}

export type KeptDeadLetter = DeadLetter & DeadLetterPosition;

export interface DeadLetters {
  /**
   * Keeps records that the history rejects, in their order; each once, however often it is asked to. Returns how many are new, and
   * how many letters went because their partitions keep no more. Throws where a partition began another era.
   */
  keep(
    stream: 'events' | 'ledger',
    rejected: readonly RejectedRecord[],
  ): Promise<{ kept: number; dropped: number }>;
  /** Letters in the order of partitions, the oldest of each first; `after` is where the page before ended. */
  list(
    after: DeadLetterPosition | null,
    countMax: number,
  ): Promise<{ letters: KeptDeadLetter[] /** More may follow. */; hasMore: boolean }>;
  find(position: DeadLetterPosition): Promise<KeptDeadLetter | null>;
  /**
   * Sends it to scoring again, as the latest record of its partition, and removes it. The history takes what it could not read
   * before; an event that only scoring failed on is there already. One that only the history could not store counts once in scoring.
   */
  replay(position: DeadLetterPosition): Promise<'replayed' | 'missing' | 'cut'>;
  /** All that name a profile for which that holds. */
  listOf(isWanted: (profile: string, acceptedAtMs: number) => boolean): Promise<KeptDeadLetter[]>;
  /** Removes all that name a profile for which that holds; returns how many. */
  dropOf(isWanted: (profile: string, acceptedAtMs: number) => boolean): Promise<number>;
  /** Removes it; returns whether it was there. */
  drop(position: DeadLetterPosition): Promise<boolean>;
}

/** Returns the letter of a record, or of a whole entry that is no list of records. */
export function deadLetterOf(
  reason: DeadLetterReason,
  detail: string,
  entry: { field: string; json: string },
): DeadLetter {
  const isCut = Buffer.byteLength(entry.json) > limits.deadLetterBytesMax;
  return {
    reason,
    detail: detail.slice(0, limits.deadLetterDetailLengthMax),
    field: entry.field,
    json: isCut ? Buffer.from(entry.json).subarray(0, limits.deadLetterBytesMax).toString() : entry.json,
    isCut,
  };
}

export function openDeadLetters(redis: RedisClient, layout: Layout, stamp: () => string): DeadLetters {
  const keyOf = ({ partition }: DeadLetterPosition) => layout.keys(partition).deadLetters;
  const find = async (position: DeadLetterPosition) => {
    const [entry] = await redis.xrange(keyOf(position), position.id, position.id);
    return entry === undefined ? null : letterOf(position.partition, entry);
  };
  const list: DeadLetters['list'] = async (after, countMax) => {
    const letters: KeptDeadLetter[] = [];
    let bytesLeft: number = limits.commitReadBytesMax;
    for (let partition = after?.partition ?? 0; partition < layout.partitions; partition++) {
      const from = partition === after?.partition ? after.id : firstId;
      const wish = { entriesMax: countMax - letters.length, bytesMax: bytesLeft };
      const found = await readEntries(redis, layout.keys(partition).deadLetters, from, wish);
      for (const entry of found.entries) {
        const letter = letterOf(partition, entry);
        bytesLeft -= letter.json.length;
        letters.push(letter);
      }
      if (found.hasMore || letters.length >= countMax || bytesLeft <= 0) return { letters, hasMore: true };
    }
    return { letters, hasMore: false };
  };
  const drop = async (position: DeadLetterPosition) => (await redis.xdel(keyOf(position), position.id)) === 1;
  const listOf: DeadLetters['listOf'] = async (isWanted) => {
    const found: KeptDeadLetter[] = [];
    for (let after: DeadLetterPosition | null = null; ; ) {
      const { letters, hasMore } = await list(after, limits.pageItemsMax);
      for (const letter of letters) if (names(letter, isWanted)) found.push(letter);
      const last: KeptDeadLetter | undefined = letters.at(-1);
      if (!hasMore || last === undefined) return found;
      after = last;
    }
  };
  return {
    list,
    find,
    keep: async (stream, rejected) => {
      const totals = { kept: 0, dropped: 0 };
      for (const [partition, records] of Map.groupBy(rejected, (one) => one.partition)) {
        const { cursor, deadLetters } = layout.keys(partition);
        const [kept, dropped] = await redis.scovilleKeep(
          2,
          cursor,
          deadLetters,
          stamp(),
          `${stream}Rejected`,
          limits.deadLettersMax,
          ...records.flatMap(({ entry, position, letter: { field, json, reason, detail, isCut } }) => [
            ...[entry, position, field, json, reason, detail],
            isCut ? '1' : '0',
          ]),
        );
        if (kept < 0) throw new Error(`partition ${partition} began another era; it is read again`);
        totals.kept += kept;
        totals.dropped += dropped;
      }
      return totals;
    },
    replay: async ({ partition, id }) => {
      const { deadLetters, events, ledger } = layout.keys(partition);
      const letter = await find({ partition, id });
      if (letter === null) return 'missing';
      if (letter.isCut) return 'cut';
      const { field } = letter;
      const stream = field === 'g' ? ledger : events;
      const isSent = await redis.scovilleReplay(2, deadLetters, stream, id, field, jsonToReplay(letter));
      if (isSent === 0) return 'missing';
      await ring(redis, eventsRing([partition]));
      return 'replayed';
    },
    drop,
    listOf,
    dropOf: async (isWanted) => {
      let dropped = 0;
      for (const letter of await listOf(isWanted)) if (await drop(letter)) dropped++;
      return dropped;
    },
  };
}

/** Whether a letter names such a profile. Its JSON may be cut, so it is not parsed. */
function names({ json }: DeadLetter, isWanted: (profile: string, acceptedAtMs: number) => boolean): boolean {
  const acceptedAtMs = Number(/"(?:acceptedAtMs|notedAtMs)":(\d+)/.exec(json)?.[1] ?? 0);
  return [...json.matchAll(/"(?:profile|child|parent|to)":"([\w-]{16})"/g)].some(([, id = '']) =>
    isWanted(id, acceptedAtMs),
  );
}

/** The history leaves out forwarded events: it has this one where it was accepted, and must not count it twice. */
function jsonToReplay({ reason, field, json }: DeadLetter): string {
  if (reason !== 'failed' || field !== 'e') return json;
  const events = JSON.parse(json) as object[];
  return JSON.stringify(events.map((event) => ({ ...event, isForwarded: true })));
}

function letterOf(partition: number, [id, fields]: [string, string[]]): KeptDeadLetter {
  const values = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 2) values.set(fields[at] ?? '', fields[at + 1] ?? '');
  const of = (name: string) => values.get(name) ?? '';
  const reason = of('r') as DeadLetterReason;
  return { partition, id, reason, detail: of('d'), field: of('f'), json: of('j'), isCut: of('c') === '1' };
}
