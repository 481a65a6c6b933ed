/** Examples of the OpenAPI document, made of the schemas: words that fit a field by its name, else by its type. Pure. */
import { exampleByName, exampleByTitle, keyByName, nullByName } from './openapi-example-values.ts';
import { resolvedSchema } from './openapi-schemas.core.ts';
import type { Schema } from './openapi-shapes.ts';

type Schemas = Readonly<Record<string, Schema>>;

interface FieldContext {
  /** Of the field; empty at the top. */
  name: string;
  /** Of the nearest named shape around it. */
  title: string;
}

const top: FieldContext = { name: '', title: '' };

/** Returns an example that the schema accepts; the same for the same schema. */
export function exampleOf(given: Schema, schemas: Schemas, context: FieldContext = top): unknown {
  const schema = resolvedSchema(given, schemas);
  const title = schema.title ?? context.title;
  if (schema.title !== undefined) {
    const whole = (exampleByTitle[schema.title] ?? exampleByTitle[schema.title.replace(/Input$/, '')])?.whole;
    if (whole !== undefined) return whole;
  }
  if (schema.const !== undefined) return schema.const;
  const known = exampleByTitle[context.title]?.fields?.[context.name] ?? exampleByName[context.name];
  if (known !== undefined && isOf(known, schema, schemas)) return known;
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return ofEither(either, schemas, context);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas, context)));
  if (schema.enum !== undefined) return schema.enum[0];
  if (Array.isArray(schema.type) && schema.type.includes('null') && nullByName.has(context.name)) return null;
  if (schema.default !== undefined) return schema.default;
  switch (typeIn(schema)) {
    case 'object':
      return ofObject(schema, schemas, { ...context, title });
    case 'array':
      return ofArray(schema, schemas, { ...context, title });
    case 'string':
      return ofString(schema);
    case 'integer':
    case 'number':
      return schema.exclusiveMinimum === undefined
        ? Math.max(1, schema.minimum ?? 1)
        : schema.exclusiveMinimum + 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return 'any value';
  }
}

const typeIn = ({ type }: Schema) => (Array.isArray(type) ? type[0] : type);

/** Null where a record usually has none, else the first alternative. */
function ofEither(either: readonly Schema[], schemas: Schemas, context: FieldContext): unknown {
  const others = either.filter((one) => resolvedSchema(one, schemas).type !== 'null');
  const isNullable = others.length < either.length;
  const [first] = others;
  if (first === undefined || (isNullable && nullByName.has(context.name))) return null;
  return exampleOf(first, schemas, context);
}

function ofObject(schema: Schema, schemas: Schemas, { name, title }: FieldContext): Record<string, unknown> {
  const { properties, additionalProperties } = schema;
  if (properties !== undefined)
    return Object.fromEntries(
      Object.entries(properties).map(([field, part]) => [
        field,
        exampleOf(part, schemas, { name: field, title }),
      ]),
    );
  if (typeof additionalProperties !== 'object') return {};
  const key = schema.propertyNames?.enum?.[0] ?? keyByName[name] ?? 'name';
  return { [String(key)]: exampleOf(additionalProperties, schemas, { name: `${name}.*`, title }) };
}

function ofArray({ items, prefixItems }: Schema, schemas: Schemas, context: FieldContext): unknown[] {
  if (prefixItems !== undefined) return prefixItems.map((item) => exampleOf(item, schemas, context));
  return items === undefined ? [] : [exampleOf(items, schemas, { ...context, name: `${context.name}[]` })];
}

function ofString({ format, minLength = 0 }: Schema): string {
  if (format === 'date-time') return '2026-12-01T09:00:00.000Z';
  if (format === 'date') return '2026-12-01';
  if (format === 'email') return 'ada@example.com';
  if (format === 'uri') return 'https://shop.example/offer';
  return 'text'.padEnd(minLength, '.');
}

/** Returns whether a known value is one of the schema. */
function isOf(value: unknown, given: Schema, schemas: Schemas): boolean {
  const schema = resolvedSchema(given, schemas);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return either.some((one) => isOf(value, one, schemas));
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.type === undefined) return schema.allOf === undefined;
  if (!typesOf(value).some((type) => [schema.type].flat().includes(type))) return false;
  if (typeof value === 'string') return isText(value, schema);
  if (typeof value === 'number')
    return value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value);
  if (Array.isArray(value))
    return schema.items !== undefined && value.every((one) => isOf(one, schema.items as Schema, schemas));
  return typeof value !== 'object' || value === null || isObject(value, schema, schemas);
}

function isObject(value: object, { properties = {}, required = [] }: Schema, schemas: Schemas): boolean {
  const fields = Object.entries(value);
  return (
    required.every((name) => name in value) &&
    fields.every(([name, one]) => properties[name] !== undefined && isOf(one, properties[name], schemas))
  );
}

function typesOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

function isText(value: string, { pattern, format, minLength = 0, maxLength = Infinity }: Schema): boolean {
  if (value.length < minLength || value.length > maxLength) return false;
  if (pattern !== undefined) return new RegExp(pattern, 'u').test(value);
  if (format === 'date-time') return /^\d{4}-\d\d-\d\dT/.test(value);
  if (format === 'date') return /^\d{4}-\d\d-\d\d$/.test(value);
  if (format === 'email') return value.includes('@');
  return format === 'uri' ? URL.canParse(value) : true;
}
