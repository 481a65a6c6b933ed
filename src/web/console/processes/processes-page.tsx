/** The sales processes: which pipelines each has, and how many records are open in them. */
import '../rules/rules.css';
import './processes.css';
import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PipelineView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { processesApi } from './processes-api.ts';

export function ProcessesPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rules', 'processes'],
    queryFn: processesApi.pipelines,
  });
  const processes = Map.groupBy(data?.items ?? [], ({ id }) => id.slice(0, id.indexOf('/')));
  return (
    <div className="page wide">
      <Title order={1} size="h2">
        Sales processes
      </Title>
      <Text className="quiet" size="sm" mb="md">
        The stages that records stand in, who works there, and what happens by itself.
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && [1, 2, 3].map((place) => <Skeleton key={place} height={92} mb={10} />)}
      <div className="programmes">
        {[...processes].map(([id, pipelines]) => (
          <Process key={id} id={id} pipelines={pipelines} />
        ))}
      </div>
      {data?.items.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          There are no sales processes yet.
        </Text>
      )}
    </div>
  );
}

function Process({ id, pipelines }: { id: string; pipelines: readonly PipelineView[] }) {
  const version = pipelines[0]?.version ?? 0;
  return (
    <Link to="/processes/$id" params={{ id }} className="programme process" data-testid="process">
      <Title order={2} size="h4">
        <Foreign text={id} />
      </Title>
      <Text className="quiet" size="sm">
        version {version}
      </Text>
      <div className="process-pipelines">
        {pipelines.map((pipeline) => (
          <span key={pipeline.id}>
            <Foreign text={pipeline.name} /> <b className="number">{openIn(pipeline).toLocaleString()}</b>
            <span className="heard"> open</span>
          </span>
        ))}
      </div>
    </Link>
  );
}

function openIn({ stages }: PipelineView): number {
  return stages.filter(({ ends }) => ends === null).reduce((sum, { records }) => sum + records, 0);
}
