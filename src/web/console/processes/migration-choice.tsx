/** Where records in flight go with a new version: they keep theirs, or come along, with a choice for each stage that is gone. */
import { NativeSelect, Radio, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ProcessMigration } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { type StageMoves, salesRulesApi } from './sales-rules-api.ts';

interface Props {
  id: string;
  text: string;
  /** Null: they keep their version. */
  moves: StageMoves | null;
  onMoves: (moves: StageMoves | null) => void;
  /** Whether every record has a stage to go to. */
  onPlaced: (isPlaced: boolean) => void;
}

export function MigrationChoice({ id, text, moves, onMoves, onPlaced }: Props) {
  const { data, error } = useQuery({
    queryKey: ['rules', 'pipelines', id, 'migration', text, moves],
    queryFn: () => salesRulesApi.migration(id, text, moves ?? {}),
    placeholderData: keepPreviousData,
  });
  const stages = data?.pipelines.flatMap((pipeline) => pipeline.stages) ?? [];
  const records = stages.reduce((sum, stage) => sum + stage.records, 0);
  const isPlaced = moves === null || (data !== undefined && stages.every(({ to }) => to !== null));
  useEffect(() => onPlaced(isPlaced), [onPlaced, isPlaced]);
  if (error) return <Refusal error={error} />;
  if (data === undefined) return <Skeleton height={60} />;
  return (
    <section aria-label="Records in flight" data-testid="migration">
      <Title order={3} size="h5">
        Records in flight
      </Title>
      {records === 0 ? (
        <Text>None is open in this process.</Text>
      ) : (
        <Radio.Group
          label={`${records.toLocaleString()} ${records === 1 ? 'record is' : 'records are'} open in this process`}
          value={moves === null ? 'keep' : 'move'}
          onChange={(value) => onMoves(value === 'keep' ? null : {})}
        >
          <Stack gap={6} mt={6}>
            <Radio value="keep" label="They keep the version they began under, with its stages and times." />
            <Radio value="move" label="They come along to this version." data-testid="migrate" />
          </Stack>
        </Radio.Group>
      )}
      {moves !== null &&
        data.pipelines
          .filter((pipeline) => pipeline.stages.length > 0)
          .map((pipeline) => (
            <PipelineMoves
              key={pipeline.pipeline}
              pipeline={pipeline}
              chosen={moves[pipeline.pipeline] ?? {}}
              onChosen={(chosen) => onMoves({ ...moves, [pipeline.pipeline]: chosen })}
            />
          ))}
    </section>
  );
}

interface MovesProps {
  pipeline: ProcessMigration['pipelines'][number];
  chosen: Record<string, string>;
  onChosen: (chosen: Record<string, string>) => void;
}

function PipelineMoves({ pipeline, chosen, onChosen }: MovesProps) {
  const { name, stages, choices, dueAtOnce } = pipeline;
  return (
    <table className="moves" data-testid="moves">
      <caption>
        <Foreign text={name} />
        {dueAtOnce > 0 && (
          <span className="at-fault"> · {dueAtOnce.toLocaleString()} would time out at once</span>
        )}
      </caption>
      <thead>
        <tr>
          <th scope="col">Stage now</th>
          <th scope="col">Records</th>
          <th scope="col">Goes to</th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ stage, records, to }) => (
          <tr key={stage}>
            <th scope="row">
              <Foreign text={stage} />
            </th>
            <td className="number">{records.toLocaleString()}</td>
            <td>
              {to === stage ? (
                <span className="quiet">stays there</span>
              ) : (
                <NativeSelect
                  size="xs"
                  aria-label={`Where records of ${stage} go`}
                  value={to ?? ''}
                  data={[
                    { value: '', label: 'Gone: choose a stage' },
                    ...choices.map((choice) => ({ value: choice, label: shortText(choice) })),
                  ]}
                  data-gone={to === null}
                  onChange={({ currentTarget: { value } }) => {
                    const { [stage]: _before, ...others } = chosen;
                    onChosen(value === '' ? others : { ...others, [stage]: value });
                  }}
                  data-testid="move-to"
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
