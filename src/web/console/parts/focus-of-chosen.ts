/** Puts the focus on the item of a list that the keys have chosen, so that it comes into sight and is read out. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Returns what puts it on an item once that is shown as the chosen one; `sought` finds what takes the focus in it. It is asked for
 * by a key alone: what comes into the list moves no focus.
 */
export function useFocusOfChosen<Id>(
  box: RefObject<HTMLElement | null>,
  chosen: Id | null,
  sought: string,
): (id: Id) => void {
  const wanted = useRef<Id | null>(null);
  const focus = (id: Id) => {
    const target = box.current?.querySelector<HTMLElement>(`[data-chosen="true"] ${sought}`);
    wanted.current = id === chosen && target ? null : id;
    if (id !== chosen || !target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  };
  useLayoutEffect(() => {
    if (wanted.current !== null && wanted.current === chosen) focus(chosen);
  });
  return focus;
}
