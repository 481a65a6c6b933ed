/** Programmes in the API: the active ones, their versions, and what a draft would change. */
import { z } from 'zod';

const instant = z.iso.datetime();
const number = z.number().int();

/** A tier and the least score that reaches it; `above` where its file says a score that it must exceed. */
const tierSchema = z.object({ name: z.string(), from: z.number(), above: z.number().optional() });

/** A programme in short. */
export const runningProgrammeSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Hash of the text that is active. */
  version: z.string(),
  /** From the lowest up. */
  tiers: z.array(tierSchema),
});

export const programmeSchema = runningProgrammeSchema.extend({
  campaign: z.string(),
  /** Number of the active version; null until it is recorded. */
  number: number.nullable(),
  /** How many rules it has. */
  rules: number,
});
export type ProgrammeView = z.infer<typeof programmeSchema>;

/** The active text of a programme. */
export const activeProgrammeSchema = runningProgrammeSchema.pick({ id: true, version: true }).extend({
  text: z.string(),
  /** The text of its examples file; null for none. */
  examples: z.string().nullable(),
});
export type ActiveProgramme = z.infer<typeof activeProgrammeSchema>;

export const programmeVersionSchema = z.object({
  programme: z.string(),
  /** Counts the versions of the programme from 1. */
  number,
  /** Hash of its text. */
  version: z.string(),
  author: z.string(),
  note: z.string(),
  activatedAt: instant,
});
export type ProgrammeVersion = z.infer<typeof programmeVersionSchema>;

/** What the examples of a text came to. */
const examplesRunSchema = z.object({
  /** How many examples the text was held against. */
  examplesRun: number,
  /** What to know before relying on it: that no example ran. */
  warnings: z.array(z.string()),
});

export const publishedVersionSchema = programmeVersionSchema.extend({
  /** Null where the version is active and PostgreSQL could not record it yet; it follows. */
  number: number.nullable(),
  ...examplesRunSchema.shape,
});
export type PublishedVersion = z.infer<typeof publishedVersionSchema>;

export const programmeTextSchema = programmeVersionSchema.extend({
  text: z.string(),
  /** The text of the examples file published with it; null for none. */
  examples: z.string().nullable(),
});
export type ProgrammeText = z.infer<typeof programmeTextSchema>;

export const programmeDiffSchema = z.object({
  from: number,
  to: number,
  /** The changes in words. */
  changes: z.array(z.string()),
});

export const programmeCheckSchema = z.object({
  programme: z.string(),
  /** Hash of the draft. */
  version: z.string(),
  /** Differences from the active version; the whole draft where there is none. */
  changes: z.array(z.string()),
  /** Examples not met, in words; a draft with any cannot be published. */
  differences: z.array(z.string()),
  ...examplesRunSchema.shape,
});
export type ProgrammeCheck = z.infer<typeof programmeCheckSchema>;
