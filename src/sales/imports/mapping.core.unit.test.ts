/** Mappings: guessed from the headers of many programs, corrected by people, refused where they do not fit. */
import { describe, expect, test } from 'vitest';
import { columnsOfKinds } from './columns.core.ts';
import {
  correctedMapping,
  guessedMapping,
  headersOf,
  mappingByContent,
  mappingError,
  seemsHeader,
} from './mapping.core.ts';

describe('a guess', () => {
  test.each([
    [
      'people',
      ['E-Mail', 'Vorname', 'Nachname', 'Firma', 'Telefon', 'Land', 'Farbe'],
      ['email', 'firstName', 'lastName', 'company', 'phone', 'country', null],
    ],
    ['people', ['Email Address', 'First Name', 'Job Title'], ['email', 'firstName', 'title']],
    ['people', ['prénom', 'NOM COMPLET', 'courriel'], ['firstName', 'name', 'email']],
    ['people', ['Mail', 'Email'], [null, 'email']],
    [
      'people',
      ['import line', 'import column', 'import value', 'import reason', 'email'],
      [null, null, null, null, 'email'],
    ],
    ['companies', ['Company', 'Website', 'Account Owner'], ['name', 'domain', 'owner']],
    ['products', ['Artikel', 'Einzelpreis', 'Währung'], ['name', 'unitPrice', 'currency']],
    [
      'opportunities',
      ['Deal name', 'Deal stage', 'Email', 'Betrag', 'Close date'],
      ['name', 'stage', 'person', 'amount', 'expectedClose'],
    ],
    ['do-not-contact', ['email', 'Firma'], ['email', 'company']],
    ['owners', ['email', 'Role', 'Team'], ['email', 'role', 'team']],
  ] as const)('of %s: %j', (kind, headers, columns) => {
    expect(guessedMapping(kind, headers)).toEqual(
      Object.fromEntries(headers.map((header, index) => [header, columns[index]])),
    );
  });

  test('knows the columns of its own exports', () => {
    for (const [kind, columns] of Object.entries(columnsOfKinds)) {
      const names = columns.map(({ name }) => name);
      expect(guessedMapping(kind as 'people', names)).toEqual(
        Object.fromEntries(names.map((name) => [name, name])),
      );
    }
  });

  test('sees that a plain list of addresses has no header', () => {
    expect(seemsHeader('do-not-contact', ['ada@example.com', 'Ada'])).toBe(false);
    expect(seemsHeader('do-not-contact', ['ada@example.com', 'email'])).toBe(true);
    expect(seemsHeader('people', ['Farbe', 'Form'])).toBe(true);
    const headers = headersOf(['Ada', 'ada@example.com'], false);
    expect(mappingByContent('people', headers, ['Ada', 'ada@example.com'])).toEqual({
      'column 1': null,
      'column 2': 'email',
    });
  });
});

describe('a correction', () => {
  const guess = { Mail: 'email', Name: 'name', Other: null };

  test('takes a column from the guess', () => {
    expect(correctedMapping('people', guess, { Other: 'email' })).toEqual({
      Mail: null,
      Name: 'name',
      Other: 'email',
    });
    expect(correctedMapping('people', guess, { Mail: null })).toEqual({
      Mail: null,
      Name: 'name',
      Other: null,
    });
  });

  test.each([
    [
      { Nothing: 'email' },
      /"mapping" has "Nothing": the file has no such column; it has "Mail", "Name", "Other"/,
    ],
    [{ Mail: 'address' }, /"mapping" of "Mail" is "address": expected null or one of "id", "email"/],
    [{ Mail: 'name', Other: 'name' }, /"mapping" fills "name" twice/],
  ])('is refused: %j', (corrections, error) => {
    expect(() => correctedMapping('people', guess, corrections)).toThrow(error);
  });
});

test.each([
  ['people', ['Farbe'], { Farbe: null }, /no column of the file is taken for "email" or "name"/],
  ['products', ['a', 'a'], { a: 'name' }, /two columns of the file are called "a"/],
  ['products', ['a', 'b', 'b'], { a: 'name', b: null }, null],
] as const)('a file of %s with the columns %j', (kind, headers, mapping, error) => {
  const found = mappingError(kind, headers, mapping);
  if (error === null) expect(found).toBeNull();
  else expect(found).toMatch(error);
});
