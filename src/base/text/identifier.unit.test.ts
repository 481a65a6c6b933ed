/** Ids, by tables: words for nobody, numbers at the bound where they lose digits, and what is compared as given. */
import { describe, expect, test } from 'vitest';
import { identifierIn } from './identifier.ts';

describe('an id is', () => {
  test.each<[unknown, ReturnType<typeof identifierIn>]>([
    ['17', { text: '17' }],
    [17, { text: '17' }],
    [-1, { text: '-1' }],
    [1.5, { text: '1.5' }],
    [' ada ', { text: 'ada' }],
    ['Ada', { text: 'Ada' }],
    ['ada', { text: 'ada' }],
    ['e\u0301', { text: 'e\u0301' }],
    ['none-of-your-business', { text: 'none-of-your-business' }],
    ['Nathan', { text: 'Nathan' }],
    ['nullius', { text: 'nullius' }],
    ['anonymous-4711', { text: 'anonymous-4711' }],
    ['00000000-0000-0000-0000-000000000001', { text: '00000000-0000-0000-0000-000000000001' }],
    ['10', { text: '10' }],
    ['ada\u200b', { text: 'ada\u200b' }],
    [2 ** 53 - 1, { text: '9007199254740991' }],
    ['9007199254740993', { text: '9007199254740993' }],
    [undefined, null],
    [null, null],
    ['', null],
    [' \t\n', null],
  ])('%j: %j', (value, expected) => expect(identifierIn(value)).toEqual(expected));

  test.each([2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY, {}, [], true])(
    'no id at all, with the reason: %s',
    (value) => expect(identifierIn(value)).toHaveProperty('error'),
  );

  test.each([
    ...['\0', '\u200b', 'null\u200b', '\ufeffundefined', 'un\u00adknown'],
    ...[
      'undefined',
      'Undefined',
      'UNDEFINED',
      ' undefined ',
      'null',
      'NULL',
      'Null',
      '(null)',
      '<null>',
      '"null"',
      "'null'",
    ],
    ...[
      'None',
      'nil',
      '<nil>',
      'NaN',
      'n/a',
      'N/A',
      '#N/A',
      'NA',
      '[object Object]',
      '[object Null]',
      'true',
      'false',
    ],
    ...[
      'anonymous',
      'Anonymous',
      'ANON',
      'guest',
      'Guest User',
      'unknown',
      'Unknown',
      'visitor',
      'not set',
      '(not set)',
    ],
    ...[
      '{{userId}}',
      '{{ user_id }}',
      '\u0024{user_id}',
      '%user_id%',
      '{userId}',
      '{{ user.key }}',
      '*|UNIQID|*',
      '%%email%%',
      '<%= id %>',
      '<userId>',
      '[userId]',
      'distinct_id',
      '\\N',
    ],
    ...['0', '000', '00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}'],
    ...['00000000000000000000000000000000', '""', "''", '{}', '[]', '()', 'ｎｕｌｌ', 0],
  ])('nobody: %j', (value) => expect(identifierIn(value)).toHaveProperty('ignored'));
});
