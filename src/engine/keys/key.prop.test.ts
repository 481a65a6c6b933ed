/** Keys: what is published is what doors read, and origins open exactly the doors they are for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiError } from '../../base/kernel/kernel.ts';
import { keyKinds, keysByHash, type PublishedKey, publishedText, requireOrigin } from './key.core.ts';

const origin = fc.constantFrom(
  'https://shop.example',
  'https://www.shop.example',
  'http://localhost:3000',
  'null',
);
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const key: fc.Arbitrary<PublishedKey> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...keyKinds),
  origins: fc.uniqueArray(origin),
  hashes: fc.array(fc.record({ sha256, untilMs: fc.option(fc.nat()) }), { minLength: 1, maxLength: 2 }),
});
const keys = fc.uniqueArray(key, { selector: ({ id }) => id });

test('a door reads every hash of every key, in whatever order they are published', () => {
  fc.assert(
    fc.property(keys, (all) => {
      const text = publishedText(all);
      expect(publishedText([...all].reverse())).toBe(text);
      const read = keysByHash(text);
      for (const one of all)
        for (const { sha256: name } of one.hashes) expect(read.get(name)?.hash.sha256).toBe(name);
      expect(read.size).toBe(new Set(all.flatMap(({ hashes }) => hashes.map((hash) => hash.sha256))).size);
    }),
  );
});

test('a secret key is for no page, a public one for those it names, or for all', () => {
  fc.assert(
    fc.property(key, fc.option(origin), (one, from) => {
      let code: string | null = null;
      try {
        requireOrigin(one, from);
      } catch (error) {
        code = (error as ApiError).code;
      }
      const isNamed = one.origins.length === 0 || (from !== null && one.origins.includes(from));
      if (one.kind === 'secret') expect(code).toBe(from === null ? null : 'secret_key_in_page');
      else expect(code).toBe(isNamed ? null : 'origin_not_allowed');
    }),
  );
});
