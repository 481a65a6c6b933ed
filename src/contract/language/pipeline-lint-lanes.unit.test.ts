/** Errors of sales processes about people: lanes that nobody works in, and records of people who wish no contact. */
import { describe, expect, test } from 'vitest';
import { errorsOf, processWith } from '../../../test/support/sales-process-text.ts';
import { readSalesProcess } from './sales-process-file.ts';
import { errorInWords } from './yaml-file.ts';

describe('lanes and roles fit each other', () => {
  const outside = '[Sales, { lane: Customer, roles: [] }]';
  const nobody = 'no role works in the lane "Customer"; give the lane "roles", "members" or "standIns"';

  test.each([
    ['a stage that nobody may leave', 'lane: Customer, next: [Done]', `nobody may leave "New": ${nobody}`],
    ['a way for nobody alone', 'next: [{ to: Done, by: [Customer] }]', `nobody may leave "New": ${nobody}`],
    [
      'an activity that nobody may complete',
      'next: [Done], activities: [{ activity: signs, number: 1, owner: Customer, name: Signs }]',
      `nobody may complete "signs": ${nobody}`,
    ],
    [
      'a task that nobody may do',
      'next: [Done], onEnter: [{ do: task, subject: Sign, for: Customer }]',
      `nobody may do this task: ${nobody}`,
    ],
  ])('%s', (_what, inNew, error) => {
    expect(errorsOf({ lanes: outside, inNew })).toEqual([expect.stringContaining(error)]);
  });

  test.each([
    [
      'somebody stands in',
      '[Sales, { lane: Customer, roles: [], standIns: [Sales] }]',
      'lane: Customer, next: [Done]',
    ],
    [
      'the owner stands in',
      '[{ lane: Customer, roles: [], standIns: [owner] }]',
      'lane: Customer, next: [Done]',
    ],
    [
      'every marketer works there',
      '[{ lane: Customer, roles: [], members: [marketer] }]',
      'lane: Customer, next: [Done]',
    ],
    ['another lane may take a way', outside, 'lane: Customer, next: [{ to: Done, by: [Customer, Sales] }]'],
    [
      'the clock leaves it',
      outside,
      'lane: Customer, next: [Done], after: [{ time: 1 day, to: Done, reason: late }]',
    ],
    [
      'the activity is done by itself',
      outside,
      'next: [Done], activities: [{ activity: a, number: 1, owner: Customer, name: A, automatable: true, automatic: true }]',
    ],
  ])('no error where %s', (_what, lanes, inNew) => {
    expect(errorsOf({ lanes, inNew })).toEqual([]);
  });

  test.each([
    ['a lane that is there twice', '[Sales, { lane: Sales }]', 'the lane "Sales" is there twice'],
    [
      'a stand-in who is no lane',
      '[{ lane: Sales, standIns: [Cooks] }]',
      '"Cooks" is no lane; expected "owner", "Sales"',
    ],
    [
      'stand-ins for each other',
      '[{ lane: A, roles: [], standIns: [B] }, { lane: B, roles: [], standIns: [A] }, Sales]',
      'nobody may leave',
    ],
    ['a role that is none', '[{ lane: Sales, roles: [cook] }]', 'lanes[1]'],
  ])('%s', (_what, lanes, error) => {
    const inNew = lanes.includes('lane: A,') ? 'lane: A, next: [Done]' : 'next: [Done]';
    expect(errorsOf({ lanes, inNew })).toEqual([expect.stringContaining(error)]);
  });
});

describe('people who wish no contact', () => {
  const ended = (doNotContact: string, of = 'lead') => {
    const text = processWith({}).replace('of: lead', `of: ${of}\n    doNotContact: ${doNotContact}`);
    const reading = readSalesProcess('example.yaml', text);
    return reading.ok ? [] : reading.errors.map(errorInWords);
  };
  test.each(['goes on', 'Done'])('their records may say %s', (word) => expect(ended(word)).toEqual([]));
  test.each([
    ['New', 'lead', '"New" is no end; expected "goes on" or "Done"'],
    ['Done', 'campaign', 'a campaign is about no person; remove it'],
  ])('%s of a %s', (word, of, error) => {
    expect(ended(word, of)).toEqual([expect.stringContaining(error)]);
  });
});
