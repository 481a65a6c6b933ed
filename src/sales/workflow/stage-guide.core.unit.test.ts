/** The guides of shipped stages: what is asked, of which owner, and what of it is done. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import { guideOf } from './stage-guide.core.ts';

const stored = (process: string, pipeline: string) => ({
  ...flowOf(process, pipeline),
  id: `${process}/${pipeline}@1`,
});

test('a stage with a note and a step, and nothing to do', () => {
  expect(guideOf(stored('process-guide', 'lead'), { stage: 'In contact', fields: {} })).toEqual({
    pipeline: 'process-guide/lead@1',
    pipelineName: 'Steps 1 and 2, the client',
    stage: 'In contact',
    step: '2',
    lane: 'Sales',
    note: expect.stringContaining('logged the same day'),
    channels: {},
    checklist: [],
    reminders: [],
    activities: [],
  });
});

describe('a field is done when it is filled', () => {
  test('of the reminders', () => {
    const fields = { 'hold-until': '2026-12-24' };
    expect(guideOf(stored('emea', 'lead'), { stage: 'On hold', fields }).reminders).toEqual([
      { field: 'notes', label: 'Notes', done: false },
      { field: 'hold-until', label: 'On hold until', done: true },
    ]);
  });

  test('of the checklist, where a tick must be ticked', () => {
    const fields = { 'contact-attached': true, 'campaign-assigned': false };
    const guide = guideOf(stored('emea', 'opportunity'), { stage: 'Validation pending', fields });
    expect(guide.checklist.map(({ field, done }) => [field, done])).toEqual([
      ['contact-attached', true],
      ['campaign-assigned', false],
    ]);
  });
});

test('activities in the order of the file, joined ones done when one of them is', () => {
  const fields = { 'customer-fills-the-landing-page-signs-up': true };
  const guide = guideOf(stored('value-stream', 'lead'), { stage: 'Established', fields });
  expect(guide.channels).toMatchObject({ indirect: ['Physical visits', 'Events', 'Webinars'] });
  expect(guide.activities.map(({ owner, oneOf, done }) => [owner, oneOf, done])).toEqual([
    ['Prospect', 'signs-up', true],
    ['Customer', 'signs-up', true],
    ['Partners', 'signs-up', true],
  ]);
  expect(guide.activities[0]).toEqual({
    activity: 'prospect-fills-the-landing-page-signs-up',
    number: 5,
    name: 'Prospect fills the landing page, signs up',
    owner: 'Prospect',
    optional: false,
    oneOf: 'signs-up',
    automatable: false,
    automatic: false,
    done: true,
  });
});
