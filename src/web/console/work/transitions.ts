/** The transitions that a record may take: their names, and the one that leads on. Pure. */
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';

interface Transition {
  to: string;
  when: string | null;
}

/** Names a transition, also when the record is read again. */
export const nameOfTransition = ({ to, when }: Transition) => JSON.stringify([to, when]);

/** The ends that nobody is to reach by Enter alone. */
const givenUp: readonly unknown[] = ['lost', 'cancelled'];

/** Returns the first transition to a later stage that gives nothing up; undefined where there is none. */
export function onward<Open extends Transition>(
  open: readonly Open[],
  stages: readonly Pick<PipelineDefinitionView['stages'][number], 'stage' | 'ends'>[],
  from: string,
): Open | undefined {
  const here = stages.findIndex(({ stage }) => stage === from);
  if (here < 0) return undefined;
  const later = stages.slice(here + 1).filter(({ ends }) => !givenUp.includes(ends));
  return open.find(({ to }) => later.some(({ stage }) => stage === to));
}
