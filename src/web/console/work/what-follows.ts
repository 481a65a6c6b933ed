/** What the outcome of a contact does with its lead, by the definition of its pipeline. Pure. */
import type { LeadView, PipelineDefinitionView, TaskOutcome } from '../../../contract/api/api.ts';
import { opensIn } from './wanted-fields.ts';

type Definition = Pick<PipelineDefinitionView, 'stages' | 'afterContact' | 'start'>;

export interface Follows {
  /** The stage that the lead moves to; null where it stays. */
  to: string | null;
  /** The pipelines in which that opens a record. */
  opens: string[];
  /** What is missing on the way there. */
  missing: readonly string[];
}

export function whatFollows(
  outcome: TaskOutcome,
  { stage, next }: Pick<LeadView, 'stage' | 'next'>,
  { stages, afterContact, start }: Definition,
): Follows {
  const named = afterContact?.[outcome.toLowerCase()];
  const won = stages.find(({ ends }) => ends === 'won')?.stage;
  // Without an opportunity only a lead moves that nobody has moved yet.
  const wanted = outcome === 'Opportunity created' ? (named ?? won) : stage === start ? named : undefined;
  const isEnded = stages.some((one) => one.stage === stage && one.ends !== null);
  if (wanted === undefined || wanted === stage || isEnded) return { to: null, opens: [], missing: [] };
  const missing = next.find(({ to }) => to === wanted)?.missing ?? [];
  return { to: wanted, opens: opensIn(stages.find((one) => one.stage === wanted)), missing };
}
