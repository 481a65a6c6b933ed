/** A pipeline as a list of its stages, where the page is too narrow for a chart. */
import type { ReactNode } from 'react';
import type { DefinedStage, PipelineDefinitionView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { leadsToAny } from './chart-layout.ts';
import { StageWords } from './process-chart.tsx';

interface Props {
  definition: PipelineDefinitionView;
  chosen: string | null;
  onChoose: (stage: string) => void;
  /** Of the stage that is looked at: below its row. */
  details: ReactNode;
}

export function StageList({ definition: { stages, name }, chosen, onChoose, details }: Props) {
  return (
    <ol className="stage-list" aria-label={`Stages of ${name}`} data-testid="stage-list">
      {stages.map((stage) => (
        <li key={stage.stage}>
          <button
            type="button"
            aria-pressed={stage.stage === chosen}
            data-ends={stage.ends}
            onClick={() => onChoose(stage.stage)}
            data-testid="stage-row"
          >
            <StageWords stage={stage} toAny={leadsToAny(stage, stages)} />
            <Transitions stage={stage} stages={stages} />
          </button>
          {stage.stage === chosen && details}
        </li>
      ))}
    </ol>
  );
}

function Transitions({ stage, stages }: { stage: DefinedStage; stages: readonly DefinedStage[] }) {
  const { lane } = stage;
  const targets = leadsToAny(stage, stages)
    ? []
    : [...stage.transitions, ...stage.timeOuts].map(({ to }) => to);
  return (
    <span className="stage-transitions quiet">
      {lane !== null && (
        <>
          for <Foreign text={lane} />
          {targets.length > 0 && ' · '}
        </>
      )}
      {targets.length > 0 && '→ '}
      {[...new Set(targets)].map((to, index) => (
        <span key={to}>
          {index > 0 && ', '}
          <Foreign text={to} />
        </span>
      ))}
    </span>
  );
}
