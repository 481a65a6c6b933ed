/** Where the records of a stage are listed: the table there takes each filter of the address, and drops none. */
import { expect, test } from 'vitest';
import { recordFilterOf } from '../../../contract/api/api.ts';
import { kindAt } from '../kinds/record-kinds.ts';
import { recordsAddress } from './records-address.ts';

const kinds = ['campaign', 'lead', 'opportunity', 'deal', 'order', 'job'] as const;

test.each(kinds)('the table of a %s takes the filters of a stage', (kind) => {
  const { to, search } = recordsAddress(kind, 'emea/some', 'New', false);
  const { filters, figureFilters = [] } = kindAt(to);
  const taken = [...filters.map(({ name }) => name), ...figureFilters];
  expect(search).toEqual({ pipeline: 'emea/some', stage: 'New', open: 'true' });
  expect(Object.keys(search).filter((name) => !taken.includes(name))).toEqual([]);
});

test.each(['campaign', 'opportunity', 'deal', 'order', 'job'] as const)(
  'the API has each filter of the table of a %s',
  (kind) => {
    const { to } = recordsAddress(kind, 'emea/some', 'New', false);
    const { figureFilters = [] } = kindAt(to);
    const { success, error } = recordFilterOf(kind).safeParse(
      Object.fromEntries(figureFilters.map((name) => [name, ''])),
    );
    const unknown = error?.issues.filter(({ code }) => code === 'unrecognized_keys') ?? [];
    expect([success, unknown]).toEqual([false, []]);
  },
);

test('those of an end are closed', () =>
  expect(recordsAddress('lead', 'emea/lead', 'Junk', true).search).toMatchObject({ open: 'false' }));
