/** A rule that pays what each event says, and what came of it in the words of its reasons, for the tests of caps and bounds. */
import { reasonsOf, refusalsOf } from '../../src/engine/scoring/explain.ts';
import { Life, programmesOf } from './programme.ts';

/** Pays what the event says. */
export const by = (more = '') =>
  `{ id: by, label: By so much, when: { event: By }, points: { property: n, atLeast: -100, atMost: 100 }, pays: every time${more} }`;
/** A reason as rule, points, value and words. */
export const lineOf = ({ rule, points, value, reason }: ReturnType<typeof reasonsOf>[number]) => [
  rule,
  points,
  value,
  reason,
];

/** What was paid, and what was refused. */
export function linesOf(life: Life) {
  const { contributions, refusals } = life.evaluation;
  return {
    paid: reasonsOf(contributions).map(lineOf),
    refused: refusalsOf(refusals).map(({ rule, reason }) => [rule, reason]),
  };
}

/** A life of one event for each number, a millisecond apart. */
export function earn(parts: string, ...numbers: number[]): Life {
  const life = new Life(programmesOf(parts));
  for (const n of numbers) life.wait(1).track('By', { n });
  return life;
}
