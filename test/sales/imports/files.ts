/** Files of CSV as spreadsheets write them, in every encoding that they know. */

export type TestEncoding =
  | 'utf-8'
  | 'utf-8 with mark'
  | 'utf-16le'
  | 'utf-16le with mark'
  | 'utf-16be'
  | 'utf-16be with mark'
  | 'windows-1252';

/** The signs of Windows-1252 that have no byte of their number. */
const signs = new Map([
  ['€', 0x80],
  ['‚', 0x82],
  ['„', 0x84],
  ['…', 0x85],
  ['Š', 0x8a],
  ['Œ', 0x8c],
  ['Ž', 0x8e],
  ['‘', 0x91],
  ['’', 0x92],
  ['“', 0x93],
  ['”', 0x94],
  ['–', 0x96],
  ['—', 0x97],
  ['š', 0x9a],
  ['œ', 0x9c],
  ['ž', 0x9e],
]);

/** The bytes of a text. */
export function bytesOf(text: string, encoding: TestEncoding): Uint8Array {
  const whole = encoding.endsWith(' with mark') ? `\ufeff${text}` : text;
  if (encoding.startsWith('utf-8')) return new TextEncoder().encode(whole);
  if (encoding === 'windows-1252')
    return Uint8Array.from([...text].map((sign) => signs.get(sign) ?? sign.charCodeAt(0)));
  const bytes = Buffer.from(whole, 'utf16le');
  return encoding.startsWith('utf-16be') ? bytes.swap16() : bytes;
}
