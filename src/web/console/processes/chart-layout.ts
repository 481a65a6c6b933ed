/**
 * Where the boxes and lines of a pipeline's chart lie. Pure.
 *
 * Stages stand in columns from left to right as records go on, and in a band for each lane. A line leaves a box on its right and
 * enters one on its left. Between them it keeps to the gutters beside columns and the channels above rows. So no line crosses a
 * box, and lines lie upon each other only where they lead to the same place.
 */

/** A stage with its transitions, as the API defines it. */
export interface ChartStage {
  stage: string;
  lane: string | null;
  transitions: readonly { to: string; when: string | null }[];
  timeOuts: readonly { to: string }[];
}

export type LineKind = 'transition' | 'timeOut';

export interface Box {
  stage: string;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  from: string;
  to: string;
  kind: LineKind;
  /** Corners from the box that it leaves to the one that it enters. */
  points: readonly (readonly [x: number, y: number])[];
}

export interface ChartLayout {
  width: number;
  height: number;
  /** From above; null is for stages without a lane. */
  bands: readonly { lane: string | null; y: number; height: number }[];
  boxes: readonly Box[];
  lines: readonly Line[];
}

/** The word of a way that leads to where the record came from: the box says it, for it has no one end. */
export const back = 'back';

const boxHeight = 92;
const boxWidthMin = 108;
const boxWidthMax = 176;
/** Of the name of a lane. */
const bandHead = 22;
const trackGap = 8;
const gutterBase = 24;
const channelBase = 12;
/** So many ways to all other stages are a word of the box: as lines, nobody could follow them. */
const anyStageMin = 4;

/** Where lines enter a box, and what is left for those that leave it: parts of its height. */
const ports = { transition: 0.5, timeOut: 0.9, above: [0.08, 0.44], below: [0.56, 0.86] } as const;

interface Placed extends ChartStage {
  column: number;
  row: number;
}

/** One way from a stage to another, however many outcomes lead along it. */
interface Edge {
  from: Placed;
  to: Placed;
  kind: LineKind;
}

/** Whether a stage leads to every other without a condition of its own, as `any stage` of a file does. */
export function leadsToAny({ stage, transitions }: ChartStage, stages: readonly ChartStage[]): boolean {
  const plain = new Set(transitions.filter(({ when }) => when === null).map(({ to }) => to));
  return (
    stages.length > anyStageMin && stages.every((other) => other.stage === stage || plain.has(other.stage))
  );
}

/** `widthWanted`: px that the chart should take; it takes more where its boxes would become too narrow. */
export function layOut(stages: readonly ChartStage[], widthWanted: number): ChartLayout {
  const lanes = lanesOf(stages);
  const placed = placedStages(stages, lanes);
  const edges = edgesOf(stages, placed);
  const columns = Math.max(0, ...placed.map(({ column }) => column + 1));
  const gutters = Array.from({ length: columns + 1 }, (_, gutter) =>
    netsOf(edges, (edge) => edge.to.column === gutter || edge.from.column + 1 === gutter),
  );
  const rows = Math.max(0, ...placed.map(({ row }) => row + 1));
  const channels = Array.from({ length: rows }, (_, row) =>
    netsOf(edges, (edge) => edge.to.row === row && !isBeside(edge)),
  );
  const widths = gutters.map((nets) => gutterBase + nets.length * trackGap);
  const free = widthWanted - widths.reduce((sum, one) => sum + one, 0);
  const boxWidth = Math.round(Math.min(boxWidthMax, Math.max(boxWidthMin, free / Math.max(1, columns))));
  const gutterAt = widths.map((_, gutter) => sumOf(widths.slice(0, gutter)) + gutter * boxWidth);
  const { rowAt, bands, height } = rowsAt(lanes, placed, channels);
  const boxes = placed.map(({ stage, column, row }) => ({
    ...{ stage, column, width: boxWidth, height: boxHeight },
    x: (gutterAt[column] ?? 0) + (widths[column] ?? 0),
    y: rowAt[row] ?? 0,
  }));
  const boxOf = new Map(boxes.map((box) => [box.stage, box]));
  const trackX = (gutter: number, net: string) =>
    (gutterAt[gutter] ?? 0) + gutterBase / 2 + (gutters[gutter]?.indexOf(net) ?? 0) * trackGap;
  const trackY = (row: number, net: string) =>
    (rowAt[row] ?? 0) - channelBase / 2 - (channels[row]?.indexOf(net) ?? 0) * trackGap;
  const lines = edges.map((edge): Line => {
    const from = boxOf.get(edge.from.stage) as Box;
    const to = boxOf.get(edge.to.stage) as Box;
    const net = netOf(edge);
    const outY = from.y + outPort(edge, edges) * boxHeight;
    const inY = to.y + ports[edge.kind] * boxHeight;
    const outX = trackX(edge.from.column + 1, net);
    const inX = trackX(edge.to.column, net);
    const y = trackY(edge.to.row, net);
    const middle: [number, number][] = isBeside(edge)
      ? []
      : [
          [outX, y],
          [inX, y],
        ];
    const points: [number, number][] = [
      [from.x + from.width, outY],
      [outX, outY],
      ...middle,
      [inX, inY],
      [to.x, inY],
    ];
    return { from: from.stage, to: to.stage, kind: edge.kind, points: withoutRepeats(points) };
  });
  return { width: (gutterAt.at(-1) ?? 0) + (widths.at(-1) ?? 0), height, bands, boxes, lines };
}

/** In the order in which their first stages stand; what has none comes last, unless records begin there. */
function lanesOf(stages: readonly ChartStage[]): (string | null)[] {
  const named = [...new Set(stages.flatMap(({ lane }) => lane ?? []))];
  if (stages.every(({ lane }) => lane !== null)) return named;
  return stages[0]?.lane === null ? [null, ...named] : [...named, null];
}

/** Each stage one column after the last of those before it that lead to it; those of one lane and column below each other. */
function placedStages(stages: readonly ChartStage[], lanes: readonly (string | null)[]): Placed[] {
  const columns: number[] = stages.map(() => 0);
  stages.forEach((stage, index) => {
    const targets = leadsToAny(stage, stages)
      ? [stages[index + 1]?.stage]
      : [...stage.transitions, ...stage.timeOuts].map(({ to }) => to);
    stages.forEach((other, later) => {
      if (later > index && targets.includes(other.stage))
        columns[later] = Math.max(columns[later] ?? 0, (columns[index] ?? 0) + 1);
    });
  });
  const depthOf = (index: number) =>
    stages
      .slice(0, index)
      .filter(({ lane }, other) => lane === stages[index]?.lane && columns[other] === columns[index]).length;
  const depths = stages.map((_, index) => depthOf(index));
  const rowsOf = (lane: string | null) =>
    Math.max(0, ...depths.filter((_, index) => stages[index]?.lane === lane).map((depth) => depth + 1));
  const firstRow = (lane: string | null) => sumOf(lanes.slice(0, lanes.indexOf(lane)).map(rowsOf));
  return stages.map((stage, index) => ({
    ...stage,
    column: columns[index] ?? 0,
    row: firstRow(stage.lane) + (depths[index] ?? 0),
  }));
}

function edgesOf(stages: readonly ChartStage[], placed: readonly Placed[]): Edge[] {
  const named = new Map(placed.map((one) => [one.stage, one]));
  return placed.flatMap((from) => {
    const targets = (kind: LineKind, ways: readonly { to: string }[]) =>
      [...new Set(ways.map(({ to }) => to))].flatMap((name): Edge[] => {
        const to = named.get(name);
        return to === undefined ? [] : [{ from, to, kind }];
      });
    return [
      ...(leadsToAny(from, stages) ? [] : targets('transition', from.transitions)),
      ...targets('timeOut', from.timeOuts),
    ];
  });
}

/** The lines of one kind to one stage share their tracks. */
const netOf = ({ to, kind }: Edge) => `${kind} ${to.stage}`;

const netsOf = (edges: readonly Edge[], isIn: (edge: Edge) => boolean) => [
  ...new Set(edges.filter(isIn).map(netOf)),
];

/** Whether one gutter lies between the two: the line needs no channel. */
const isBeside = ({ from, to }: Edge) => from.column + 1 === to.column;

const isStraight = (edge: Edge) =>
  edge.kind === 'transition' && isBeside(edge) && edge.from.row === edge.to.row;

/** Whether a line leaves upwards: into the channel above its own row, or to a row above. */
const leavesUp = (edge: Edge) =>
  edge.to.row < edge.from.row || (edge.to.row === edge.from.row && !isBeside(edge));

/** Where a line leaves its box, as a part of the height; no two of one box leave at the same place. */
function outPort(edge: Edge, edges: readonly Edge[]): number {
  if (isStraight(edge)) return ports.transition;
  const isUp = leavesUp(edge);
  const beside = edges.filter(
    (other) => other.from === edge.from && !isStraight(other) && leavesUp(other) === isUp,
  );
  const [first, last] = isUp ? ports.above : ports.below;
  return first + ((last - first) * (beside.indexOf(edge) + 1)) / (beside.length + 1);
}

/** The top of each row and each band, with room for the tracks above the row. */
function rowsAt(
  lanes: readonly (string | null)[],
  placed: readonly Placed[],
  channels: readonly (readonly string[])[],
) {
  const rowAt: number[] = [];
  let y = 0;
  const bands = lanes.map((lane) => {
    const top = y;
    const rows = new Set(placed.filter((one) => one.lane === lane).map(({ row }) => row));
    y += bandHead;
    for (const row of [...rows].sort((a, b) => a - b)) {
      y += channelBase + (channels[row]?.length ?? 0) * trackGap;
      rowAt[row] = y;
      y += boxHeight;
    }
    y += channelBase;
    return { lane, y: top, height: y - top };
  });
  return { rowAt, bands, height: y };
}

function withoutRepeats(points: readonly [number, number][]): [number, number][] {
  return points.filter(([x, y], index) => x !== points[index - 1]?.[0] || y !== points[index - 1]?.[1]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
