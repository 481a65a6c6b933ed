/** Alerts of the live stream, as far as the pages read them, and the types that they listen to. */
import { type AlertType, alertTypes, type LeadView, type TaskView } from '../../../contract/api/api.ts';

/** An event of the stream. */
export interface LiveAlert {
  type: AlertType;
  lead?: LeadView;
  task?: TaskView;
}

/** Event types to listen to: every one of the catalogue. A type without a toast refreshes the lists. */
export const liveTypes: readonly string[] = alertTypes;
