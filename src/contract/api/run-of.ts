/** The shape of a long job that people start and watch. */
import { z } from 'zod';

/** Returns the shape of a job with its progress, and its result once it is done. */
export const runOf = <Progress extends z.ZodType, Result extends z.ZodType>(
  progress: Progress,
  result: Result,
) =>
  z.object({
    id: z.string(),
    status: z.enum(['running', 'done', 'cancelled', 'failed']),
    progress,
    /** Null until it is done. */
    result: result.nullable(),
    /** Why it failed; null otherwise. */
    error: z.string().nullable(),
  });
