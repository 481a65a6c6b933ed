/** Event names compared as people mean them: `Product Added`, `product_added` and `product-added` are one name. */

const known = new Map<string, string>();

/** Names of one process worth remembering; a flood of made-up names only costs its own lower-casing. */
const knownMax = 4_096;

/** The name without case, spaces, `_`, `-` and `.`; by this form names are compared and indexed. */
export function plainName(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const plain = name.toLowerCase().replace(/[\s_.-]/g, '');
  if (known.size < knownMax) known.set(name, plain);
  return plain;
}
