/** No value of two records is lost: it stays, or it finds the record that is left, or the other one was chosen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personMergeFields } from '../../contract/api/api.ts';
import { comparedFields, mergedColumns, namesLeft } from './fields.core.ts';

const text = fc.constantFrom('a', 'b', null);
const person = fc.record({
  ...{ email: text, profile: text, name: text, company: text, company_id: text, title: text, phone: text },
  ...{ country: text, language: text, owner: text, external_id: text, external_source: text },
  kind: fc.constantFrom('prospect', 'contact', 'customer'),
  claimed_email: text,
});
const addressIn = (row: Record<string, unknown>) => row['email'] ?? row['claimed_email'];
const take = fc.subarray([...personMergeFields]);

describe('two people', () => {
  test('every field is of one of them, and empty only where both are or the empty one was chosen', () => {
    fc.assert(
      fc.property(person, person, take, (kept, merged, taken) => {
        const left = mergedColumns('people', { kept, merged, take: taken });
        for (const [column, value] of Object.entries(left)) {
          const given = [kept, merged].map((row) => row[column as keyof typeof row]);
          expect(given).toContain(value);
        }
        const untaken = mergedColumns('people', { kept, merged, take: [] });
        for (const { field, kept: own, merged: other } of comparedFields('people', kept, merged))
          if (field !== 'externalId' && field !== 'company')
            expect((field === 'email' ? addressIn(untaken) : untaken[field]) === null).toBe(
              own === null && other === null,
            );
      }),
    );
  });

  test('an address, a profile and an id of either are said, or find the one that is left', () => {
    fc.assert(
      fc.property(person, person, take, (kept, merged, taken) => {
        const left = mergedColumns('people', { kept, merged, take: taken });
        const names = namesLeft('people', { kept, merged, left });
        for (const column of ['email', 'profile'] as const)
          for (const row of [kept, merged])
            if (row[column] !== null) expect([left[column], names[column]]).toContain(row[column]);
        for (const row of [kept, merged])
          if (row.external_id !== null)
            expect([
              [left['external_id'], left['external_source']],
              [names['external_id'], names['external_source']],
            ]).toContainEqual([row.external_id, row.external_source]);
      }),
    );
  });

  test('the nearer customer stays, unless the other kind is chosen', () => {
    const [one, other] = [{ kind: 'prospect' }, { kind: 'customer' }];
    expect(mergedColumns('people', { kept: one, merged: other, take: [] })['kind']).toBe('customer');
    expect(mergedColumns('people', { kept: other, merged: one, take: [] })['kind']).toBe('customer');
    expect(mergedColumns('people', { kept: other, merged: one, take: ['kind'] })['kind']).toBe('prospect');
  });
});
