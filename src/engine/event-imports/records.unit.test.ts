/** Bodies as records: a CSV that breaks is refused with its line, however much of it follows. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type FileRecord, recordsOf } from './records.ts';

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function read(...texts: string[]): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const record of recordsOf(chunksOf(...texts), { format: 'csv' })) records.push(record);
  return records;
}

/** More than any buffer between holds. */
const more = Array.from({ length: 20 }, () => '2,Bob\n'.repeat(20_000));

test.each([
  ['nothing follows', []],
  ['little follows', ['2,Bob\n']],
  ['much follows', more],
])('a CSV that breaks is refused where %s', async (_, following) => {
  await expect(read('id,name\n1,"a"b\n', ...following)).rejects.toThrow(
    / the CSV ends or breaks at line \d+: /,
  );
});

test('a record that is too long is refused where much follows', async () => {
  const long = 'x'.repeat(limits.eventImportPieceBytes + 1);
  await expect(read(`id,name\n1,"${long}`, ...more)).rejects.toThrow(/ the CSV ends or breaks at line \d+: /);
});

test('a CSV that does not break is read to its end', async () => {
  expect(await read('id,name\n', ...more)).toHaveLength(20 * 20_000);
});
