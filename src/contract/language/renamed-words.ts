/** Former words of rule files with their replacements, as data: what `scoville migrate-rules` rewrites. */

/** The kinds of files in the rules folder, recognised by their top words. */
export type RuleFileKind = 'sales process' | 'routing' | 'escalation' | 'review';

/** A path into a file: words of maps, and `*` for every item of a list or entry of a map. */
type Path = readonly string[];

export type RenamedWord =
  /** A key of the map at a path. */
  | { in: RuleFileKind; at: Path; key: string; to: string }
  /** A value of a key of the map at a path. */
  | { in: RuleFileKind; at: Path; of: string; value: string; to: string }
  /** A name that is used all over a file: as a key, as a value, and in templates. */
  | { in: RuleFileKind; name: string; to: string };

const stage = ['pipelines', '*', 'stages', '*'] as const;

export const renamedWords: readonly RenamedWord[] = [
  { in: 'sales process', at: [], key: 'system', to: 'process' },
  { in: 'sales process', at: [...stage, 'after', '*'], key: 'because', to: 'reason' },
  { in: 'sales process', at: [...stage, 'onEnter', '*'], of: 'do', value: 'tell', to: 'notify' },
  { in: 'sales process', at: [...stage, 'onLeave', '*'], of: 'do', value: 'tell', to: 'notify' },
  { in: 'sales process', at: [...stage, 'every', '*', 'do', '*'], of: 'do', value: 'tell', to: 'notify' },
  { in: 'sales process', at: [...stage, 'later', '*', 'do', '*'], of: 'do', value: 'tell', to: 'notify' },
  // The field that sending a quotation fills.
  { in: 'sales process', name: 'chase-on', to: 'follow-up-on' },
  { in: 'routing', at: [], key: 'leadsBeginIn', to: 'defaultLeadPipeline' },
  { in: 'routing', at: [], key: 'hotFromTier', to: 'minTier' },
  { in: 'routing', at: ['steps', '*'], key: 'naming', to: 'match' },
  { in: 'escalation', at: ['steps', '*'], key: 'tell', to: 'notify' },
];
