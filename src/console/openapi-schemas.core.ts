/** Named shapes of the OpenAPI document: each schema with a title stands once among the components. Pure. */
import type { Schema } from './openapi-shapes.ts';

export type Direction = 'input' | 'output';

/**
 * Moves titled schemas to `components` and returns what refers to them. A shape that a request may send and an answer has are
 * two where they differ: the request's is named `…Input`. Throws where two different shapes have one name.
 */
export function hoisted(schema: Schema, components: Record<string, Schema>, direction: Direction): Schema {
  const own = withParts(schema, (part) => hoisted(part, components, direction));
  if (own.title === undefined || own.$ref !== undefined) return own;
  const name = freeName(own, own.title, components, direction);
  components[name] = { ...own, title: name };
  return { $ref: `#/components/schemas/${name}` };
}

function freeName(
  schema: Schema,
  title: string,
  components: Readonly<Record<string, Schema>>,
  direction: Direction,
): string {
  const isFreeFor = (name: string) => {
    const present = components[name];
    return present === undefined || JSON.stringify({ ...schema, title: name }) === JSON.stringify(present);
  };
  if (isFreeFor(title)) return title;
  const asInput = `${title}Input`;
  if (direction === 'input' && isFreeFor(asInput)) return asInput;
  throw new Error(
    `two shapes are named "${title}" in the OpenAPI document: give one of them another name in src/contract/api/schema-names.ts`,
  );
}

/** Returns a schema with each of its direct parts replaced. */
export function withParts(schema: Schema, replace: (part: Schema) => Schema): Schema {
  const byName = (parts: Record<string, Schema>) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, replace(part)]));
  const { properties, items, prefixItems, anyOf, oneOf, allOf, additionalProperties, contentSchema } = schema;
  return {
    ...schema,
    ...(properties && { properties: byName(properties) }),
    ...(isSchema(items) && { items: replace(items) }),
    ...(prefixItems && { prefixItems: prefixItems.map(replace) }),
    ...(anyOf && { anyOf: anyOf.map(replace) }),
    ...(oneOf && { oneOf: oneOf.map(replace) }),
    ...(allOf && { allOf: allOf.map(replace) }),
    ...(isSchema(additionalProperties) && { additionalProperties: replace(additionalProperties) }),
    ...(contentSchema && { contentSchema: replace(contentSchema) }),
  };
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Returns the schema that a reference names, or the schema itself. Throws for an unknown name. */
export function resolvedSchema(schema: Schema, components: Readonly<Record<string, Schema>>): Schema {
  if (schema.$ref === undefined) return schema;
  const target = components[schema.$ref.replace('#/components/schemas/', '')];
  if (target === undefined) throw new Error(`no component is named by "${schema.$ref}"`);
  return target;
}
