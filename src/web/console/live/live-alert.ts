/** Alerts of the live stream, as far as the pages read them, and the types that they listen to. */
import type { Shape } from '../../../../clients/typescript/client.js';
import { alertTypes, type WorkItem } from '../../../contract/api/api.ts';

type StreamEvent = Shape<'LiveAlert'>;

/** An event of the stream; `isInInbox` says whether it notifies the user, `work` is its row of the work list, null where that has none. */
export type LiveAlert = Pick<StreamEvent, 'type'> &
  Partial<Pick<StreamEvent, 'id' | 'lead' | 'task' | 'record' | 'isInInbox'>> & { work?: WorkItem | null };

/** Event types to listen to: every one of the catalogue. A type without a toast changes rows alone. */
export const liveTypes: readonly string[] = alertTypes;
