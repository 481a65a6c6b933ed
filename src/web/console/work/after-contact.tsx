/** What "Opportunity created" does with a lead, said before somebody chooses it: where it goes, what that opens, what carries over. */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LeadView } from '../../../contract/api/api.ts';
import { api } from '../api.ts';
import { Foreign } from '../parts/others.tsx';
import { opensIn } from './wanted-fields.ts';

/** Loads by itself; shows nothing where the outcome leaves the lead in its stage. */
export function AfterContact({ lead: { pipeline, stage } }: { lead: LeadView }) {
  const { data } = useQuery({
    queryKey: ['pipeline', pipeline],
    queryFn: () => api.pipeline(pipeline as string),
    enabled: pipeline !== null,
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const stages = data?.stages ?? [];
  const named = data?.afterContact?.['opportunity created'];
  const target = stages.find((one) => (named === undefined ? one.ends === 'won' : one.stage === named));
  const isEnded = stages.some((one) => one.stage === stage && one.ends !== null);
  if (target === undefined || isEnded) return null;
  return (
    <>
      <Text size="sm" className="quiet" data-testid="after-contact">
        The lead moves to <Foreign text={target.stage} />.
      </Text>
      <CarriesOver pipelines={opensIn(target)} />
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
