/** Links to the parts of a page, beside each other and on as many lines as they need. */
import type { ReactNode } from 'react';

interface Props {
  /** As the style sheet calls them. */
  className: string;
  label: string;
  children: ReactNode;
}

/** The link of what is shown has `aria-current`. */
export function Ways({ className, label, children }: Props) {
  return (
    <nav className={className} aria-label={label}>
      {children}
    </nav>
  );
}
