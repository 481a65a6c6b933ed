/** A lead or a task by its address. Pure. */
import type { Opened } from './work-item.ts';

/** What an address is about: `/leads/ld_…` or `/tasks/tk_…`; null for any other. */
export function openedIn(path: string): Opened | null {
  const [, kind, id] = /^\/(leads|tasks)\/([\w-]{1,100})$/.exec(path) ?? [];
  return id === undefined ? null : { kind: kind as Opened['kind'], id };
}

/** The address of its page. */
export const pathOf = ({ kind, id }: Opened) => `/${kind}/${id}`;
