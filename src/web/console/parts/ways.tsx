/** Links to the parts of a page, beside each other. Where they are wider than the page, the one that is shown is scrolled to. */
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  /** As the style sheet calls them. */
  className: string;
  label: string;
  children: ReactNode;
}

/** The link of what is shown has `aria-current`. */
export function Ways({ className, label, children }: Props) {
  const nav = useRef<HTMLElement>(null);
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]');
    const href = current?.getAttribute('href') ?? null;
    if (!nav.current || !current || href === seen.current) return;
    // Only when another is shown: somebody may have scrolled since.
    seen.current = href;
    nav.current.scrollLeft =
      current.offsetLeft - nav.current.offsetLeft - (nav.current.clientWidth - current.clientWidth) / 2;
  });
  return (
    <nav ref={nav} className={className} aria-label={label}>
      {children}
    </nav>
  );
}
