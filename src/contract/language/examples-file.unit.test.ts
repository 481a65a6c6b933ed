/** The limits of an examples file: at them, below, above; and nothing is made of what is above. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { readExamples } from './language.ts';

const { exampleStepsMax, examplesEventsMax } = limits;

/** An example of each list of steps; a step is how often it repeats. */
function errorsOf(...examples: readonly (readonly number[])[]): string[] {
  const given = examples.map((steps, index) => ({
    ...{ example: `${index}`, expect: { score: 0, tier: 'none' } },
    steps: steps.map((times) => ({ page: '/', times })),
  }));
  const read = readExamples('e.yaml', JSON.stringify({ programme: 'web', examples: given }), 'web');
  return read.ok ? [] : read.errors.map(({ message }) => message);
}

const full = new Array<number>(examplesEventsMax / 1_000).fill(1_000);

test.each([
  ['steps of one example', [new Array<number>(exampleStepsMax - 1).fill(1)]],
  ['steps of one example, all of them', [new Array<number>(exampleStepsMax).fill(1)]],
  ['events of one example', [full]],
  ['events of many', full.map((times) => [times])],
])('%s within the limit are read', (_, examples) => {
  expect(errorsOf(...examples)).toEqual([]);
});

test.each([
  ['one step more', [new Array<number>(exampleStepsMax + 1).fill(1)], /at most 1000/],
  ['one event more', [[...full, 1]], /they are 50001 events; at most 50000 in a file, so shorten "times"/],
  ['one event more, in the next example', [full, [1]], /they are 50001 events; at most 50000/],
  ['many steps that repeat', [new Array<number>(40_000).fill(1_000)], /at most 1000/],
])('%s is refused, with the limit and the remedy', (_, examples, message) => {
  expect(errorsOf(...examples)).toEqual([expect.stringMatching(message)]);
});
