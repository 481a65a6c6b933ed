/** What the address of the inbox says: all alerts, or the unread ones. Pure. */
export type InboxSearch = { show?: 'unread' };

/** Reads what anybody may have typed: what it does not know is all. */
export function searchOfInbox(search: Record<string, unknown>): InboxSearch {
  return search['show'] === 'unread' ? { show: 'unread' } : {};
}
