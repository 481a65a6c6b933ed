/** Rows: whatever stands in them, each is read or has its reasons; and what an export writes is read as it was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unguardedCell } from '../../base/text/text.ts';
import { importKinds } from '../../contract/api/api.ts';
import { exportedColumns } from './columns.core.ts';
import { recordsOf } from './file-records.ts';
import { csvLines, rejectedCells, reportColumns, utf8Mark } from './rejected.core.ts';
import { contentOf, keysOf, readRow, rowRules } from './rows.core.ts';
import { SeenKeys } from './seen-keys.core.ts';

const kind = fc.constantFrom(...importKinds);
const options = { empty: 'keep', decimal: '.', dates: 'ymd', pipeline: null } as const;

function rulesFor(of: (typeof importKinds)[number]) {
  const headers = exportedColumns(of);
  const mapping = Object.fromEntries(headers.map((header) => [header, header]));
  return rowRules({ ...options, kind: of, headers, mapping });
}

async function* each(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) yield chunk;
}

async function recordsIn(text: string, delimiter = ','): Promise<{ line: number; cells: string[] }[]> {
  const records = [];
  // Cut in the middle, as pieces of a file are.
  const middle = Math.floor(text.length / 2);
  for await (const record of recordsOf(each([text.slice(0, middle), text.slice(middle)]), delimiter))
    records.push(record);
  return records;
}

test('any row is read or has a reason, and none throws', () => {
  fc.assert(
    fc.property(kind, fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (of, cells) => {
      const row = readRow(1, cells, rulesFor(of));
      if (row === null) expect(cells.every((cell) => cell.trim() === '')).toBe(true);
      else for (const { reason } of row.problems) expect(reason.length).toBeGreaterThan(5);
    }),
  );
});

test.each([
  ['Na', 'Li', 'Na Li'],
  ['undefined', 'undefined', null],
  ['', 'Lovelace', 'Lovelace'],
])('the parts of a name, %j and %j, are %j together', (firstName, lastName, name) => {
  const headers = ['email', 'firstName', 'lastName', 'company'];
  const mapping = Object.fromEntries(headers.map((header) => [header, header]));
  const rules = rowRules({ ...options, kind: 'people', headers, mapping });
  const row = readRow(1, ['ada@example.com', firstName, lastName, 'N/A'], rules);
  expect([row?.problems, row?.values['name'], row?.values['company'] ?? null]).toEqual([[], name, null]);
});

test('cells come through a file as they were, whatever they hold', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n\'",;|a1 ü€'.split('')), maxLength: 8 });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t', '|'), async (given, delimiter) => {
      const text = csvLines(given, delimiter);
      const records = await recordsIn(text, delimiter);
      const shown = given.filter((row) => !(row.length === 1 && row[0] === ''));
      expect(records.map(({ cells }) => cells.map(unguardedCell))).toEqual(shown);
    }),
  );
});

test('each record has the line on which it begins', async () => {
  const cell = fc.constantFrom('a', 'two\nlines', 'two\r\nlines', '', 'x\ry');
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), async (given, end) => {
      const quoted = (text: string) => `"${text}"`;
      const text = given.map((row) => row.map(quoted).join(',') + end).join('');
      let line = 1;
      const expected = given.map((row) => {
        const begins = line;
        line += 1 + row.reduce((sum, one) => sum + (one.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
        return begins;
      });
      expect((await recordsIn(text)).map((record) => record.line)).toEqual(expected);
    }),
  );
});

test('a bad row that was corrected comes back as the row that it was', async () => {
  const given: Record<string, string> = {
    ...{ email: 'ada@example', name: "'=Ada", kind: 'contact', company: 'A; B', doNotContact: 'perhaps' },
  };
  const rules = rulesFor('people');
  const cells = rules.headers.map((header) => given[header] ?? '');
  const row = readRow(7, cells, rules);
  expect(row?.problems.map(({ column }) => column)).toEqual(['email', 'doNotContact']);
  const indexes = rules.headers.map((_header, index) => index);
  const text =
    utf8Mark +
    csvLines(
      [
        [...reportColumns, ...rules.headers],
        rejectedCells({ line: 7, cells, problems: row?.problems ?? [] }, indexes),
      ],
      ',',
    );
  const [header, back] = await recordsIn(text.slice(1));
  expect(header?.cells.slice(0, 4)).toEqual(reportColumns);
  expect(back?.cells.slice(0, 4)).toEqual([
    '7',
    'email; doNotContact',
    'ada@example; perhaps',
    '"email": expected an e-mail address; "doNotContact": expected "yes" or "no"',
  ]);
  expect(back?.cells.slice(4)).toEqual(cells);
});

test('keys that were seen are known, and no others, among as many as there are', () => {
  const keys = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3_000 });
  fc.assert(
    fc.property(keys, (given) => {
      const seen = new SeenKeys();
      for (const [index, key] of given.entries()) expect(seen.note(key, 'one', index + 1)).toBeNull();
      for (const [index, key] of given.entries())
        expect(seen.note(key, index % 2 === 0 ? 'one' : 'two', 9_999)).toEqual({
          line: index + 1,
          isSame: index % 2 === 0,
        });
    }),
    { numRuns: 20 },
  );
});

test('rows with the same values have the same content, and a key', () => {
  const one = { email: 'ada@example.com', name: 'Ada' };
  expect(contentOf(one)).toBe(contentOf({ name: 'Ada', email: 'ada@example.com' }));
  expect(keysOf('people', one)).toEqual(['email ada@example.com']);
});
