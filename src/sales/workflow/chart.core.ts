/** A pipeline as a Mermaid state diagram, drawn from its definition. Pure. */
import { type PipelineDefinition, type Stage, transitionsFrom } from '../../contract/language/language.ts';

/** The diagram's text: every stage with its lane and probability, every transition with its outcome, every time-out dashed by a clock. */
export function chartOf(pipeline: PipelineDefinition): string {
  const ids = new Map(pipeline.stages.map(({ stage }, index) => [stage, `s${index + 1}`]));
  const start = pipeline.start ?? pipeline.stages[0]?.stage ?? '';
  const lines = ['stateDiagram-v2', `  [*] --> ${ids.get(start)}`];
  for (const stage of pipeline.stages) {
    const id = ids.get(stage.stage);
    lines.push(`  state "${plain(titleOf(stage))}" as ${id}`);
    for (const { to, when } of transitionsFrom(pipeline, stage)) lines.push(arrow(id, to, when));
    for (const { to, reason } of stage.after) lines.push(arrow(id, to, `⏱ ${reason}`));
    if (stage.ends !== undefined) lines.push(`  ${id} --> [*] : ${stage.ends}`);
  }
  return `${lines.join('\n')}\n`;

  function arrow(from: string | undefined, to: string, label: string | undefined): string {
    // `back` depends on where the record came from: it is drawn as a note of the transition itself.
    if (to === 'back')
      return `  ${from} --> ${from} : ${plain(`${label ?? ''} (back to where it came from)`.trim())}`;
    return `  ${from} --> ${ids.get(to)}${label === undefined ? '' : ` : ${plain(label)}`}`;
  }
}

function titleOf({ stage, step, lane, probability }: Stage): string {
  const more = [lane, probability === undefined ? undefined : `${probability} %`].filter(
    (one) => one !== undefined,
  );
  const name = step === undefined ? stage : `${step} ${stage}`;
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}

/** Quotes, colons and line ends mean something to Mermaid. */
function plain(text: string): string {
  return text.replace(/["\n\r;]/g, ' ').replaceAll(':', '꞉');
}
