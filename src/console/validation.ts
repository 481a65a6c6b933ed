/** Validation by the contract's schemas, and the same schemas for the OpenAPI document. */
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Schemas and words for the OpenAPI document alone. */
    docs?: Record<string, unknown>;
    /** Of a PUT: parts that are left out stay, as those of a PATCH do. */
    merges?: boolean;
  }
}

/** Parses a body or query. Throws `invalid_request` that names each bad field, its value and what is allowed. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const path = issue.path.join('.');
    const bad = issue.path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
      value,
    );
    const allowed =
      issue.code === 'invalid_value'
        ? `expected ${issue.values.map((word) => JSON.stringify(word)).join(', ')}`
        : issue.message;
    return path === '' ? allowed : `"${path}" is ${shown(path, bad)}: ${allowed}`;
  });
  throw new ApiError('invalid_request', errors.join('; '));
}

/** A bad value in words; a password is never shown, not even in the sender's logs. */
function shown(path: string, bad: unknown): string | undefined {
  if (bad === undefined) return 'missing';
  return /password$/i.test(path) ? 'not shown here' : JSON.stringify(bad)?.slice(0, 80);
}

export type JsonSchema = Record<string, unknown>;

/** Returns a schema as JSON Schema, as documents have it; validation itself is `parse`'s. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _version, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

/**
 * A schema for the route's documentation: made when it is first asked for, and kept. All of them take a third of a second,
 * which a start would spend on a document that nobody may read.
 */
export function documented(schema: z.ZodType, io: 'input' | 'output'): () => JsonSchema {
  let made: JsonSchema | null = null;
  return () => {
    made ??= jsonSchemaOf(schema, io);
    return made;
  };
}
