/** References of an OpenAPI document, replaced by what they name, a part of the document at a time. */

type Fields = Record<string, unknown>;

/**
 * Returns the part of a document at a path, with each `$ref` in it replaced by what it names. Fields beside a `$ref` win over those that it
 * names. A reference that leads back into itself, out of the document, or to nothing, stays as it is. Undefined where nothing is at the path.
 */
export function resolvedPart(document: unknown, path: readonly string[]): unknown {
  return resolved(document, valueAt(document, path), []);
}

/** `within`: the references that led to this part. */
function resolved(document: unknown, part: unknown, within: readonly string[]): unknown {
  if (Array.isArray(part)) return part.map((item) => resolved(document, item, within));
  if (!isFields(part)) return part;
  const { $ref: reference, ...beside } = part;
  // A property of a schema may be called so.
  if (typeof reference !== 'string') return eachResolved(document, part, within);
  const named = within.includes(reference) ? undefined : valueAt(document, stepsOf(reference));
  if (!isFields(named)) return part;
  const target = resolved(document, named, [...within, reference]) as Fields;
  return { ...target, ...eachResolved(document, beside, within) };
}

function eachResolved(document: unknown, fields: Fields, within: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, resolved(document, value, within)]),
  );
}

function valueAt(document: unknown, path: readonly string[] | null): unknown {
  if (path === null) return undefined;
  return path.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, step)
        ? (part as Fields)[step]
        : undefined,
    document,
  );
}

/** The steps of a JSON pointer (RFC 6901) as a fragment; null for a reference to another document. */
function stepsOf(reference: string): string[] | null {
  if (!reference.startsWith('#/')) return null;
  return decodeURIComponent(reference.slice(2))
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
