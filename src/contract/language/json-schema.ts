/** The language as JSON Schema, made of the schemas that read it: for completion and checks while somebody types. */
import { z } from 'zod';
import {
  deadlineSchema,
  durationPattern,
  durationSchema,
  monthsPattern,
  periods,
  workingPattern,
} from '../../base/time/time.ts';
import './faults/likely-times.ts';
import './faults/likely-words.ts';
import { terms } from './faults/terms.ts';
import { countSchema, paysSchema } from './payment.ts';
import { programmeSchema } from './programme.ts';
import { salesProcessSchema } from './sales-process.ts';
import { wordMeanings } from './word-meanings.ts';

export const schemaNames = ['programme', 'sales-process'] as const;
export type SchemaName = (typeof schemaNames)[number];

const schemas: Readonly<Record<SchemaName, { schema: z.ZodType; title: string }>> = {
  programme: { schema: programmeSchema, title: 'Programme of Scoville' },
  'sales-process': { schema: salesProcessSchema, title: 'Sales process of Scoville' },
};

const period = periods.join('|');
const rolling = `(?:${durationPattern}|${monthsPattern})`;

/** What texts look like that the reader turns into values. Outer spaces do not matter to it. */
const patterns = new Map<z.core.$ZodType, string>([
  [durationSchema, durationPattern],
  [deadlineSchema, `(?:${workingPattern}|${durationPattern})`],
  [
    paysSchema,
    `(?:every time|every \\d{1,4}(?:st|nd|rd|th) time|once|once a (?:${period})|once in ${rolling})`,
  ],
  [countSchema, `(?:ever|in a (?:${period})|in (?:the last )?${rolling})`],
]);

/**
 * Returns a kind of file as JSON Schema (draft 7, which editors know). It knows every word and the form of every value. Rules
 * across values are the reader's alone: what it refuses there is allowed here, but never a word.
 */
export function jsonSchemaOf(name: SchemaName): Record<string, unknown> {
  const { schema, title } = schemas[name];
  const made = z.toJSONSchema(schema, {
    ...{ io: 'input', target: 'draft-7', unrepresentable: 'any' },
    override: ({ zodSchema, jsonSchema }) => {
      const pattern = patternOf(zodSchema);
      if (pattern !== undefined)
        Object.assign(jsonSchema, { type: 'string', pattern: `^\\s*${pattern}\\s*$` });
      const expected = terms.get(zodSchema as unknown as z.ZodType)?.expected;
      if (expected !== undefined) jsonSchema.description ??= `Expects ${expected}.`;
      for (const [word, property] of Object.entries(jsonSchema.properties ?? {}))
        if (typeof property === 'object') describe(word, property);
    },
  });
  return { ...made, title };
}

/** The pattern of the schema that the reader rewrites texts with. */
function patternOf(schema: z.core.$ZodType): string | undefined {
  const own = patterns.get(schema);
  if (own !== undefined) return own;
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? patternOf(schema.def.innerType)
    : undefined;
}

/** What a word means, before what it expects. */
function describe(word: string, property: { description?: string }): void {
  const meaning = wordMeanings[word];
  if (meaning === undefined || property.description?.startsWith(meaning)) return;
  property.description = property.description === undefined ? meaning : `${meaning} ${property.description}`;
}
