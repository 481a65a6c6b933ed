/**
 * Who a profile is, as JSON in Redis: the record itself, or the compact form of it.
 *
 * Traits of one event have one time. The compact form lists the different times as `at`, and a register names its own by the
 * position in there. What every record of a person has is named by a letter: `k` keys, `t` traits, `s` since when they are known.
 */
import type { IdentityRecord } from './identity.ts';
import type { Registers } from './registers.ts';
import type { StateForm } from './state-codec.ts';

const kinds = ['traits', 'claimed', 'proposed', 'signed', 'consents', 'claimedConsents'] as const;

/** Packs an identity; the record itself is not changed. */
export function packIdentity(identity: IdentityRecord, form: StateForm = 'plain'): string {
  if (form === 'plain') return JSON.stringify(identity);
  const at: number[] = [];
  const positionOf = (ms: number) => {
    const known = at.indexOf(ms);
    return known < 0 ? at.push(ms) - 1 : known;
  };
  const placed = (registers: Registers) =>
    // Entries, since a name may be any word.
    Object.fromEntries(
      Object.entries(registers).map(([name, [value, ms, ...key]]) => [name, [value, positionOf(ms), ...key]]),
    );
  const { keys: k, knownSinceMs: s, ...rest } = identity;
  const packed: Record<string, unknown> = { k, s, ...rest };
  for (const kind of kinds) {
    const registers = identity[kind];
    if (registers === undefined) continue;
    delete packed[kind];
    packed[kind === 'traits' ? 't' : kind] = placed(registers);
  }
  return JSON.stringify({ ...packed, at });
}

/** Returns the record that either form holds. Throws where the text is neither. */
export function unpackIdentity(json: string): IdentityRecord {
  const parsed = JSON.parse(json);
  // One of earlier programs, or of an installation with the plain form.
  if (parsed.k === undefined) return parsed;
  const { k, t, s, at, ...rest } = parsed;
  const known = s !== undefined && { knownSinceMs: s };
  const identity: IdentityRecord = { keys: k, traits: t, ...known, ...rest };
  for (const kind of kinds)
    for (const register of Object.values(identity[kind] ?? {})) {
      const ms = at[register[1]];
      if (ms === undefined) throw new Error('its identity record names no time');
      register[1] = ms;
    }
  return identity;
}
