/** The people of the demo are known by their whole address. */
import { expect, test } from 'vitest';
import { isVisitor, visitorOf, visitorsMax } from './cast.core.ts';
import { chanceOf } from './random.core.ts';

test('every address that the demo invents is known as its own', () => {
  const chance = chanceOf('cast');
  const strangers = Array.from({ length: 2_000 }, (_, index) =>
    visitorOf(chance, (index * 37) % visitorsMax),
  ).filter(({ email }) => !isVisitor(email));
  expect(strangers).toEqual([]);
});

test('an address of somebody who tries the demo is not: the ending, a company or a name alone shows nothing', () => {
  const { email } = visitorOf(chanceOf('cast'), 1);
  const [local, domain] = email.split('@');
  const others = [
    'nora@newcomer.example',
    'grace@example.com',
    `nora@${domain}`,
    `${local}@newcomer.example`,
  ];
  expect([...others, `${email}.example`, `x${email}`, ''].filter(isVisitor)).toEqual([]);
});
