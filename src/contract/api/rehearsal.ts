/** A person tried: behaviour played against what is live and against a draft, moment by moment. */
import { z } from 'zod';
import { reasonSchema } from './tier-update.ts';

const count = z.number().int();

/** What one programme makes of the behaviour so far. */
const sideSchema = z.object({
  /** Null where no rule has recognised anything yet. */
  score: z.number().nullable(),
  /** 0 is below the ladder. */
  tier: count,
  tierName: z.string(),
  /** Their values sum to the score; of very many, the oldest are one. */
  contributions: z.array(reasonSchema),
  /** What was recognised and earns nothing, with the reason. */
  refusals: z.array(reasonSchema),
});
export type RehearsedSide = z.infer<typeof sideSchema>;

export const rehearsalSchema = z.object({
  moments: z.array(
    z.object({
      /** Ms since the first step. */
      offsetMs: count,
      /** The step that happens then, counted from 0; null for a moment at which only time has passed. */
      step: count.nullable(),
      /** Null where the programme is not active, or no draft was sent. */
      live: sideSchema.nullable(),
      draft: sideSchema.nullable(),
    }),
  ),
  /** Of names that no rule of the draft knows, or without a draft none of what is live: what is likeliest meant. */
  warnings: z.array(z.object({ step: count, message: z.string() })),
});
export type RehearsalView = z.infer<typeof rehearsalSchema>;

/** What somebody really did, as steps to be played. */
export const behaviourOfProfileSchema = z.object({
  steps: z.array(
    z.object({
      page: z.string().optional(),
      track: z.string().optional(),
      identify: z.record(z.string(), z.unknown()).optional(),
      properties: z.record(z.string(), z.unknown()).optional(),
      /** What sales knew from then on. */
      sales: z.object({ leadStatus: z.array(z.string()), customer: z.boolean() }).optional(),
      /** Time since the step before: `90 seconds`. */
      after: z.string(),
    }),
  ),
  /** Whether there was more before. */
  isCut: z.boolean(),
});
export type BehaviourOfProfile = z.infer<typeof behaviourOfProfileSchema>;
