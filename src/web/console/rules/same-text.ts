/** Versions of one text that say the same: a roll-back publishes an earlier one again. Pure. */
import type { TextVersion } from './draft-source.ts';

/** Returns the earlier version that one says again, the latest of several; undefined where it says something new. Versions are the latest first. */
export function sameBefore(versions: readonly TextVersion[], index: number): TextVersion | undefined {
  const { version } = versions[index] ?? {};
  return versions.slice(index + 1).find((one) => one.version === version);
}
