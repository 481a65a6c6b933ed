/** Forms: whatever is sent is read into texts that can be stored, or refused with the name of the field. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowOf } from '../../../test/support/sales-processes.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { readSubmission, typedFields } from './submission.core.ts';

const allowed = ['payment-evidence', 'cost', 'order-slip', 'name'];
const names = fc.constantFrom(
  ...[
    'email',
    'name',
    'phone',
    'company',
    'website',
    'submission',
    'payment-evidence',
    'cost',
    'fields.name',
  ],
  ...['__proto__', 'constructor', 'status', 'owner', 'person_id'],
);
const values = fc.oneof(
  fc.constantFrom('ada@example.com', '', 'on', '12.5', '\u0000', 'a\r\nb', '\ud800', 'x'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue(),
  fc.array(fc.string(), { maxLength: 3 }),
);
const bodies = fc.array(fc.tuple(names, values), { maxLength: 8 }).map((entries) => {
  const body: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) body[name] = value;
  return body;
});

test('a body is read, or refused with a code and a name', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      try {
        const { person, fields } = readSubmission(body, allowed);
        expect(person.email ?? person.phone).not.toBeNull();
        for (const text of Object.values(person))
          if (text !== null) {
            expect(text.length).toBeLessThanOrEqual(200);
            expect(text.isWellFormed()).toBe(true);
            expect(text).not.toMatch(/\p{Cc}/u);
          }
        expect(Object.keys(fields).every((name) => allowed.includes(name))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError);
        expect((error as ApiError).code).toBe('invalid_request');
        expect((error as ApiError).detail).toMatch(/^"/);
      }
    }),
  );
});

test('a name or company that is a word for nobody is none', () => {
  const email = 'ada@example.com';
  const { person } = readSubmission({ email, name: 'undefined', company: 'N/A', phone: '17' }, allowed);
  expect(person).toEqual({ email, name: null, company: null, phone: '17' });
});

test.each<[object, RegExp]>([
  [{ email: 'ada' }, /"email" is "ada": expected an e-mail address/],
  [{}, /"email" is missing: a form needs an "email" or a "phone"/],
  [
    { email: 'ada@example.com', owner: 'x' },
    /"owner" is no field of this form; expected email, name, phone, company, cost/,
  ],
  [{ email: ['a@b.example', 'c@d.example'] }, /"email" is \["a@b\.example"/],
  [{ email: 'ada@example.com', cost: ['1', '2'] }, /"cost" is there 2 times; send it once/],
  [{ email: 'ada@example.com', submission: 'x'.repeat(300) }, /"submission" is .*expected a text of at most/],
])('%j is refused', (body, error) => {
  expect(() => readSubmission({ ...body }, ['cost'])).toThrow(error);
});

test('a field called like a part of the form comes under its own prefix', () => {
  const body = { email: 'ada@example.com', name: 'Ada', 'fields.name': 'a name', website: '' };
  expect(readSubmission(body, ['name'])).toMatchObject({
    ...{ person: { name: 'Ada' }, fields: { name: 'a name' }, isRobot: false },
  });
  expect(readSubmission({ ...body, website: 'http://spam.example' }, ['name']).isRobot).toBe(true);
});

test('texts of a plain form become values of their fields; empty ones are left out', () => {
  const { pipeline } = flowOf('company-xyz', 'order');
  expect(
    typedFields(pipeline, {
      ...{ cost: '120.50', 'available-in-days': '-3', 'order-slip': 'on', 'not-received': 'false' },
      ...{ 'payment-evidence': '12', 'courier-slip': '', 'invoiced-on': '2026-12-01' },
    }),
  ).toEqual({
    ...{ cost: '120.50', 'available-in-days': -3, 'order-slip': true, 'not-received': false },
    ...{ 'payment-evidence': '12', 'invoiced-on': '2026-12-01' },
  });
  expect(typedFields(pipeline, { cost: '1e9', 'order-slip': 'maybe' })).toEqual({
    ...{ cost: '1e9', 'order-slip': 'maybe' },
  });
});
