/** A link to a list of records with its filters. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface Props {
  path: string;
  search: Readonly<Record<string, string>>;
  className?: string;
  children: ReactNode;
}

export function ListLink({ path, search, className, children }: Props) {
  return (
    // The lists are routes made of data, whose search the router has no types of.
    <Link to={path} search={search as never} {...(className && { className })}>
      {children}
    </Link>
  );
}
