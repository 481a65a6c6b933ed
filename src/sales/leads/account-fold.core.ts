/**
 * Parts of one batch as they are to be written: the last of each profile, and profiles that became part of another. Pure.
 *
 * A profile says in its stream that it leaves, and its heir in another stream that it has joined. Both may come first. The points of the
 * profile go with the word of the heir, which has the union. What the profile said before it left counts no more when it comes later.
 */
import type { Identity, TierUpdate } from '../../contract/api/api.ts';

/** A part as its row has it. */
export interface PartRow {
  profile: string;
  programme: string;
  company: string | null;
  email: string | null;
  identity: Identity;
  points: number;
  reasons: TierUpdate['reasons'];
  is_own: boolean;
  at: string;
  is_claimed: boolean;
  waits: boolean;
  /** Of the programmes that made the points; 0 where a process of before says none. */
  generation: number;
  /** What the update behind it carries, where that is traced. */
  trace?: string | undefined;
}

/** What an update says of a part. */
export interface Part {
  profile: string;
  programme: string;
  /** Null where the person adds nothing. */
  row: PartRow | null;
  isOwn: boolean;
  /** It has become part of another, and its row stays until that one has joined it. */
  leaves: boolean;
  /** Profiles whose points it has from now on. */
  joined: readonly string[];
}

export type Said = 'left' | 'joined';

/** By `profile programme`. */
export interface FoldedParts {
  rows: Map<string, PartRow>;
  /** Rows that end, and whether that is a doing of somebody. */
  gone: Map<string, { profile: string; programme: string; isOwn: boolean }>;
  /** Profiles of which one side was heard; null where nothing is left to be heard. */
  marks: Map<string, { profile: string; programme: string; said: Said | null }>;
}

export const partKey = (profile: string, programme: string) => `${profile} ${programme}`;

/** `known`: what one side said before, by the same keys. */
export function foldParts(known: ReadonlyMap<string, Said>, parts: readonly Part[]): FoldedParts {
  const folded: FoldedParts = { rows: new Map(), gone: new Map(), marks: new Map() };
  const saidOf = (key: string) => {
    const mark = folded.marks.get(key);
    return mark === undefined ? (known.get(key) ?? null) : mark.said;
  };
  const end = (profile: string, programme: string, isOwn: boolean) => {
    folded.rows.delete(partKey(profile, programme));
    folded.gone.set(partKey(profile, programme), { profile, programme, isOwn });
  };
  /** Hears one side; returns whether the other was heard already. */
  const hear = (profile: string, programme: string, said: Said): boolean => {
    const key = partKey(profile, programme);
    const before = saidOf(key);
    const isBoth = before !== null && before !== said;
    folded.marks.set(key, { profile, programme, said: isBoth ? null : said });
    return isBoth;
  };
  for (const { profile, programme, row, isOwn, leaves, joined } of parts) {
    for (const one of joined) {
      hear(one, programme, 'joined');
      end(one, programme, true);
    }
    const key = partKey(profile, programme);
    if (leaves) {
      if (hear(profile, programme, 'left')) end(profile, programme, true);
      continue;
    }
    const said = saidOf(key);
    if (said === 'joined') continue;
    // Somebody new goes by it since.
    if (said === 'left') folded.marks.set(key, { profile, programme, said: null });
    if (row === null) end(profile, programme, isOwn);
    else {
      folded.gone.delete(key);
      folded.rows.set(key, row);
    }
  }
  return folded;
}
