/** The path of the page that is shown. */
import { useMatch } from '@tanstack/react-router';

/**
 * Returns the path of the page that a component is on. The address alone would mislead it: while the next page loads, the address is
 * that page's already, and this one is still shown.
 */
export function usePathOfPage(): string {
  return useMatch({ strict: false, select: ({ pathname }) => pathname });
}
