/** The words for what is wrong with a request, by tables: field, value and remedy of every kind of fault. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultsOf } from './request-faults.core.ts';

const schema = z.strictObject({
  name: z.string().min(2).max(4),
  count: z.int().min(1).max(9).optional(),
  share: z.number().gt(0).lt(1).multipleOf(0.25).optional(),
  isOpen: z.boolean().optional(),
  kind: z.enum(['mail', 'call']).optional(),
  only: z.literal(1).optional(),
  email: z.email().optional(),
  at: z.iso.datetime().optional(),
  on: z.iso.date().optional(),
  url: z.url().optional(),
  code: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  own: z
    .string()
    .refine((text) => text === 'x', 'say "x"')
    .optional(),
  tags: z.array(z.string()).min(1).max(2).optional(),
  about: z.strictObject({ lead: z.string().optional(), note: z.string().optional() }).optional(),
  fields: z.record(z.string(), z.number()).optional(),
  either: z.union([z.string(), z.int()]).optional(),
  shape: z.union([z.strictObject({ a: z.int() }), z.array(z.string())]).optional(),
  act: z
    .discriminatedUnion('do', [z.object({ do: z.literal('claim') }), z.object({ do: z.literal('return') })])
    .optional(),
  newPassword: z.string().min(10).optional(),
});

test.each<[fault: string, given: object, says: string[]]>([
  ['nothing', { name: 'Ada' }, []],
  ['a text too short', { name: 'A' }, ['"name" is "A": expected at least 2 characters']],
  ['a text too long', { name: 'Lovelace' }, ['"name" is "Lovelace": expected at most 4 characters']],
  ['no text', { name: 5 }, ['"name" is 5: expected a text']],
  ['null', { name: null }, ['"name" is null: expected a text']],
  ['a number too small', { count: 0 }, ['"count" is 0: expected at least 1']],
  ['a number too large', { count: 10 }, ['"count" is 10: expected at most 9']],
  ['a broken number', { count: 1.5 }, ['"count" is 1.5: expected a whole number']],
  ['a number as text', { count: '5' }, ['"count" is "5": expected a number']],
  ['a number at its open bound', { share: 0 }, ['"share" is 0: expected more than 0']],
  ['a number at its other open bound', { share: 1 }, ['"share" is 1: expected less than 1']],
  ['a number between steps', { share: 0.3 }, ['"share" is 0.3: expected steps of 0.25']],
  ['a word for yes', { isOpen: 'yes' }, ['"isOpen" is "yes": expected true or false']],
  ['a word of no list', { kind: 'fax' }, ['"kind" is "fax": expected "mail", "call"']],
  ['another constant', { only: 2 }, ['"only" is 2: expected 1']],
  [
    'no address',
    { email: 'ada' },
    ['"email" is "ada": expected an e-mail address such as "ada@example.com"'],
  ],
  ['no time', { at: 'today' }, ['"at" is "today": expected a time such as "2026-12-01T09:00:00Z"']],
  ['no day', { on: '5/11' }, ['"on" is "5/11": expected a day such as "2026-12-01"']],
  ['no link', { url: 'shop' }, ['"url" is "shop": expected an address such as "https://example.com/leads"']],
  ['no code', { code: 'eur' }, ['"code" is "eur": expected what matches /^[A-Z]{3}$/']],
  ['what the schema has words for', { own: 'y' }, ['"own" is "y": say "x"']],
  ['no list', { tags: 'a' }, ['"tags" is "a": expected a list']],
  ['a list too short', { tags: [] }, ['"tags" is []: expected at least 1 item']],
  ['a list too long', { tags: ['a', 'b', 'c'] }, ['"tags" is ["a","b","c"]: expected at most 2 items']],
  ['an item of another type', { tags: ['a', 1] }, ['"tags.1" is 1: expected a text']],
  ['a field of another type', { fields: { a: 'b' } }, ['"fields.a" is "b": expected a number']],
  ['no object', { about: 'Ada' }, ['"about" is "Ada": expected an object']],
  [
    'an unknown name within',
    { about: { led: 'x' } },
    ['in "about", "led" is not known here: known are "lead", "note"'],
  ],
  ['neither of two', { either: true }, ['"either" is true: expected a text or a number']],
  ['the branch whose type it has', { shape: { a: 'b' } }, ['"shape.a" is "b": expected a number']],
  ['the other branch', { shape: [1] }, ['"shape.0" is 1: expected a text']],
  ['no kind of many', { act: { do: 'undo' } }, ['"act.do" is "undo": expected "claim", "return"']],
  [
    'a password, which is never shown',
    { newPassword: 'short' },
    ['"newPassword" is not shown here: expected at least 10 characters'],
  ],
])('%s', (_fault, given, says) => {
  expect(faultsOf(schema, { name: 'Ada', ...given })).toEqual(says);
});

test('a field that is missing', () => {
  expect(faultsOf(schema, {})).toEqual(['"name" is missing: expected a text']);
});

test('names at the root, each of which may be meant', () => {
  expect(faultsOf(z.strictObject({ owner: z.string().optional() }), { assignee: 'a', title: 'b' })).toEqual([
    '"assignee", "title" are not known here: known is "owner"',
  ]);
  expect(faultsOf(z.strictObject({}), { colour: 'red' })).toEqual([
    '"colour" is not known here: leave it out',
  ]);
  expect(faultsOf(z.strictObject({ a: z.string() }), 'text')).toEqual(['expected an object']);
});
