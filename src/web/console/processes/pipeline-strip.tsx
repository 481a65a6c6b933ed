/** The pipelines of a sales process: how many records are open in each, and which of them leads into which. */
import { Link } from '@tanstack/react-router';
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { openedBy } from './effect-words.ts';

interface Props {
  definitions: readonly PipelineDefinitionView[];
  shown: PipelineDefinitionView;
}

export function PipelineStrip({ definitions, shown }: Props) {
  return (
    <nav className="strip" aria-label="Pipelines">
      {definitions.map((definition) => (
        <Pipeline
          key={definition.id}
          definition={definition}
          isShown={definition === shown}
          names={new Map(definitions.map(({ id, name }) => [nameIn(id), name]))}
        />
      ))}
    </nav>
  );
}

/** `lead` of `emea/lead`. */
export const nameIn = (id: string) => id.slice(id.indexOf('/') + 1);

interface PipelineProps {
  definition: PipelineDefinitionView;
  isShown: boolean;
  names: ReadonlyMap<string, string>;
}

function Pipeline({ definition, isShown, names }: PipelineProps) {
  const { id, name, kind, stages, process } = definition;
  const open = stages.filter(({ ends }) => ends === null).reduce((sum, { records }) => sum + records, 0);
  const openings = stages.flatMap((stage) => openedBy(stage).map((opens) => ({ stage: stage.stage, opens })));
  return (
    <Link
      to="/processes/$id"
      params={{ id: process.process }}
      search={{ pipeline: nameIn(id) }}
      className="strip-item"
      aria-current={isShown ? 'page' : undefined}
      data-testid="pipeline"
    >
      <b>
        <Foreign text={name} />
      </b>
      <span className="quiet">
        {kind} · <span className="number">{open.toLocaleString()}</span> open
      </span>
      {openings.map(({ stage, opens }) => (
        <span key={`${stage} ${opens}`} className="quiet">
          <Foreign text={stage} /> → <Foreign text={names.get(opens) ?? opens} />
        </span>
      ))}
    </Link>
  );
}
