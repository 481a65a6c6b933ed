/** The kinds of pipelines as a sale goes through them. The contract has the same list, and a test compares them: its module is too large for a page. */
import type { PipelineView } from '../../../contract/api/api.ts';

export const kindsInOrder: readonly PipelineView['kind'][] = [
  ...(['campaign', 'lead', 'opportunity', 'deal', 'order', 'job'] as const),
];
