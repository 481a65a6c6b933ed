/** When a field counts as filled, by its type; and that an order goes on with a file, not with the text from before. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import type { FieldValue } from '../../contract/language/language.ts';
import { begin, move } from './flow.core.ts';
import { isOpen } from './flow-fields.core.ts';

const flow = flowOf('company-xyz', 'order');

describe('a field is open', () => {
  test.each<[string, FieldValue | undefined, boolean]>([
    ['order-slip', undefined, true],
    ['order-slip', false, true],
    ['order-slip', true, false],
    ['payment-evidence', undefined, true],
    ['payment-evidence', 'receipt', false],
    ['cost', 0, false],
    ['courier-slip', undefined, true],
    ['courier-slip', 'at_slip', false],
    ['courier-slip', 'CS-1', true],
    ['courier-slip', 'at_', true],
  ])('%s: %j → %j', (field, value, expected) =>
    expect(isOpen(flow.pipeline, field, value === undefined ? {} : { [field]: value })).toBe(expected),
  );
});

test('an order from when the courier slip was a text is asked for its file', () => {
  const pickedUp = (slip: string) => {
    const state = { ...begin(flow, 0).state, stage: 'Delivery store', fields: { 'courier-slip': slip } };
    return move(flow, state, { to: 'Courier store' }, { lanes: [], isManager: true }, 0).state.stage;
  };
  expect(() => pickedUp('CS-1')).toThrow(/missing: Courier slip/);
  expect(pickedUp('at_slip')).toBe('Courier store');
});
