/** An evaluation as plain data, worked out whole: for comparisons, and for evaluations that a test makes of another. */
import type { Evaluation } from '../../src/engine/scoring/scoring.ts';

export const plainly = (evaluation: Evaluation): Evaluation => ({
  score: evaluation.score,
  isComputed: evaluation.isComputed,
  excludedBy: evaluation.excludedBy,
  fit: evaluation.fit,
  countedFit: evaluation.countedFit,
  contributions: evaluation.contributions,
  payments: evaluation.payments,
  lines: evaluation.lines,
  paid: evaluation.paid,
  atMs: evaluation.atMs,
  refusals: evaluation.refusals,
  nextChangeAtMs: evaluation.nextChangeAtMs,
  isFading: evaluation.isFading,
});
