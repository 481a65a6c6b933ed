/** Bodies as records: a CSV that breaks is refused with its line, however much of it follows. */
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { type FileRecord, recordsOf } from './records.ts';

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const record of recordsOf(chunks, { format: 'csv' })) records.push(record);
  return records;
}

const read = (...texts: string[]) => readAll(chunksOf(...texts));

/** More than any buffer between holds. */
const more = Array.from({ length: 20 }, () => '2,Bob\n'.repeat(4_000));

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
  expect(await read('id,name\n', ...more)).toHaveLength(20 * 4_000);
});

/** A body that breaks after its chunks, once that is asked for. */
async function* breaking(texts: readonly string[], broken: Promise<Error>): AsyncGenerator<Buffer> {
  yield* chunksOf(...texts);
  throw await broken;
}

test.each([
  ['after a line', ['id,name\n']],
  ['within a line', ['id,name\n1,Ada\n', '2,"Bo']],
  ['after much', ['id,name\n', ...more]],
])('a body that breaks off %s ends its reader with its own error', async (_, texts) => {
  const lost = new Error('aborted');
  await expect(readAll(breaking(texts, Promise.resolve(lost)))).rejects.toBe(lost);
});

test('a body that breaks after its reader left disturbs nobody', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const { promise: broken, resolve: breakOff } = Promise.withResolvers<Error>();
  const body = breaking(['id,name\n1,Ada\n2,Bob\n'], broken);
  for await (const record of recordsOf(body, { format: 'csv' })) {
    expect(record).toMatchObject({ line: 2, row: { id: '1', name: 'Ada' } });
    break;
  }
  breakOff(new Error('aborted'));
  // Node says in the turn after which rejections nobody took.
  for (let turns = 0; turns < 3; turns++) await new Promise((turned) => setImmediate(turned));
  expect(unhandled).toEqual([]);
});
