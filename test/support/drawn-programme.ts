/** Random programmes as they score: compiled, with the fold of a history; and what is known of a person after one. */
import fc from 'fast-check';
import type { Programme } from '../../src/contract/language/language.ts';
import {
  type CompiledProgramme,
  compileAlone,
  emptyState,
  learnFrom,
  noIdentity,
  type ProfileState,
  personOf,
} from '../../src/engine/scoring/scoring.ts';
import { foldInto } from './fold.ts';
import { streamEvent } from './history-arbitrary.ts';
import type { LanguageEvent } from './language-oracle-match.ts';
import { type ProgrammeKinds, parsedProgramme, programmeYaml } from './programme-arbitrary.ts';

export interface Scoring {
  programme: Programme;
  compiled: CompiledProgramme;
  fold: (events: readonly LanguageEvent[], state?: ProfileState) => ProfileState;
}

/** Prints as the YAML value, so that a counterexample can be pasted. */
export class Drawn implements Scoring {
  readonly yaml: object;
  readonly programme: Programme;
  readonly compiled: CompiledProgramme;
  readonly fold: Scoring['fold'];

  constructor(yaml: object) {
    this.yaml = yaml;
    this.programme = parsedProgramme(yaml);
    const programmes = compileAlone(this.programme, 'test');
    this.compiled = programmes.programmes[0] as CompiledProgramme;
    this.fold = (events, state = emptyState()) => {
      for (const event of events) foldInto(state, programmes, streamEvent(event));
      return state;
    };
  }

  [fc.toStringMethod](): string {
    return JSON.stringify(this.yaml);
  }
}

export const scoring = (kinds: ProgrammeKinds = { readsPerson: true }) =>
  programmeYaml(kinds).map((yaml) => new Drawn(yaml));

export function personAfter(events: readonly LanguageEvent[]) {
  const identity = noIdentity();
  for (const event of events) learnFrom(identity, streamEvent(event));
  return personOf(identity);
}
