/** Pages that are loaded when somebody goes there; what becomes of one that cannot be. */
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A page that the network kept back. Another try may load it. */
export class PageNotLoaded extends Error {
  constructor(cause: unknown) {
    super(
      'This page could not be loaded: the server does not answer. Look at your connection, then try again.',
      {
        cause,
      },
    );
  }
}

/** The script that a document begins with. Its name is another one in every version. */
const beginningOf = (page: Document) =>
  page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;

/** Whether the server has another version of the console than the one that is open. False where it does not say. */
async function isUpdated(): Promise<boolean> {
  try {
    const answer = await fetch('/', { cache: 'no-store' });
    const served = beginningOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    return answer.ok && served !== null && served !== beginningOf(document);
  } catch {
    return false;
  }
}

/**
 * Returns a page as a component of a route. Where its script is gone with an update, the router loads the console again, once. Where
 * the server is away, that would leave nothing but the browser's own page: then the shell stays, and says why.
 */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, (props: object) => ReactNode>>>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    try {
      return await load();
    } catch (error) {
      throw (await isUpdated()) ? error : new PageNotLoaded(error);
    }
  }, name);
}
