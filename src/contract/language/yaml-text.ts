/**
 * Texts of YAML as documents and as plain values, in time that grows with their length. By default the library compares every key of a
 * group with every other: minutes for a long text.
 */
import { type Document, isScalar, type ParseOptions, parse, parseDocument, visit } from 'yaml';

/** Returns the document of a text; its errors are in it, but for keys that are there twice. */
export function yamlDocument(text: string, options: ParseOptions & { merge?: boolean } = {}) {
  return parseDocument(text, { logLevel: 'silent', ...options, uniqueKeys: false });
}

/** Returns the value of a text that was read before. Throws where it is no YAML. */
export function plainYaml(text: string): unknown {
  return parse(text, { logLevel: 'silent', uniqueKeys: false });
}

/** Whether a group of words has one of them twice. */
export function hasRepeatedKeys(document: Document): boolean {
  let isRepeated = false;
  visit(document, {
    Map: (_, { items }) => {
      const keys = items.map(({ key }) => (isScalar(key) ? key.value : key));
      if (new Set(keys).size === keys.length) return undefined;
      isRepeated = true;
      return visit.BREAK;
    },
  });
  return isRepeated;
}
