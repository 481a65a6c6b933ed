/** The pipelines of a sales process as they are now: one chart or list at a time, and the stage that is looked at. */
import { Alert, Skeleton, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';
import { processesApi } from '../api/processes-api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { nameIn, PipelineStrip } from './pipeline-strip.tsx';
import { ProcessChart } from './process-chart.tsx';
import { StageDetails } from './stage-details.tsx';
import { StageList } from './stage-list.tsx';

/** How often the counts of records are read again. */
const countEveryMs = 30_000;

export function ChartPart() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['rules', 'processes', id, 'definitions'],
    queryFn: () => processesApi.definitions(id),
    refetchInterval: countEveryMs,
  });
  if (error !== null && data === undefined) return <Refusal error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={320} />;
  const [first] = data;
  if (first === undefined)
    return (
      <Alert color="red" role="alert" data-testid="no-process">
        There is no sales process “<Foreign text={id} />” yet.
      </Alert>
    );
  return (
    <>
      <Refusal error={error} />
      <Shown definitions={data} first={first} />
    </>
  );
}

interface ShownProps {
  definitions: readonly PipelineDefinitionView[];
  first: PipelineDefinitionView;
}

function Shown({ definitions, first }: ShownProps) {
  const navigate = useNavigate();
  const { pipeline, stage: asked } = useSearch({ strict: false }) as TableSearch;
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const definition = definitions.find(({ id }) => nameIn(id) === pipeline) ?? first;
  const stage = definition.stages.find((one) => one.stage === asked);
  const choose = (name: string) =>
    void navigate({
      to: '.',
      search: { pipeline: nameIn(definition.id), ...(name !== stage?.stage && { stage: name }) },
      replace: true,
      resetScroll: false,
    });
  const view = { definition, chosen: stage?.stage ?? null, onChoose: choose };
  const details = stage && <StageDetails definition={definition} stage={stage} />;
  return (
    <>
      {definitions.length > 1 && <PipelineStrip definitions={definitions} shown={definition} />}
      {isNarrow ? (
        <StageList key={definition.id} {...view} details={details} />
      ) : (
        <ProcessChart key={definition.id} {...view} />
      )}
      <EarlierVersions definition={definition} />
      {stage === undefined && (
        <Text className="quiet" size="sm" mt="xs">
          Choose a stage to see its fields, its transitions and who may take them.
        </Text>
      )}
      {!isNarrow && details}
    </>
  );
}

/** Records keep the version that they began under, until a version takes them along. */
function EarlierVersions({ definition: { versions, version } }: { definition: PipelineDefinitionView }) {
  const earlier = versions
    .filter((one) => one.version !== version)
    .reduce((sum, { records }) => sum + records, 0);
  if (earlier === 0) return null;
  return (
    <Text size="sm" mt="xs" data-testid="earlier-versions">
      {earlier.toLocaleString()} {earlier === 1 ? 'record stands' : 'records stand'} in earlier versions of
      this pipeline, and {earlier === 1 ? 'keeps its' : 'keep their'} stages and times.
    </Text>
  );
}
