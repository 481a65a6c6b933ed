import { expect, test } from 'vitest';
import { readSellingSystem } from './pipeline-file.ts';
import { faultInWords } from './yaml-file.ts';

const faultsWith = (activities: string) => {
  const text = `
system: example
name: Example
timeZone: UTC
lanes: [Sales, Customer]
pipelines:
  - pipeline: lead
    name: Leads
    of: lead
    stages:
      - stage: New
        activities:
          - { activity: rep-signs, number: 1, owner: Sales, name: Signs, oneOf: signs }
${activities}
        next: [Done]
      - stage: Done
        ends: done
`;
  const reading = readSellingSystem('example.yaml', text);
  return reading.ok ? [] : reading.faults.map(faultInWords);
};

test('"oneOf" joins activities of one stage', () => {
  const other =
    '          - { activity: customer-signs, number: 1, owner: Customer, name: Signs, oneOf: signs }';
  expect(faultsWith(other)).toEqual([]);
});

test('"oneOf" that no other activity shares is a fault', () => {
  const faults = faultsWith('');
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain('no other activity of "New" is "oneOf: signs"');
});
