/** The bell: how many alerts are unread, and the way to them. */
import { Link } from '@tanstack/react-router';
import { Icon } from '../parts/icons.tsx';
import { inWords, useUnread } from './use-inbox.ts';

export function Bell() {
  const unread = useUnread();
  const hasUnread = unread !== null && unread.count > 0;
  const words = hasUnread ? `Inbox: ${inWords(unread)} unread` : 'Inbox';
  return (
    <Link to="/inbox" className="bell" aria-label={words} title={words} data-testid="bell">
      <Icon name="bell" />
      {hasUnread && (
        <span className="number" aria-hidden="true">
          {unread.count > 99 ? '99+' : unread.count}
        </span>
      )}
    </Link>
  );
}
