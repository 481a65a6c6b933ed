/** The profiles that have heard something of Scoville itself, as Redis has them. */
import { isOwnTrait } from '../../contract/language/language.ts';
import { identityFrom } from '../processing/processing.ts';
import type { StoredProfiles } from '../stream/stream.ts';

/**
 * Returns their ids, page by page, and calls back with how many profiles were looked at. Who is not known has heard nothing. Stored bytes that
 * cannot be read are of none.
 */
export async function* profilesThatHeard(
  profiles: Pick<StoredProfiles, 'identities'>,
  onLooked: (count: number) => void,
): AsyncIterable<string[]> {
  let count = 0;
  for await (const page of profiles.identities()) {
    const heard = [...page].flatMap(([id, json]) => (hasHeard(json) ? id : []));
    if (heard.length > 0) yield heard;
    count += page.size;
    onLooked(count);
  }
}

function hasHeard(json: string): boolean {
  try {
    return Object.keys(identityFrom(json).traits).some(isOwnTrait);
  } catch {
    return false;
  }
}
