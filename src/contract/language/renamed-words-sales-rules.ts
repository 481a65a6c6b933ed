/** Words of routing, escalation and review files that were renamed, for `scoville migrate-rules`. Pure data. */

interface RenamedWord {
  file: 'routing' | 'escalation' | 'review';
  from: string;
  to: string;
}

/** Keys, each with its new name; values and their meaning are as before. No word of a review file was renamed. */
export const renamedSalesRulesWords: readonly RenamedWord[] = [
  { file: 'routing', from: 'leadsBeginIn', to: 'defaultLeadPipeline' },
  { file: 'routing', from: 'hotFromTier', to: 'minTier' },
  { file: 'routing', from: 'naming', to: 'match' },
  { file: 'escalation', from: 'tell', to: 'notify' },
];
