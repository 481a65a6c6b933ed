/** What each outcome of a contact does with its lead, said before somebody chooses it: where it goes, what that opens, what carries over. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LeadView, TaskOutcome } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { whatFollows } from './what-follows.ts';

interface Props {
  outcome: TaskOutcome;
  /** The lead of the task; null where it has none. */
  lead: LeadView | null;
}

/** Loads the definition of the pipeline by itself, and says nothing before. */
export function AfterContact({ outcome, lead }: Props) {
  const pipeline = lead?.pipeline ?? null;
  const { data } = useQuery({
    queryKey: ['pipeline', pipeline],
    queryFn: () => api.pipeline(pipeline as string),
    enabled: pipeline !== null,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (lead === null || data === undefined) return null;
  const { to, opens, missing } = whatFollows(outcome, lead, data);
  const isHeld = missing.length > 0;
  return (
    <>
      <Text size="sm" className="quiet" data-testid="after-contact">
        {to === null || (isHeld && outcome === 'No opportunity') ? (
          <>
            The lead stays in <Foreign text={lead.stage} />: you go on with it.
          </>
        ) : (
          <>
            The lead moves to <Foreign text={to} />.
          </>
        )}
        {isHeld && (
          <>
            {' '}
            <Foreign text={to ?? ''} /> needs first: <Foreign text={missing.join(', ')} />.
          </>
        )}
      </Text>
      <CarriesOver pipelines={opens} />
    </>
  );
}

/** What a stage opens as a record comes into it. */
export function CarriesOver({ pipelines }: { pipelines: readonly string[] }) {
  return pipelines.map((pipeline) => (
    <Text key={pipeline} size="sm" className="quiet" data-testid="carries-over">
      This opens a record in <Foreign text={pipeline} />. Person, company, campaign, owner and amount carry
      over.
    </Text>
  ));
}
