/** The profiles that have heard something of Scoville itself, as Redis has them. */
import { isOwnTrait } from '../../contract/language/language.ts';
import { identityFrom } from '../processing/processing.ts';
import type { StoredProfiles } from '../stream/stream.ts';

/** Returns their ids, page by page. Stored bytes that cannot be read are of none. */
export async function* profilesThatHeard(
  profiles: Pick<StoredProfiles, 'ids' | 'peek'>,
): AsyncIterable<string[]> {
  for await (const ids of profiles.ids()) {
    const identities = await Promise.all(ids.map(async (id) => (await profiles.peek(id, 'reader')).identity));
    const heard = ids.filter((_, index) => hasHeard(identities[index] ?? null));
    if (heard.length > 0) yield heard;
  }
}

function hasHeard(json: string | null): boolean {
  try {
    return Object.keys(identityFrom(json).traits).some(isOwnTrait);
  } catch {
    return false;
  }
}
