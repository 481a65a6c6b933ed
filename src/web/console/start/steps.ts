/** The first steps of an installation, and which of them are done. Pure, but for what the browser remembers. */

/** What is known of the installation. */
export interface Known {
  hasEvents: boolean;
  /** Users who can still log in. */
  users: number;
  /** People there are, up to one page. */
  people: number;
}

export interface Step {
  name: 'snippet' | 'event' | 'team' | 'people';
  isDone: boolean;
}

/** Returns the steps in their order. A snippet that sends is one that was pasted. */
export function stepsOf({ hasEvents, users, people }: Known): Step[] {
  return [
    { name: 'snippet', isDone: hasEvents },
    { name: 'event', isDone: hasEvents },
    { name: 'team', isDone: users > 1 },
    { name: 'people', isDone: people > 0 },
  ];
}

const dismissedKey = 'scoville first steps';

/** Whether somebody has put the guide away in this browser. A browser that remembers nothing shows it. */
export function isDismissed(): boolean {
  try {
    return localStorage.getItem(dismissedKey) === 'dismissed';
  } catch {
    return false;
  }
}

export function setDismissed(isAway: boolean): void {
  try {
    if (isAway) localStorage.setItem(dismissedKey, 'dismissed');
    else localStorage.removeItem(dismissedKey);
  } catch {
    // It is shown again.
  }
}
