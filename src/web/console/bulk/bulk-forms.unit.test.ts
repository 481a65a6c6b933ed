import { expect, test } from 'vitest';
import { formsFor } from './bulk-forms.ts';

const formsOf = (...allowed: string[]) =>
  formsFor('people', (address) => allowed.includes(address)).map(({ form }) => form);

test('who may change people may do everything with many but what is of other lists', () => {
  expect(formsOf('/bulk-acts', '/people/x', '/people/x/campaign-influences')).toEqual([
    'assign',
    'set',
    'do not contact',
    'campaign',
  ]);
});

test('who may only add people to campaigns, as marketers may, does that', () => {
  expect(formsOf('/bulk-acts', '/people/x/campaign-influences')).toEqual(['campaign']);
});

test.each([[['/people/x', '/people/x/campaign-influences']], [['/bulk-acts']], [[]]])(
  'nothing is offered to who may only %j',
  (allowed) => {
    expect(formsOf(...allowed)).toEqual([]);
  },
);
