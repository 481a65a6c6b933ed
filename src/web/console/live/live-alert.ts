/** Alerts of the live stream, as far as the pages read them, and the types that they listen to. */
import type { Shape } from '../../../../clients/typescript/client.js';
import { alertTypes } from '../../../contract/api/api.ts';

type StreamEvent = Shape<'LiveAlert'>;

/** An event of the stream. */
export type LiveAlert = Pick<StreamEvent, 'type'> & Partial<Pick<StreamEvent, 'lead' | 'task'>>;

/** Event types to listen to: every one of the catalogue. A type without a toast refreshes the lists. */
export const liveTypes: readonly string[] = alertTypes;
