/** The sales processes: which pipelines each has, and how many records are open in them. */
import '../rules/rules.css';
import './processes.css';
import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PipelineView, SalesRuleView } from '../../../contract/api/api.ts';
import { processesApi } from '../api/processes-api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { kindsInOrder } from './kinds-in-order.ts';
import { salesRulesApi } from './sales-rules-api.ts';
import { DraftBadge, VersionWords } from './sales-rules-page.tsx';

export function ProcessesPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rules', 'processes'],
    queryFn: processesApi.pipelines,
  });
  const texts = useQuery({ queryKey: ['rules', 'sales-rules'], queryFn: salesRulesApi.list });
  const textOf = (id: string) =>
    texts.data?.items.find(({ folder, rule }) => folder === 'pipelines' && rule === id);
  const processes = Map.groupBy(
    (data?.items ?? []).toSorted((a, b) => kindsInOrder.indexOf(a.kind) - kindsInOrder.indexOf(b.kind)),
    ({ id }) => id.slice(0, id.indexOf('/')),
  );
  return (
    <div className="page wide">
      <Title order={1} size="h2">
        Sales processes
      </Title>
      <Text className="quiet" size="sm" mb="md">
        The stages that records stand in, who works there, and what happens by itself.
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={92} mb={10} />)}
      <div className="programmes">
        {[...processes].map(([id, pipelines]) => (
          <Process key={id} id={id} text={textOf(id)} pipelines={pipelines} />
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

interface ProcessProps {
  id: string;
  /** Undefined until it is read. */
  text: SalesRuleView | undefined;
  pipelines: readonly PipelineView[];
}

function Process({ id, text, pipelines }: ProcessProps) {
  return (
    <Link to="/processes/$id" params={{ id }} className="programme process" data-testid="process">
      <Title order={2} size="h4">
        <Foreign text={text?.title ?? id} />
      </Title>
      {text && <VersionWords rule={text} />}
      <div className="process-pipelines">
        {pipelines.map((pipeline) => (
          <span key={pipeline.id}>
            <Foreign text={pipeline.name} /> <b className="number">{openIn(pipeline).toLocaleString()}</b>
            <span className="heard"> open</span>
          </span>
        ))}
      </div>
      <DraftBadge id={`pipelines/${id}`} />
    </Link>
  );
}

function openIn({ stages }: PipelineView): number {
  return stages.filter(({ ends }) => ends === null).reduce((sum, { records }) => sum + records, 0);
}
