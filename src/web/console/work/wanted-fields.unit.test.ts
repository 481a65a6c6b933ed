/** The form of a move: which fields it asks for, and what is sent of what was typed. */
import { expect, test } from 'vitest';
import type { DefinedStage, PipelineDefinitionView } from '../../../contract/api/api.ts';
import { opensIn, sentValue, wantedFields } from './wanted-fields.ts';

const definition = {
  fields: [{ field: 'budget', label: 'Budget', type: 'money', choices: null, atLeast: null, atMost: null }],
  stages: [{ stage: 'New', activities: [{ activity: 'call-1', name: 'First call' }] }],
} as unknown as PipelineDefinitionView;

test('missing labels are fields, ticks of activities, or done elsewhere', () => {
  const { wanted, unknown } = wantedFields(definition, 'New', ['First call', 'Budget', 'a quotation']);
  expect(wanted.map(({ field, type }) => [field, type])).toEqual([
    ['call-1', 'tick'],
    ['budget', 'money'],
  ]);
  expect(unknown).toEqual(['a quotation']);
  expect(wantedFields(definition, 'Other', ['First call']).unknown).toEqual(['First call']);
});

test.each([
  ['tick', true, true],
  ['yes or no', 'yes', true],
  ['yes or no', 'no', false],
  ['money', ' 12.5 ', 12.5],
  ['date', '2026-12-01', '2026-12-01'],
  ['text', '  ', undefined],
] as const)('of a %s field "%s" is sent as %s', (type, typed, sent) =>
  expect(sentValue(type, typed)).toBe(sent),
);

test('a stage says in which pipelines it opens a record', () => {
  const onEnter = [{ do: 'notify' }, { do: 'open', pipeline: 'opportunity' }];
  expect(opensIn({ onEnter } as unknown as DefinedStage)).toEqual(['opportunity']);
  expect(opensIn(undefined)).toEqual([]);
});
