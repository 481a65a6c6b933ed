/** Files of events in parts: whole records, every byte once, lines as the receiver counts them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from './event-parts.ts';
import { typeOfFile } from './event-tables.core.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'scoville-parts-'));
const file = path.join(folder, 'events');

async function cut(bytes: Uint8Array, format: 'ndjson' | 'csv' | undefined, least: number) {
  writeFileSync(file, bytes);
  const parts = [];
  for await (const part of partsOf(file, { format, bytes: least })) parts.push(part);
  return parts;
}

test('parts of NDJSON together are the file, and each but the last has at least so many bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ maxLength: 40 }).map((text) => JSON.stringify({ text })),
        { minLength: 1, maxLength: 30 },
      ),
      fc.integer({ min: 1, max: 200 }),
      fc.boolean(),
      async (lines, least, endsOpen) => {
        const text = lines.join('\n') + (endsOpen ? '' : '\n');
        const parts = await cut(gzipSync(text), undefined, least);
        expect(parts.map(({ bytes }) => bytes.toString()).join('')).toBe(text);
        expect(parts.slice(0, -1).every(({ bytes }) => bytes.length >= least)).toBe(true);
        let line = 0;
        for (const part of parts) {
          expect(part).toMatchObject({ line, format: 'ndjson' });
          line += part.bytes.toString().split('\n').length - 1;
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('parts of CSV begin with the header and end with whole records', async () => {
  const text = 'a,"b\nb"\n1,"x\ny"\n2,"say ""hi"""\n3,z\n';
  const parts = await cut(zstdCompressSync(Buffer.from(text)), undefined, 1);
  expect(parts.map(({ bytes, line, format }) => [bytes.toString(), line, format])).toEqual([
    ['a,"b\nb"\n1,"x\ny"\n', 0, 'csv'],
    ['a,"b\nb"\n2,"say ""hi"""\n', 2, 'csv'],
    ['a,"b\nb"\n3,z\n', 3, 'csv'],
  ]);
  expect(await cut(Buffer.from('a,b\n'), 'csv', 1)).toEqual([]);
  expect(await cut(Buffer.from(''), undefined, 1)).toEqual([]);
});

test.each([
  ['tracks.csv', 'track'],
  ['prod.identifies-0001.csv.gz', 'identify'],
  ['pages_2025.ndjson.zst', 'page'],
  ['events.ndjson', null],
  ['order_completed.csv', null],
])('the events of %s are of type %s', (name, type) => {
  expect(typeOfFile(name)).toBe(type);
});
