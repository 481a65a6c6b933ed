/** Pages that are loaded when somebody goes there; what becomes of one that cannot be. */
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A page that the network kept back. Another try may load it. */
export class PageNotLoaded extends Error {
  constructor(cause: unknown) {
    super('This could not be loaded: the server does not answer. Look at your connection, then try again.', {
      cause,
    });
  }
}

/** The script that a document begins with. Its name is another one in every version. */
const beginningOf = (page: Document) =>
  page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;

/**
 * A page that is gone with an update. By its first words the router knows it, and loads the console again, once for each version. A
 * style that is missing has other words.
 */
class PageGone extends Error {
  constructor(page: string, version: string, cause: unknown) {
    super(
      `Failed to fetch dynamically imported module: the update ${version} has another "${page}". Load the console again.`,
      { cause },
    );
  }
}

/** The beginning of the version that the server has, where it is not the one that is open. Null where it does not say. */
async function updated(): Promise<string | null> {
  try {
    const answer = await fetch('/', { cache: 'no-store' });
    const served = beginningOf(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    return answer.ok && served !== beginningOf(document) ? served : null;
  } catch {
    return null;
  }
}

/**
 * Returns a page as a component of a route. Where its script or style is gone with an update, the router loads the console again, once. Where
 * the server is away, that would leave nothing but the browser's own page: then the shell stays, and says why.
 */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, (props: object) => ReactNode>>>,
  name: Name,
) {
  return lazyRouteComponent(() => loaded(load, name), name);
}

/** A part of a page, and how it is loaded another time. */
export interface LazyPart<Props> {
  (props: Props): ReactNode;
  preload?: () => Promise<void> | undefined;
}

/** Returns a part that is loaded as a page is. */
export function lazyPartOf<Name extends string, Props extends object>(
  load: () => Promise<Readonly<Record<Name, (props: Props) => ReactNode>>>,
  name: Name,
): LazyPart<Props> {
  // The router's types say this only of parts whose properties are known.
  return lazyRouteComponent(() => loaded(load, name), name) as unknown as LazyPart<Props>;
}

/** What is loaded; an error of it says whether another try may help. */
async function loaded<Module>(load: () => Promise<Module>, name: string): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const version = await updated();
    throw version === null ? new PageNotLoaded(error) : new PageGone(name, version, error);
  }
}
