/** A profile by its id, as a link to its page. */
import { Link } from '@tanstack/react-router';
import { Foreign } from './others.tsx';

/** `words` are shown in the place of the id. */
export function ProfileLink({ id, words = id }: { id: string; words?: string }) {
  return (
    <Link to="/profiles/$id" params={{ id }} className="address" data-testid="profile-link">
      <Foreign text={words} />
    </Link>
  );
}
