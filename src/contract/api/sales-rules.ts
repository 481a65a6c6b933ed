/** Sales rules in the API: sales processes, routing, escalation and review as texts with versions, previews and publishing. */
import { z } from 'zod';
import { emailSchema, flowKinds } from '../language/language.ts';
import { textNoteSchema } from './drafts.ts';
import { gradeSchema } from './tier-update.ts';

const count = z.number().int();
const instant = z.iso.datetime();
const text = z.string().min(1).max(1_000_000);
const name = z.string().min(1).max(200);

/** As the folders of `RULES_DIR`: sales processes, and the files beside them. */
export const salesRuleFolders = ['pipelines', 'sales'] as const;
export type SalesRuleFolder = (typeof salesRuleFolders)[number];

const versionFields = {
  /** Counts the versions of the text from 1. */
  number: count,
  /** Hash of the text. */
  version: z.string(),
  /** A user, `API token`, or `file` for a file of the rules folder. */
  author: z.string(),
  note: z.string(),
  activatedAt: instant,
};

export const salesRuleSchema = z.object({
  folder: z.enum(salesRuleFolders),
  /** The id of a sales process; or `routing`, `escalation`, `review`. */
  rule: z.string(),
  title: z.string(),
  ...versionFields,
});
export type SalesRuleView = z.infer<typeof salesRuleSchema>;

export const salesRuleVersionSchema = z.object(versionFields);
export type SalesRuleVersion = z.infer<typeof salesRuleVersionSchema>;

export const salesRuleTextSchema = salesRuleSchema.extend({
  text: z.string(),
  /** What the text says, in sentences. */
  words: z.array(z.string()),
});
export type SalesRuleText = z.infer<typeof salesRuleTextSchema>;

/** What a text comes to while it is typed. */
export const salesRulePreviewSchema = z.object({
  /** Hash of the text. */
  version: z.string(),
  /** In the order of the text; empty where it may be published. */
  errors: z.array(textNoteSchema),
  /** What is legal and hardly meant. They stop nothing; empty while there are errors. */
  warnings: z.array(textNoteSchema),
  /** Differences from the active version in words; empty while there are errors. */
  changes: z.array(z.string()),
  /** What the text says, in sentences; empty while there are errors. */
  words: z.array(z.string()),
});
export type SalesRulePreview = z.infer<typeof salesRulePreviewSchema>;

/** Pipeline → removed stage → the stage that its records go to. */
const movesSchema = z.record(name, z.record(name, name));

export const salesRuleTextRequestSchema = z.strictObject({ text });

export const migrationRequestSchema = z.strictObject({ text, moves: movesSchema.optional() });

/** Where the records in flight of a sales process would go under a text. */
export const processMigrationSchema = z.object({
  pipelines: z.array(
    z.object({
      pipeline: z.string(),
      name: z.string(),
      kind: z.enum(flowKinds),
      /** The stages in which records stand now, by name. */
      stages: z.array(
        z.object({
          stage: z.string(),
          records: count,
          /** Where they go; null where the stage was removed, or is an end, and nothing stands for it. */
          to: z.string().nullable(),
        }),
      ),
      /** The stages that records may go to. */
      choices: z.array(z.string()),
      /** Records whose time-out would be over at once. */
      dueAtOnce: count,
    }),
  ),
});
export type ProcessMigration = z.infer<typeof processMigrationSchema>;

const publication = {
  note: z.string().trim().max(1_000).default(''),
  /** Hash of the active text that it replaces; another one is a conflict. Without it, it replaces any. */
  replaces: z.string().max(64).nullable().optional(),
  /** Of a sales process: records in flight go to the new version, by these moves. Without it they keep their version. */
  moves: movesSchema.optional(),
};
export const salesRulePublicationSchema = z.strictObject({ text, ...publication });
export const salesRuleRollBackSchema = z.strictObject({ to: count.min(1), ...publication });

export const publishedSalesRuleSchema = salesRuleVersionSchema.extend({
  /** False where the text was active already. */
  isNew: z.boolean(),
  /** Records in flight that went to this version. */
  migrated: count,
});
export type PublishedSalesRule = z.infer<typeof publishedSalesRuleSchema>;

/** A lead to be routed on trial; what is left out is not known of it. */
const madeUpLeadSchema = z.strictObject({
  country: z.string().max(2).optional(),
  language: z.string().max(8).optional(),
  campaign: name.optional(),
  programme: name.optional(),
  grade: gradeSchema.optional(),
  tier: count.min(0).max(20).default(1),
  /** Rules that gave points, the one with most first. */
  rules: z.array(name).max(100).default([]),
  accountOwner: emailSchema.optional(),
});

export const routingTrialRequestSchema = z.strictObject({
  /** The text of a draft; without it, the active one. */
  text: text.optional(),
  /** The id of a lead; or one that is made up. */
  lead: z.union([name, madeUpLeadSchema]),
});
export type MadeUpLead = z.infer<typeof madeUpLeadSchema>;

export const routingTrialSchema = z.object({
  /** Null: it would wait in the queue. */
  owner: z.string().nullable(),
  reason: z.string(),
  /** Each step in its order, and what became of it. */
  steps: z.array(
    z.object({
      step: z.string(),
      outcome: z.enum(['taken', 'nobody', 'not for it', 'not reached']),
      /** Why nobody of the step can take it; empty where that says it all. */
      why: z.string(),
    }),
  ),
});
export type RoutingTrial = z.infer<typeof routingTrialSchema>;
