/** What an export of a person says, summed up for a page. Pure. */
import type { PersonExport } from './privacy-api.ts';

/** Rows of a store, by what they are. */
export interface KnownPart {
  store: 'history' | 'sales';
  table: string;
  rows: number;
}

export interface Known {
  /** Names and addresses that the person goes by. */
  names: string[];
  /** Scores by programme. */
  scores: { programme: string; score: number; tier: string }[];
  parts: KnownPart[];
  /** Profiles in Redis. */
  profiles: number;
  deadLetters: number;
  /** Whether nothing is stored: users who claim the address are all that there is. */
  isNobody: boolean;
}

/** A field of what somebody else wrote; empty where it is no text. */
const textIn = (row: unknown, field: string): string[] => {
  const value = typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[field] : null;
  return typeof value === 'string' && value !== '' ? [value] : [];
};

export function knownOf(exported: PersonExport): Known {
  const people = exported.sales['people'] ?? [];
  const parts = (['history', 'sales'] as const).flatMap((store) =>
    Object.entries(exported[store])
      .filter(([, rows]) => rows.length > 0)
      .map(([table, rows]): KnownPart => ({ store, table, rows: rows.length })),
  );
  const scores = exported.profiles.flatMap((profile) => {
    const scores = profile['scores'];
    if (typeof scores !== 'object' || scores === null) return [];
    return Object.entries(scores as Record<string, Record<string, unknown>>).map(([programme, one]) => ({
      programme,
      score: Number(one['score'] ?? 0),
      tier: String(one['tierName'] ?? ''),
    }));
  });
  return {
    names: [...new Set(people.flatMap((row) => [...textIn(row, 'name'), ...textIn(row, 'email')]))],
    scores,
    parts: parts.sort((a, b) => b.rows - a.rows || (a.table < b.table ? -1 : 1)),
    profiles: exported.stored.length,
    deadLetters: exported.deadLetters.length,
    isNobody: exported.stored.length === 0 && parts.length === 0,
  };
}

/** Whether what was typed is the identity, spaces at its ends aside: the confirmation of an erasure. */
export function isConfirmed(typed: string, identity: string): boolean {
  return typed.trim() === identity.trim() && identity.trim() !== '';
}
