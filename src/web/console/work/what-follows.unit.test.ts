/** What an outcome does with its lead: where it goes, what that opens, and where it stays. */
import { expect, test } from 'vitest';
import type {
  DefinedStage,
  LeadView,
  PipelineDefinitionView,
  TaskOutcome,
} from '../../../contract/api/api.ts';
import { whatFollows } from './what-follows.ts';

const stage = (name: string, ends: DefinedStage['ends'] = null, onEnter: DefinedStage['onEnter'] = []) =>
  ({ stage: name, ends, onEnter }) as DefinedStage;
const definition: Pick<PipelineDefinitionView, 'stages' | 'afterContact' | 'start'> = {
  start: 'New',
  stages: [
    stage('New'),
    stage('Working'),
    stage('Converted', 'won', [{ do: 'open', pipeline: 'opportunity' }]),
    stage('Lost', 'lost'),
  ],
  afterContact: { 'no opportunity': 'Working' },
};
const lead = (at: string, missing: string[] = []) =>
  ({ stage: at, next: [{ to: 'Working', when: null, missing }] }) as unknown as LeadView;
const stays = { to: null, opens: [], missing: [] };

test.each<[string, TaskOutcome, LeadView, object]>([
  ['a sale', 'Opportunity created', lead('New'), { to: 'Converted', opens: ['opportunity'], missing: [] }],
  [
    'a sale, later',
    'Opportunity created',
    lead('Working'),
    { to: 'Converted', opens: ['opportunity'], missing: [] },
  ],
  ['a sale after the end', 'Opportunity created', lead('Lost'), stays],
  ['no sale', 'No opportunity', lead('New'), { to: 'Working', opens: [], missing: [] }],
  [
    'no sale, something is missing',
    'No opportunity',
    lead('New', ['Notes']),
    { to: 'Working', opens: [], missing: ['Notes'] },
  ],
  ['no sale of one that was moved', 'No opportunity', lead('Working'), stays],
])('%s', (_what, outcome, of, follows) => expect(whatFollows(outcome, of, definition)).toEqual(follows));

test('where the pipeline says nothing of it, the lead stays', () =>
  expect(whatFollows('No opportunity', lead('New'), { ...definition, afterContact: null })).toEqual(stays));
