/** The changes between two versions of a programme, in words for marketers. Pure. */
import { type DiffWords, valueDiff } from './value-diff.ts';

const words: DiffWords = {
  keys: ['id', 'name'],
  names: ['label', 'name'],
  singular: {
    rules: 'rule',
    groups: 'group',
    tiers: 'tier',
    resets: 'reset',
    phases: 'phase',
    exclude: 'exclusion',
  },
  nests: false,
};

/** Returns the differences of two programmes as parsed from YAML. */
export function programmeDiff(before: unknown, after: unknown): string[] {
  return valueDiff(before, after, words);
}
