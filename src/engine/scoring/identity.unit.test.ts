/** Whose address a profile has: that of its trait or its identity, where it can be one. */
import { expect, test } from 'vitest';
import { identityOf, personOf } from './identity.ts';

const bad = 'victim@shop.example?bcc=attacker@evil.example';

test.each([
  ['a trait', ['u:1'], ' Ada@Shop.Example', 'ada@shop.example'],
  ['an identity', ['e:ada@shop.example', 'u:1'], undefined, 'ada@shop.example'],
  ['the trait before the identity', ['e:old@shop.example'], 'new@shop.example', 'new@shop.example'],
  ['the identity where the trait cannot be one', ['e:ada@shop.example'], bad, 'ada@shop.example'],
  ['none of a trait that cannot be one', ['u:1'], bad, null],
  ['none of an identity that cannot be one', [`e:${bad}`], undefined, null],
  ['none of a trait that is no text', ['u:1'], { a: 1 }, null],
])('%s', (_name, keys, email, expected) => {
  const identity = { keys, traits: email === undefined ? {} : { email: [email, 0] as [never, number] } };
  expect(identityOf(identity)?.email).toBe(expected);
  expect(personOf(identity).email).toBe(expected);
});
