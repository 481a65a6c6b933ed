/** Headers of tar: read as they were written, at every size, and refused where a bit is another. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockBytes, paddingOf, readTarHeader, tarHeader } from './tar.core.ts';

describe('a header', () => {
  test('is read as it was written', () => {
    const entry = fc.record({ name: fc.stringMatching(/^[a-z/.\d]{1,100}$/), bytes: fc.nat() });
    fc.assert(
      fc.property(entry, (given) => {
        expect(readTarHeader(tarHeader(given, 1_790_000_000_000))).toEqual(given);
      }),
    );
  });

  test.each([
    [1, 511],
    [511, 1],
    [512, 0],
    [513, 511],
  ])('content of %i bytes is followed by %i', (bytes, padding) => {
    expect(paddingOf(bytes)).toBe(padding);
  });

  test('with another bit is refused, and an empty block is the end', () => {
    const header = tarHeader({ name: 'manifest.json', bytes: 7 }, 0);
    header[3] = (header[3] ?? 0) ^ 1;
    expect(() => readTarHeader(header)).toThrow('a header of the archive is damaged');
    expect(readTarHeader(Buffer.alloc(blockBytes))).toBeNull();
  });

  test('takes a name of 100 bytes, and no longer one', () => {
    expect(readTarHeader(tarHeader({ name: 'n'.repeat(100), bytes: 0 }, 0))?.name).toHaveLength(100);
    expect(() => tarHeader({ name: 'n'.repeat(101), bytes: 0 }, 0)).toThrow('has more than 100 bytes');
  });
});
