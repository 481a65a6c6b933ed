/** Numbers as people write them in words or with a sign of their own. */

const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const more: Readonly<Record<string, number>> = {
  ...{
    fourteen: 14,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    ninety: 90,
    hundred: 100,
  },
  ...{ a: 1, an: 1, half: 0.5, 'half a': 0.5, 'half an': 0.5 },
};

/** Returns the number that a text says: `30`, `+2,5`, `thirty`, `a`; null where it says none. */
export function numberIn(text: string): number | null {
  const plain = text.toLowerCase().trim();
  const word = small.indexOf(plain);
  if (word >= 0) return word;
  if (Object.hasOwn(more, plain)) return more[plain] ?? null;
  return /^[+-]?\d{1,15}(?:[.,]\d{1,9})?$/.test(plain) ? Number(plain.replace(',', '.')) : null;
}
