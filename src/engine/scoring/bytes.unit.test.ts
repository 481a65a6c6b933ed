/** Bytes, by tables: numbers at the bounds of a byte come back, and every kind of value finds room at the end of it. */
import { describe, expect, test } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';

const written = (write: (writer: ByteWriter) => void) => {
  const writer = new ByteWriter();
  writer.begin();
  write(writer);
  return new ByteReader(writer.end(), 'bytes');
};

test.each([0, 1, 127, 128, 129, 255, 256, 16_383, 16_384, 2 ** 40, Number.MAX_SAFE_INTEGER])(
  'varint %d comes back',
  (value) => {
    const reader = written((writer) => writer.varint(value));
    expect(reader.varint()).toBe(value);
    expect(() => reader.end()).not.toThrow();
  },
);

test.each([0, 1, -1, 63, -63, 64, -64, 65, -65, 8_192, -8_192])('zigzag %d comes back', (value) => {
  expect(written((writer) => writer.zigzag(value)).zigzag()).toBe(value);
});

test.each([5, 6])('what %d bytes cannot hold is refused', (bytes) => {
  for (const value of [-1, 2 ** (8 * bytes)])
    expect(() => written((writer) => writer.uint(value, bytes))).toThrow(RangeError);
  const most = 2 ** (8 * bytes) - 1;
  expect(written((writer) => writer.uint(most, bytes)).uint(bytes)).toBe(most);
});

describe('there is room for as many as there are', () => {
  /** More than a writer has room for at first, and not a divisor of it, so that one lies across its end. */
  const many = 70_001;
  const id = 'AbCdEf-_01234567';

  test.each<[string, unknown, (writer: ByteWriter) => void, (reader: ByteReader) => unknown]>([
    ['bytes', 200, (writer) => writer.byte(200), (reader) => reader.byte()],
    ['varints', 2 ** 40, (writer) => writer.varint(2 ** 40), (reader) => reader.varint()],
    ['whole numbers', 2 ** 40, (writer) => writer.uint(2 ** 40, 6), (reader) => reader.uint(6)],
    ['profile ids', id, (writer) => writer.profileId(id), (reader) => reader.profileId()],
    ['doubles', -1.5, (writer) => writer.double(-1.5), (reader) => reader.double()],
  ])('%s', (_name, value, write, read) => {
    const reader = written((writer) => {
      for (let index = 0; index < many; index++) write(writer);
    });
    let same = 0;
    while (same < many && read(reader) === value) same++;
    expect(same).toBe(many);
    expect(() => reader.end()).not.toThrow();
  });
});
