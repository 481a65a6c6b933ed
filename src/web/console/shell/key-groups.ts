/** The keys of the sheet in groups: what is on the page goes first, since it is looked for first. Pure. */
import type { KeyBinding } from '../keys/key-reader.ts';

export interface KeyGroup {
  title: string;
  rows: readonly Pick<KeyBinding, 'keys' | 'label'>[];
}

/** Works where something is typed too, and is no binding of a page. */
const search = { keys: 'Ctrl K', label: 'Search, even while typing' };

/** Returns the groups that have keys, each in the order in which its keys were bound. */
export function inGroups(bound: readonly KeyBinding[]): readonly KeyGroup[] {
  const isGoing = ({ keys }: KeyBinding) => keys.startsWith('g ');
  const everywhere = bound.filter(({ isEverywhere }) => isEverywhere === true);
  return [
    { title: 'On this page', rows: bound.filter((one) => !isGoing(one) && one.isEverywhere !== true) },
    { title: 'Everywhere', rows: bound.length === 0 ? [] : [search, ...everywhere] },
    { title: 'Go to', rows: bound.filter(isGoing) },
  ].filter(({ rows }) => rows.length > 0);
}
