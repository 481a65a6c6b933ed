/** A pipeline as a chart: its stages in bands of lanes, their transitions, and how many records stand in each. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import type { DefinedStage, PipelineDefinitionView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { type Box, back, type ChartLayout, type Line, layOut, leadsToAny } from './chart-layout.ts';
import { openedBy } from './effect-words.ts';

/** Before the page is measured, px. */
const widthAtFirst = 1_000;
const cornerRadius = 5;

interface Props {
  definition: PipelineDefinitionView;
  /** The stage that is looked at; null where none is. */
  chosen: string | null;
  onChoose: (stage: string) => void;
}

export function ProcessChart({ definition, chosen, onChoose }: Props) {
  const { ref, width } = useElementSize();
  const { stages, name } = definition;
  const layout = useMemo(() => layOut(stages, width || widthAtFirst), [stages, width]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="chart" ref={ref} tabIndex={0} aria-label={`Chart of ${name}`} data-testid="chart">
      <svg width={layout.width} height={layout.height} aria-hidden="true">
        <Bands layout={layout} />
        {/* Those of the stage that is looked at lie above the others. */}
        {layout.lines
          .toSorted((a, b) => Number(isOf(a, chosen)) - Number(isOf(b, chosen)))
          .map((line) => (
            <LineShown
              key={`${line.from} ${line.kind} ${line.to}`}
              line={line}
              isChosen={isOf(line, chosen)}
            />
          ))}
      </svg>
      {layout.boxes.map((box, index) => (
        <StageBox
          key={box.stage}
          box={box}
          stage={stages[index] as DefinedStage}
          toAny={leadsToAny(stages[index] as DefinedStage, stages)}
          isChosen={box.stage === chosen}
          onChoose={onChoose}
        />
      ))}
      {layout.bands.map(({ lane, y }) => (
        <span key={lane ?? ''} className="lane-name" style={{ top: y }}>
          {lane === null ? 'No lane' : <Foreign text={lane} />}
        </span>
      ))}
    </section>
  );
}

const isOf = ({ from, to }: Line, stage: string | null) => from === stage || to === stage;

function Bands({ layout: { bands, width } }: { layout: ChartLayout }) {
  return bands.map(({ lane, y, height }, index) => (
    <rect
      key={lane ?? ''}
      className="band"
      data-even={index % 2 === 0}
      x={0}
      y={y}
      width={width}
      height={height}
    />
  ));
}

function LineShown({ line: { points, kind }, isChosen }: { line: Line; isChosen: boolean }) {
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <g className="line" data-kind={kind} data-chosen={isChosen}>
      <path d={pathOf(points)} />
      <polygon points={`${x},${y} ${x - 7},${y - 4} ${x - 7},${y + 4}`} />
    </g>
  );
}

/** A path with round corners, so that the eye follows it where it crosses others. */
function pathOf(points: Line['points']): string {
  const [first = [0, 0], ...others] = points;
  const parts = others.map(([x, y], index) => {
    const [beforeX, beforeY] = points[index] as readonly [number, number];
    const next = others[index + 1];
    if (next === undefined) return `L${x - 3},${y}`;
    const [nextX, nextY] = next;
    const length = Math.hypot(x - beforeX, y - beforeY);
    const radius = Math.min(cornerRadius, length / 2, Math.hypot(nextX - x, nextY - y) / 2);
    const towards = (toX: number, toY: number) =>
      `${x + Math.sign(toX - x) * radius},${y + Math.sign(toY - y) * radius}`;
    return `L${towards(beforeX, beforeY)}Q${x},${y} ${towards(nextX, nextY)}`;
  });
  return `M${first[0]},${first[1]}${parts.join('')}`;
}

interface BoxProps {
  box: Box;
  stage: DefinedStage;
  toAny: boolean;
  isChosen: boolean;
  onChoose: (stage: string) => void;
}

function StageBox({ box: { x, y, width, height }, stage, toAny, isChosen, onChoose }: BoxProps) {
  return (
    <button
      type="button"
      className="stage-box"
      style={{ left: x, top: y, width, height }}
      aria-pressed={isChosen}
      data-ends={stage.ends}
      onClick={() => onChoose(stage.stage)}
      data-testid="stage-box"
    >
      <StageWords stage={stage} toAny={toAny} />
    </button>
  );
}

/** What a stage says of itself in few words: in its box, and in the list. */
export function StageWords({ stage, toAny }: { stage: DefinedStage; toAny: boolean }) {
  const { stage: name, ends, isStart, probability, records, timeOuts, transitions } = stage;
  const marks = [
    ...(isStart ? ['begins here'] : []),
    ...(ends === null ? [] : [ends]),
    ...(probability === null ? [] : [`${probability}\u00a0%`]),
    ...(toAny ? ['→ any stage'] : []),
    ...([...transitions, ...timeOuts].some(({ to }) => to === back) ? ['back'] : []),
    ...(timeOuts.length > 0 ? [timeOuts.length === 1 ? 'time-out' : `${timeOuts.length} time-outs`] : []),
    ...(openedBy(stage).length > 0 ? ['opens more'] : []),
  ];
  return (
    <>
      <span className="stage-name">
        <Foreign text={name} />
      </span>
      <span className="stage-marks">{marks.join(' · ')}</span>
      <span className="stage-count number" data-none={records === 0}>
        {records.toLocaleString()}
        <span className="heard"> {records === 1 ? 'record' : 'records'}</span>
      </span>
    </>
  );
}
