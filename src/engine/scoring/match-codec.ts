/** The packed form of the matches of one event, as the layout of a state says. */
import { type BasketChange, type BasketLine, basketChanges } from './basket-change.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { type KeyedMatches, noMatches, withPlain } from './plain-matches.ts';
import type { EventMatch } from './profile-state.ts';

/** The head of no match, since signature ids start at 1: a basket, and then the match that changes it. */
const basketFollows = 6;
const firstSignature = 8;

/** Writes the matches of one event. */
export function writeMatches(writer: ByteWriter, matches: readonly EventMatch[]): void {
  let left = matches.length;
  if (left === 0) writer.varint(0);
  for (const { signatureId, key, number, basket } of matches) {
    left--;
    const goesOn = left === 0 ? 0 : 1;
    if (basket !== undefined) {
      writer.varint(basketFollows + goesOn);
      writeBasket(writer, basket);
    }
    writer.varint(signatureId * 8 + (number === null ? 0 : 4) + (key === 0 ? 0 : 2) + goesOn);
    if (key !== 0) writer.uint(key, 5);
    if (number !== null) writer.double(number);
  }
}

/** Reads what `writeMatches` wrote. Matches without key and number are shared by all events that have the same; so are `keyed` ones. */
export function readMatches(reader: ByteReader, keyed: KeyedMatches | null = null): readonly EventMatch[] {
  let head = reader.varint();
  let same = noMatches;
  if (head === 0) return same.matches;
  for (; (head & 6) === 0; head = reader.varint()) {
    same = withPlain(same, Math.floor(head / 8));
    if ((head & 1) === 0) return same.matches;
  }
  // Mostly it is the only one: a list that grows takes room for many.
  if ((head & 1) === 0 && same === noMatches) {
    if (keyed !== null && isKeyed(head)) return keyed.of(Math.floor(head / 8), reader.uint(5)).alone;
    return [readMatch(reader, head, keyed)];
  }
  const matches = [...same.matches, readMatch(reader, head, keyed)];
  while (head & 1) {
    head = reader.varint();
    matches.push(readMatch(reader, head, keyed));
  }
  return matches;
}

/** Whether a match has a key alone, by its head. */
function isKeyed(head: number): boolean {
  return (head & 6) === 2;
}

function readMatch(reader: ByteReader, given: number, keyed: KeyedMatches | null): EventMatch {
  const basket = given < firstSignature ? readBasket(reader) : undefined;
  const head = basket === undefined ? given : reader.varint();
  if (keyed !== null && basket === undefined && isKeyed(head))
    return keyed.of(Math.floor(head / 8), reader.uint(5)).match;
  const key = head & 2 ? reader.uint(5) : 0;
  const number = head & 4 ? reader.double() : null;
  const match = { signatureId: Math.floor(head / 8), key, number };
  return basket === undefined ? match : { ...match, basket };
}

function writeBasket(writer: ByteWriter, { how, lines }: BasketChange): void {
  writer.byte(basketChanges.indexOf(how));
  writer.list(lines, ({ product, name, quantity, price }) => {
    writer.uint(product, 5);
    writer.text(name);
    writer.varint(quantity);
    writer.varint(price === null ? 0 : price + 1);
  });
}

function readBasket(reader: ByteReader): BasketChange {
  const index = reader.byte();
  const how = basketChanges[index];
  if (how === undefined) throw new Error(`profile state with change ${index} of a basket`);
  const lines = reader.list((): BasketLine => {
    const product = reader.uint(5);
    const name = reader.text();
    const quantity = reader.varint();
    const price = reader.varint();
    return { product, name, quantity, price: price === 0 ? null : price - 1 };
  });
  return { how, lines };
}
