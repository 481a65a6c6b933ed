/** What is opened, kept in the page's address: so a link in a mail opens its lead, and going back closes it. */
import { useEffect, useState } from 'react';
import type { Opened } from './work-item.ts';

/** What an address opens: `/leads/ld_…` or `/tasks/tk_…`; null for any other. */
export function openedIn(path: string): Opened | null {
  const [, kind, id] = /^\/(leads|tasks)\/([\w-]{1,100})$/.exec(path) ?? [];
  return id === undefined ? null : { kind: kind as Opened['kind'], id };
}

export function useOpened(): [Opened | null, (opened: Opened | null) => void] {
  const [opened, setOpened] = useState(() => openedIn(location.pathname));
  useEffect(() => {
    const onMoved = () => setOpened(openedIn(location.pathname));
    addEventListener('popstate', onMoved);
    return () => removeEventListener('popstate', onMoved);
  }, []);
  return [
    opened,
    (next) => {
      history.pushState(null, '', next === null ? '/' : `/${next.kind}/${next.id}`);
      setOpened(next);
    },
  ];
}
