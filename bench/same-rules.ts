/** The proof that both engines are asked the same: every event fires the same rules for the same points in each. */
import type { Engine } from 'json-rules-engine';
import type { ScovilleEvent } from '../src/contract/language/language.ts';
import { type CompiledProgrammes, recognise, toPoints } from '../src/engine/scoring/scoring.ts';
import { factsFor, rulesCount } from './rules-50.ts';

/** Throws where they differ, or where a rule never fires, which would prove nothing of it. */
export async function checkSameRules(
  programmes: CompiledProgrammes,
  engine: Engine,
  events: readonly ScovilleEvent[],
): Promise<void> {
  const rules = programmes.programmes.flatMap((programme) => programme.rules);
  const ofSignature = new Map(
    rules.map((rule) => [rule.signatureId, `${rule.id}: ${toPoints(rule.worth(null))}`]),
  );
  const seen = new Set<string>();
  for (const event of events) {
    const ours = recognise(programmes, event).matches.map(
      ({ signatureId }) => ofSignature.get(signatureId) ?? '?',
    );
    const { events: fired } = await engine.run(factsFor(event));
    const theirs = fired.map(({ type, params }) => `${type}: ${params?.['points']}`);
    if (ours.sort().join() !== theirs.sort().join())
      throw new Error(`${JSON.stringify(event)} fires ${ours} in ours and ${theirs} in the other`);
    for (const rule of ours) seen.add(rule);
  }
  if (seen.size !== rulesCount) throw new Error(`only ${seen.size} of ${rulesCount} rules were ever fired`);
}
