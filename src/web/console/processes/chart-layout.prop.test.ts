/** The laws of a chart: no box lies upon another, every way is drawn, no line crosses a box or lies upon a line to elsewhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Box,
  back,
  type ChartLayout,
  type ChartStage,
  type Line,
  layOut,
  leadsToAny,
} from './chart-layout.ts';

const lanes = [null, 'Sales', 'Delivery', 'Finance'];

/** Any pipeline: transitions on and back, to itself, time-outs, ways to where the record came from. */
const pipelines = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const target = fc.integer({ min: 0, max: size }).map((index) => (index === size ? back : `s${index}`));
  const stage = fc.record({
    lane: fc.constantFrom(...lanes),
    transitions: fc.array(fc.record({ to: target, when: fc.constantFrom(null, 'yes', 'no') }), {
      maxLength: 6,
    }),
    timeOuts: fc.array(fc.record({ to: target }), { maxLength: 2 }),
  });
  return fc
    .array(stage, { minLength: size, maxLength: size })
    .map((stages) => stages.map((one, index): ChartStage => ({ stage: `s${index}`, ...one })));
});

const forAll = (law: (stages: ChartStage[], layout: ChartLayout) => void) =>
  fc.assert(
    fc.property(pipelines, fc.integer({ min: 300, max: 2_000 }), (stages, width) =>
      law(stages, layOut(stages, width)),
    ),
  );

type Segment = { net: string; fromX: number; toX: number; fromY: number; toY: number };

const segmentsOf = ({ points, to, kind }: Line): Segment[] =>
  points.slice(1).map(([x, y], index) => {
    const [beforeX, beforeY] = points[index] as readonly [number, number];
    return {
      net: `${kind} ${to}`,
      ...{ fromX: Math.min(x, beforeX), toX: Math.max(x, beforeX) },
      ...{ fromY: Math.min(y, beforeY), toY: Math.max(y, beforeY) },
    };
  });

const crosses = (box: Box, { fromX, toX, fromY, toY }: Segment) =>
  fromX < box.x + box.width && toX > box.x && fromY < box.y + box.height && toY > box.y;

/** Whether two lie upon each other for a length. */
const lieTogether = (one: Segment, other: Segment) =>
  (one.fromY === one.toY &&
    other.fromY === other.toY &&
    one.fromY === other.fromY &&
    Math.min(one.toX, other.toX) > Math.max(one.fromX, other.fromX)) ||
  (one.fromX === one.toX &&
    other.fromX === other.toX &&
    one.fromX === other.fromX &&
    Math.min(one.toY, other.toY) > Math.max(one.fromY, other.fromY));

describe('a chart', () => {
  test('has a box for each stage, and none lies upon another', () => {
    forAll((stages, { boxes }) => {
      expect(boxes.map(({ stage }) => stage)).toEqual(stages.map(({ stage }) => stage));
      boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1))
          expect(
            one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y,
          ).toBe(true);
      });
    });
  });

  test('draws every way to a stage, once, and nothing else', () => {
    forAll((stages, { lines }) => {
      const wanted = stages.flatMap((stage) => [
        ...(leadsToAny(stage, stages) ? [] : stage.transitions).map(
          ({ to }) => `${stage.stage} transition ${to}`,
        ),
        ...stage.timeOuts.map(({ to }) => `${stage.stage} timeOut ${to}`),
      ]);
      const drawn = lines.map(({ from, kind, to }) => `${from} ${kind} ${to}`);
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(new Set(drawn)).toEqual(new Set(wanted.filter((way) => !way.endsWith(` ${back}`))));
    });
  });

  test('has lines of right angles that begin and end at their boxes and cross none', () => {
    forAll((_, { boxes, lines }) => {
      const boxOf = (stage: string) => boxes.find((box) => box.stage === stage) as Box;
      for (const line of lines) {
        const [from, to] = [boxOf(line.from), boxOf(line.to)];
        const [beginX, beginY] = line.points[0] as readonly [number, number];
        const [endX, endY] = line.points.at(-1) as readonly [number, number];
        expect([beginX, endX]).toEqual([from.x + from.width, to.x]);
        expect(beginY > from.y && beginY < from.y + from.height).toBe(true);
        expect(endY > to.y && endY < to.y + to.height).toBe(true);
        for (const segment of segmentsOf(line)) {
          expect(segment.fromX === segment.toX || segment.fromY === segment.toY).toBe(true);
          expect(boxes.filter((box) => crosses(box, segment))).toEqual([]);
        }
      }
    });
  });

  test('has no line upon one that leads elsewhere', () => {
    forAll((_, { lines }) => {
      const segments = lines.flatMap(segmentsOf);
      segments.forEach((one, index) => {
        const upon = segments
          .slice(index + 1)
          .filter((other) => other.net !== one.net && lieTogether(one, other));
        expect(upon).toEqual([]);
      });
    });
  });

  test('holds everything, has a band for each lane below another, and is the same each time', () => {
    fc.assert(
      fc.property(pipelines, (stages) => {
        const layout = layOut(stages, 1_000);
        const { width, height, bands, boxes, lines } = layout;
        for (const [x, y] of lines.flatMap(({ points }) => points))
          expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
        boxes.forEach((box, index) => {
          expect(box.x >= 0 && box.x + box.width <= width).toBe(true);
          const band = bands.find(({ lane }) => lane === stages[index]?.lane);
          expect(box.y >= (band?.y ?? 0) && box.y + box.height <= (band?.y ?? 0) + (band?.height ?? 0)).toBe(
            true,
          );
        });
        bands.forEach(({ y }, index) => {
          const before = bands[index - 1];
          expect(y).toBe(before === undefined ? 0 : before.y + before.height);
        });
        expect(layOut(stages, 1_000)).toEqual(layout);
      }),
    );
  });
});

test('a way to any other stage is a word of its box where there are many, and lines where there are few', () => {
  const any = (size: number): ChartStage[] =>
    Array.from({ length: size }, (_, index) => ({
      stage: `s${index}`,
      lane: null,
      timeOuts: [],
      transitions: Array.from({ length: size }, (__, other) => ({ to: `s${other}`, when: null })).filter(
        ({ to }) => to !== `s${index}`,
      ),
    }));
  expect(layOut(any(4), 900).lines).toHaveLength(12);
  expect(layOut(any(5), 900).lines).toEqual([]);
  // They stand in a row nevertheless.
  expect(layOut(any(5), 900).boxes.map(({ column }) => column)).toEqual([0, 1, 2, 3, 4]);
  const [first, ...others] = any(5);
  const withOutcome = { ...(first as ChartStage), transitions: [{ to: 's1', when: 'yes' }] };
  expect(leadsToAny(withOutcome, [withOutcome, ...others])).toBe(false);
});
