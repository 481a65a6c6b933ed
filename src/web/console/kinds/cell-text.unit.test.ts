/** What the cells of a table of records say. */
import { expect, test } from 'vitest';
import { cellText } from './cell-text.ts';

const stage = { field: 'stage', label: 'Stage' };
const said = (end: string | null) => cellText(stage, { id: 'op_1', stage: 'Closed Lost', end });

test('a record is called taken back where what opened it was undone, by its stage elsewhere', () => {
  expect(said('voided')).toBe('Taken back');
  expect([said('lost'), said(null)]).toEqual(['Closed Lost', 'Closed Lost']);
});

test('a lead is called merged where it ended because another one goes on', () => {
  const status = { field: 'status', label: 'Status' };
  const endReason = 'merged: ld_2 of the same person goes on';
  expect(cellText(status, { id: 'ld_1', status: 'Closed lost', end: 'voided', endReason })).toBe('Merged');
  expect(cellText(status, { id: 'ld_1', status: 'Closed lost', end: 'lost', endReason: 'No budget' })).toBe(
    'Closed lost',
  );
});

test('what was taken back has no amount', () => {
  const amount = (end: string | null) =>
    cellText(
      { field: 'amount', label: 'Amount', as: 'amount' },
      { id: 'op_1', end, amount: 0, currency: 'EUR' },
    );
  expect([amount('voided'), amount('lost')]).toEqual(['', expect.stringContaining('0.00')]);
  const score = { field: 'score', label: 'Score' };
  expect(cellText(score, { id: 'op_1', end: 'voided', score: 1 })).toBe('1');
});
