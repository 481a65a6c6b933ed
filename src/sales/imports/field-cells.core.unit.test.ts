/** Fields of pipelines in files: their columns, and cells of every type by the definition. */
import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import type { PipelineField } from '../../contract/language/language.ts';
import {
  columnOfField,
  fieldColumn,
  fieldIn,
  fieldNamesOf,
  fieldsIn,
  isFieldColumn,
  withFields,
} from './field-cells.core.ts';
import { guessedMapping } from './mapping.core.ts';

const flow = { id: 'touchstone/opportunity@1', ...flowOf('touchstone', 'opportunity') };
const rules = { decimal: '.', dates: 'dmy' } as const;

/** The flow with one field of a type, `it`. */
function withField(field: Partial<PipelineField>) {
  const it = { label: 'It', type: 'text', ...field } as PipelineField;
  return { ...flow, pipeline: { ...flow.pipeline, fields: { it } } };
}
const read = (field: Partial<PipelineField>, cell: string | null, decimal: '.' | ',' = '.') => {
  const found = fieldsIn(withField(field), { 'field:it': cell }, { ...rules, decimal });
  return 'problems' in found ? found.problems[0]?.reason : found.fields['it'];
};

test('the column of a field is called by its name, and found by its label', () => {
  expect([columnOfField('budget'), fieldIn('field:budget'), isFieldColumn('budget')]).toEqual([
    'field:budget',
    'budget',
    false,
  ]);
  const columns = [fieldColumn({ field: 'budget', label: 'Opportunity budget' })];
  expect(guessedMapping('opportunities', ['Name', 'opportunity BUDGET', 'field:other'], columns)).toEqual({
    Name: 'name',
    'opportunity BUDGET': 'field:budget',
    'field:other': null,
  });
  expect(guessedMapping('opportunities', ['field:budget', 'Opportunity budget'], columns)).toEqual({
    'field:budget': 'field:budget',
    'Opportunity budget': null,
  });
});

test('fields of several pipelines are named once, files are none, activities are', () => {
  const names = fieldNamesOf([flow, withField({ type: 'attachment' }), withField({ label: 'Later' })]);
  expect(names.filter(({ field }) => field === 'it')).toEqual([
    { field: 'it', label: 'Later', isDay: false },
  ]);
  const activities = flow.pipeline.stages.flatMap((stage) =>
    stage.activities.map(({ activity }) => activity),
  );
  expect(names.map(({ field }) => field)).toEqual(expect.arrayContaining(activities));
  expect(new Set(names.map(({ field }) => field)).size).toBe(names.length);
});

describe('a cell of type', () => {
  test.each<[Partial<PipelineField>, string, unknown]>([
    [{ type: 'tick' }, 'x', true],
    [{ type: 'yes or no' }, 'nein', false],
    [{ type: 'yes or no' }, 'perhaps', 'expected "yes" or "no"'],
    [{ type: 'number' }, '1,200.5', 1200.5],
    [{ type: 'number' }, 'many', 'expected a number with a decimal point ("decimal" is ".")'],
    [{ type: 'number', atLeast: 2 }, '2', 2],
    [{ type: 'number', atLeast: 2 }, '1', expect.stringContaining('at least 2')],
    [{ type: 'money' }, '1200.5', '1200.50'],
    [{ type: 'money' }, '1.234', expect.stringContaining('at most two decimals')],
    [{ type: 'date' }, '01.12.2026', '2026-12-01'],
    [{ type: 'date' }, '12/31/2026', expect.stringContaining('the day first')],
    [{ type: 'choice', choices: ['Cloud', 'On site'] }, 'on-site', 'On site'],
    [{ type: 'choice', choices: ['Cloud', 'On site'] }, 'Moon', 'expected "Cloud", "On site"'],
    [{ type: 'text' }, "'=1+1", '=1+1'],
    [{ type: 'attachment' }, 'at_1', expect.stringContaining('uploaded')],
  ])('%j, %s', (field, cell, expected) => expect(read(field, cell)).toEqual(expected));

  test('money and numbers follow the decimal comma of the file', () => {
    expect([read({ type: 'money' }, '1.200,5', ','), read({ type: 'number' }, '0,25', ',')]).toEqual([
      '1200.50',
      0.25,
    ]);
  });

  test('nothing clears, and a name that is no field says which there are', () => {
    expect(read({}, null)).toBeNull();
    const found = fieldsIn(flow, { 'field:constructor': 'x' }, rules);
    expect(found).toMatchObject({
      problems: [{ column: 'field:constructor', reason: expect.stringContaining('is no field of') }],
    });
  });
});

test('fields that are given take the places of former ones, null takes one out, and what is the same is the same text', () => {
  expect(withFields({ b: 1, a: 2 }, { a: 3, b: null, c: 4 })).toEqual({ a: 3, c: 4 });
  expect(JSON.stringify(withFields({ b: 1, a: 2 }, { a: 2 }))).toBe('{"b":1,"a":2}');
});
