/** Phone numbers as clients send them: whether there is one that can be called. */
import { identifierIn } from './identifier.ts';

/** Numbers of a town or an extension are as short; with country and extension they are not longer. */
const digitsMin = 5;
const digitsMax = 25;

/** The phone number in a text or a number, trimmed; null where there is none, or one that nobody has, such as `000000`. */
export function phoneNumberIn(value: unknown): string | null {
  const found = identifierIn(value);
  if (found === null || !('text' in found)) return null;
  const digits = found.text.match(/\p{Nd}/gu) ?? [];
  const isNumber = digits.length >= digitsMin && digits.length <= digitsMax && new Set(digits).size > 1;
  return isNumber ? found.text : null;
}
