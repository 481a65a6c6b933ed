/** Text that others wrote, on our page: isolated, because a direction control in it would turn our own words round. */
import { Fragment, type ReactNode } from 'react';

/** Texts beside each other, each isolated, with a dot between two; what is empty is left out. */
export function Dotted({ texts }: { texts: readonly (string | null | undefined)[] }): ReactNode {
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .map((text, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the places are fixed, and two texts may be equal
      <Fragment key={place}>
        {place > 0 && ' · '}
        <bdi>{text}</bdi>
      </Fragment>
    ));
}
