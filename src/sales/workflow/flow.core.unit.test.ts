/** What the walks of the shipped pipelines in test/pipelines/ do not come by. */
import { expect, test } from 'vitest';
import { readSalesProcess } from '../../contract/language/language.ts';
import { begin, fill, moveDue, openItems } from './flow.core.ts';

const reading = readSalesProcess(
  'example.yaml',
  `
process: example
name: Example
timeZone: UTC
lanes: [Sales, Customer]
pipelines:
  - pipeline: lead
    name: Leads
    of: lead
    stages:
      - stage: Asked
        activities:
          - { activity: rep-signs, number: 1, owner: Sales, name: Rep signs, oneOf: signs }
          - { activity: customer-signs, number: 1, owner: Customer, name: Customer signs, oneOf: signs }
          - { activity: rep-calls, number: 2, owner: Sales, name: Rep calls }
        every:
          - { time: 2 days, do: [{ do: note, text: asked again }] }
        after:
          - { time: 7 days, to: Lost, reason: no answer }
      - stage: Lost
        ends: lost
`,
);
if (!reading.ok) throw new Error('the example is not well-formed');
const flow = { process: reading.value, pipeline: reading.value.pipelines[0] as never };
const dayMs = 86_400_000;

test('asked long after a time-out, the clock reminds only for the time before it', () => {
  const { state, effects } = moveDue(flow, begin(flow, 0).state, 100 * dayMs);
  expect(state).toMatchObject({ stage: 'Lost', enteredAtMs: 7 * dayMs });
  expect(effects.filter((effect) => effect.do === 'note')).toEqual([
    { atMs: 6 * dayMs, do: 'note', text: 'asked again' },
  ]);
  expect(effects.map(({ atMs }) => atMs)).toEqual([...effects.map(({ atMs }) => atMs)].sort((a, b) => a - b));
});

test('activities that are one piece of work are done when one owner has done it', () => {
  const { state } = begin(flow, 0);
  expect(openItems(flow, state)).toEqual(['1 Rep signs', '1 Customer signs', '2 Rep calls']);
  expect(openItems(flow, fill(flow, state, { 'customer-signs': true }))).toEqual(['2 Rep calls']);
});
