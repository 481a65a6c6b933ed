/** The score of companies by the active programmes, for those who keep their people. */
import type { AccountScoring } from '../../contract/api/api.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import { joinAccounts, stepAccount } from '../scoring/scoring.ts';

export function accountScoring(
  active: () => Pick<ActiveProgrammes, 'programmes' | 'generation'>,
): AccountScoring {
  const compiledOf = (id: string) =>
    active().programmes.programmes.find(({ programme }) => programme.programme === id) ?? null;
  return {
    generation: () => active().generation,
    step: (id, moment) => {
      const compiled = compiledOf(id);
      const step = compiled && stepAccount(compiled, moment);
      if (compiled === null || step === null) return null;
      const { programme, version } = compiled;
      return {
        ...step,
        programme: programme.programme,
        programmeName: programme.name,
        programmeVersion: version,
        campaign: programme.campaign,
      };
    },
    join: (id, kept, merged) => {
      const compiled = compiledOf(id);
      return compiled && joinAccounts(compiled, kept, merged);
    },
  };
}
