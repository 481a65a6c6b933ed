/** Encodings as spreadsheets write them: found whatever the pieces, and read to the same text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, type TestEncoding } from '../../../test/sales/imports/files.ts';
import { decoded, EncodingSniffer, encodingNamed } from './encoding.core.ts';

const text = 'Name;E-Mail;Preis\r\nJörg Müller;joerg@example.com;12,50\r\n';

function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += size) pieces.push(bytes.subarray(from, from + size));
  return pieces;
}

function sniffed(pieces: readonly Uint8Array[]): string {
  const sniffer = new EncodingSniffer();
  for (const piece of pieces) sniffer.push(piece);
  return sniffer.end();
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield item;
}

async function read(pieces: readonly Uint8Array[], encoding: Parameters<typeof decoded>[1]): Promise<string> {
  let whole = '';
  for await (const part of decoded(each(pieces), encoding)) whole += part;
  return whole;
}

describe.each<[TestEncoding, Parameters<typeof decoded>[1]]>([
  ['utf-8', 'utf-8'],
  ['utf-8 with mark', 'utf-8'],
  ['utf-16le with mark', 'utf-16le'],
  ['utf-16be with mark', 'utf-16be'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['windows-1252', 'windows-1252'],
])('%s', (written, found) => {
  test.each([1, 2, 3, 7, 4_096])('is found and read in pieces of %i bytes', async (size) => {
    const pieces = piecesOf(bytesOf(text, written), size);
    expect(sniffed(pieces)).toBe(found);
    expect(await read(pieces, found)).toBe(text);
  });
});

test('the signs of Windows-1252 that Latin 1 has not are read', async () => {
  const bytes = Uint8Array.from([0x80, 0x92, 0x9f, 0xe9]);
  expect(sniffed([bytes])).toBe('windows-1252');
  expect(await read([bytes], 'windows-1252')).toBe('€’Ÿé');
});

test('a letter of another encoding far behind the beginning is noticed', () => {
  const late = new Uint8Array(100_000).fill(0x61);
  late[99_998] = 0xfc;
  expect(sniffed(piecesOf(late, 4_096))).toBe('windows-1252');
});

test('any text in UTF-8 is read as it was, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), async (given, size) => {
      const whole = `a${given}`.toWellFormed();
      const bytes = new TextEncoder().encode(whole);
      expect(await read(piecesOf(bytes, size), 'utf-8')).toBe(whole);
    }),
  );
});

test('bytes that are none of the encoding are refused by its name', async () => {
  await expect(read([Uint8Array.from([0x61, 0xff, 0x62])], 'utf-8')).rejects.toThrow(/not valid utf-8/);
  await expect(read([Uint8Array.from([0x61, 0xc3])], 'utf-8')).rejects.toThrow(/not valid utf-8/);
});

test.each([
  ['UTF-8', 'utf-8'],
  ['utf16', 'utf-16le'],
  ['Windows-1252', 'windows-1252'],
  ['ISO-8859-1', 'windows-1252'],
  ['CP1252', 'windows-1252'],
])('%s names %s', (name, encoding) => expect(encodingNamed(name)).toBe(encoding));

test('a name of no encoding is refused', () => {
  expect(() => encodingNamed('ebcdic')).toThrow(/"encoding" is "ebcdic": expected "utf-8", /);
});
