/** A text read again: as a file under another name, and from the store. */
import { expect, test } from 'vitest';
import { processWith } from '../../../test/support/sales-process-text.ts';
import { readSalesProcess, readStoredProcess } from './sales-process-file.ts';

const doubted = processWith({
  templates: 'templates:\n  - { template: hello, subject: Hello, text: Hello }',
});
const refused = processWith({ inNew: 'next: [Done, Nowhere]' });

test('warnings name the file that a text was read from, under each name that it is read by', () => {
  const files = ['first.yaml', 'second.yaml', 'first.yaml'];
  const readings = files.map((file) => readSalesProcess(file, doubted));
  expect(readings.map((reading) => reading.ok && reading.warnings.map(({ file }) => file))).toEqual(
    files.map((file) => [file]),
  );
  expect(readStoredProcess('stored', doubted)).toEqual({ ...readings[0], warnings: [] });
});

test('a text that was read from the store is checked where it comes as a file', () => {
  expect(readStoredProcess('stored', refused).ok).toBe(true);
  for (const file of ['first.yaml', 'second.yaml'])
    expect(readSalesProcess(file, refused)).toMatchObject({
      ok: false,
      errors: [{ file, message: expect.stringContaining('"Nowhere"') }],
    });
  expect(readStoredProcess('stored', refused).ok).toBe(true);
});

test('a text read from the store alone gives its warnings where it comes as a file', () => {
  const text = `${doubted}\n# another`;
  expect(readStoredProcess('stored', text)).toMatchObject({ ok: true, warnings: [] });
  expect(readSalesProcess('file.yaml', text)).toMatchObject({ ok: true, warnings: [{ file: 'file.yaml' }] });
});
