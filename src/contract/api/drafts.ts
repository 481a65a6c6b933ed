/** Drafts of programmes and sales rules in the API: what somebody writes before it is published, and what it would come to. */
import { z } from 'zod';

const count = z.number().int();
const instant = z.iso.datetime();
const text = z.string().min(1).max(1_000_000);

/** A draft without its texts. */
export const draftSummarySchema = z.object({
  /** What it is a draft of: the id of a programme, or the folder and name of a sales rule, `pipelines/emea`. */
  id: z.string(),
  /** Hash of the active text that it began from; null where there was none. */
  basedOn: z.string().nullable(),
  begunBy: z.string(),
  begunAt: instant,
  changedBy: z.string(),
  changedAt: instant,
  /** The value for If-Match. */
  revision: count,
});

export const draftSchema = draftSummarySchema.extend({
  text: z.string(),
  /** The text of its examples file; null for none. */
  examples: z.string().nullable(),
});
export type DraftView = z.infer<typeof draftSchema>;
export type DraftSummary = z.infer<typeof draftSummarySchema>;

export const draftChangeSchema = z.strictObject({
  text,
  /** The text of its examples file; null for none. */
  examples: text.nullable(),
  /** Hash of the active text that the draft begins from. Without it, the one that it has stays. */
  basedOn: z.string().max(64).nullable().optional(),
});
export type DraftChange = z.infer<typeof draftChangeSchema>;

/** An error or a warning of a text, at its word. */
export const textNoteSchema = z.object({
  /** Count from 1. */
  line: count,
  column: count,
  /** Characters of the line that it is about; at least 1. */
  length: count,
  message: z.string(),
  /** What is likely meant, to be written in their place; null where nothing is. */
  instead: z.string().nullable(),
});

const byRule = z.record(z.string(), z.number());

/** What an example expects. */
const expectationSchema = z.object({
  /** Null: never computed. */
  score: z.number().nullable(),
  tier: z.string(),
  grade: z.string().optional(),
  refused: byRule.optional(),
  points: byRule.optional(),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** A text as it is typed, and what is known of it so far. */
export const draftPreviewSchema = z.object({
  /** Hash of the text, by which versions and backtests name it. */
  version: z.string(),
  /** In the order of the texts; empty where both can be read. */
  errors: z.array(textNoteSchema.extend({ in: z.enum(['text', 'examples']) })),
  /** Of the text: rules that never match or contradict each other. They stop nothing; empty while the text has errors. */
  warnings: z.array(textNoteSchema),
  /** Differences from the active version in words; empty while there are errors. */
  changes: z.array(z.string()),
  /** Each that ran, in the order of the file; met where nothing differs. */
  examples: z.array(
    z.object({
      example: z.string(),
      differences: z.array(z.string()),
      /** What it would have to expect to be met, in the parts that it expects now; null where it is met. */
      actual: expectationSchema.nullable(),
    }),
  ),
  /** Examples that did not run, because those before them have too many events. */
  examplesSkipped: count,
});
export type DraftPreview = z.infer<typeof draftPreviewSchema>;
