/** Users with an address that a page alone claimed: noted as their events are copied, and found by the address. */
import type { Queryable } from '../../base/database/database.ts';
import { isStorableId, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { HistoryEntry } from '../stream/stream.ts';
import { recordsOf } from './rows.core.ts';

/** A user with an address that a public key has said, which proves nothing. */
export interface Claimant {
  /** Id of the user's profile. */
  profile: string;
  userId: string;
  /** When it was said first, ms. */
  claimedAtMs: number;
}

/** A claim in the stream. */
export interface AddressClaim extends Claimant {
  /** Id of the profile of the address. */
  address: string;
}

/** The claims in entries of the events stream, the first of each user and address. */
export function claimsIn(entries: readonly HistoryEntry[]): AddressClaim[] {
  // Most entries have none, and are not read twice.
  const mayClaim = ({ field, json }: HistoryEntry) =>
    field === 'e' && json.includes('"via":"public"') && json.includes('"email"');
  return firstOf(entries.filter(mayClaim).flatMap(({ json }) => recordsOf(json) ?? []));
}

/** The same in events as the history keeps them, each a JSON text. */
export function claimsInTexts(texts: readonly string[]): AddressClaim[] {
  return firstOf(texts.flatMap((text) => recordsOf(`[${text}]`) ?? []));
}

function firstOf(records: readonly unknown[]): AddressClaim[] {
  const claims = new Map<string, AddressClaim>();
  for (const record of records) {
    const claim = claimIn(record as Partial<ScovilleEvent> | null);
    if (claim === null) continue;
    const name = `${claim.address} ${claim.profile}`;
    const known = claims.get(name);
    if (known === undefined || claim.claimedAtMs < known.claimedAtMs) claims.set(name, claim);
  }
  return [...claims.values()].sort((one, other) => (one.address < other.address ? -1 : 1));
}

function claimIn(event: Partial<ScovilleEvent> | null): AddressClaim | null {
  const { via, key, traits, profile, acceptedAtMs, isForwarded } = event ?? {};
  if (via !== 'public' || isForwarded === true || typeof key !== 'string' || !key.startsWith('u:'))
    return null;
  const said = traits?.['email'];
  const address = typeof said === 'string' ? emailAddressIn(said) : null;
  const userId = key.slice(2);
  if (address === null || !isStorableId(profile) || !isStorableId(userId)) return null;
  if (!Number.isSafeInteger(acceptedAtMs)) return null;
  return { address: profileIdOf(`e:${address}`), profile, userId, claimedAtMs: acceptedAtMs as number };
}

/** Notes claims, each of a user and an address once; of a user and an address, the first stays. */
export async function writeClaims(connection: Queryable, claims: readonly AddressClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await connection.query(
    `INSERT INTO address_claims (address, profile, user_id, accepted_at_ms)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
     ON CONFLICT (address, profile) DO UPDATE SET accepted_at_ms = excluded.accepted_at_ms
       WHERE excluded.accepted_at_ms < address_claims.accepted_at_ms`,
    [
      claims.map(({ address }) => address),
      claims.map(({ profile }) => profile),
      claims.map(({ userId }) => userId),
      claims.map(({ claimedAtMs }) => claimedAtMs),
    ],
  );
}

/** Users who claim one of some addresses, the latest first: as many as are shown, and one more where there are. */
export async function claimantsOf(database: Queryable, addresses: readonly string[]): Promise<Claimant[]> {
  if (addresses.length === 0) return [];
  const { rows } = await database.query<Claimant>(
    `SELECT profile, user_id AS "userId", min(accepted_at_ms)::float8 AS "claimedAtMs" FROM address_claims
     WHERE address = ANY($1) GROUP BY profile, user_id ORDER BY min(accepted_at_ms) DESC, profile LIMIT $2`,
    [addresses.map((address) => profileIdOf(`e:${address}`)), limits.claimantsShownMax + 1],
  );
  return rows;
}
