/** Names of pipelines: of the present version, of one before, and of one that nobody knows. */
import { expect, test } from 'vitest';
import { pipelineName, pipelineOf } from './pipeline-name.ts';

const pipelines = [
  { id: 'emea/lead', name: 'Leads', version: 1 },
  { id: 'emea/opportunity', name: 'Opportunities', version: 2 },
];

test.each([
  ['emea/opportunity@2', 'Opportunities · emea'],
  ['emea/opportunity@1', 'Opportunities · emea, version 1'],
  ['emea/opportunity', 'Opportunities · emea'],
  ['emea/other@2', 'emea/other@2'],
])('%s is %s', (version, name) => {
  expect(pipelineName(version, pipelines)).toBe(name);
});

test('a version finds its pipeline alone', () => {
  expect(pipelineOf('emea/opportunity@7', pipelines)?.id).toBe('emea/opportunity');
  expect(pipelineOf('emea/opp@1', pipelines)).toBeUndefined();
});
