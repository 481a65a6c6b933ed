/** What the cells of a table of records say. */
import { expect, test } from 'vitest';
import { cellText } from './cell-text.ts';

const stage = { field: 'stage', label: 'Stage' };
const said = (end: string | null) => cellText(stage, { id: 'op_1', stage: 'Closed Lost', end });

test('a record is called taken back where what opened it was undone, by its stage elsewhere', () => {
  expect(said('voided')).toBe('Taken back');
  expect([said('lost'), said(null)]).toEqual(['Closed Lost', 'Closed Lost']);
  expect(cellText({ field: 'amount', label: 'Amount' }, { id: 'op_1', end: 'voided', amount: 1 })).toBe('1');
});
