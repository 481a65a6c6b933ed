/** What the live stream says of itself to the pages: whether its line stands, and what came a moment ago. */
import { createContext, useContext } from 'react';
import type { LiveState } from './live-connection.ts';

export interface Live {
  state: LiveState;
  /** Ids of leads and tasks that arrived or heated a moment ago. */
  fresh: ReadonlySet<string>;
}

export const LiveContext = createContext<Live>({ state: 'reconnecting', fresh: new Set() });

export function useLive(): Live {
  return useContext(LiveContext);
}
