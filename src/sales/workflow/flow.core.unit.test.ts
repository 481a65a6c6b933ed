/** What the scenarios of the shipped pipelines in test/sales/scenarios do not reach. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import { readSalesProcess } from '../../contract/language/language.ts';
import { begin, fill, moveDue, nextActionAtMs, refill } from './flow.core.ts';
import { missingTo, openItems } from './flow-stages.core.ts';

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

describe('the field that a running time-out counts from', () => {
  const running = [
    ['emea', 'lead', 'On hold', { 'hold-until': '2026-12-01' }, 'hold-until'],
    ['process-guide', 'lead', 'Follow-up requested', { 'call-back-on': '2026-12-01' }, 'call-back-on'],
    ['company-xyz', 'order', 'Customer invoice', { 'invoiced-on': '2026-12-01' }, 'invoiced-on'],
    ['company-xyz', 'order', 'Send customer order slip', { 'available-in-days': 3 }, 'available-in-days'],
  ] as const;
  test.each(running)('%s/%s in "%s"', (process, pipeline, stage, fields, name) => {
    const shipped = flowOf(process, pipeline);
    const { state } = begin(shipped, 0, fields, stage);
    expect(nextActionAtMs(shipped, state)).not.toBeNull();
    for (const nothing of [null, ''])
      expect(() => refill(shipped, state, { [name]: nothing })).toThrow(
        `"${name}" may not be empty in "${stage}"`,
      );
    expect(refill(shipped, state, fields).fields).toMatchObject(fields);
  });

  test('is emptied where none runs', () => {
    const emea = flowOf('emea', 'lead');
    const { state } = begin(emea, 0, { 'hold-until': '2026-12-01' });
    expect(refill(emea, state, { 'hold-until': null }).fields).toEqual({});
  });
});

describe('what is missing on the shortest way to a stage', () => {
  const at = (process: string, stage: string | null, fields = {}) => {
    const shipped = flowOf(process, 'lead');
    return { shipped, state: begin(shipped, 0, fields, stage).state };
  };
  test.each([
    ['emea', null, 'Converted', {}, []],
    ['touchstone', null, 'Qualified', {}, []],
    ['process-guide', null, 'Opportunity found', {}, ['What it is about']],
    ['process-guide', null, 'Opportunity found', { enquiry: 'A roof' }, []],
    ['process-guide', 'No interest', 'Opportunity found', { enquiry: 'A roof' }, []],
    [
      'value-stream',
      'Established',
      'Opportunity',
      {},
      [/^5 Prospect fills/, /^5 Customer fills/, /^5 Partner fills/],
    ],
    ['value-stream', 'Established', 'Opportunity', { 'customer-fills-the-landing-page-signs-up': true }, []],
  ] as const)('%s, from %s to "%s" with %j', (process, stage, to, fields, expected) => {
    const { shipped, state } = at(process, stage, fields);
    expect(missingTo(shipped, state, to)).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    );
  });

  test('of every stage that is passed, once', () => {
    const { shipped, state } = at('value-stream', null);
    const missing = missingTo(shipped, state, 'Opportunity');
    expect(missing).toHaveLength(4 + 1 + 3);
    expect(missing).toEqual(expect.arrayContaining(openItems(shipped, state)));
  });

  test('of its own stage where no way leads there', () => {
    const { shipped, state } = at('value-stream', 'Lost');
    expect(missingTo(shipped, state, 'Opportunity')).toEqual([]);
  });
});
