/** The score of companies by the active programmes, for those who keep their people. */
import type { AccountScoring } from '../../contract/api/api.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import { stepAccount } from '../scoring/scoring.ts';

export function accountScoring(active: () => Pick<ActiveProgrammes, 'programmes'>): AccountScoring {
  return (id, moment) => {
    const compiled = active().programmes.programmes.find(({ programme }) => programme.programme === id);
    const step = compiled === undefined ? null : stepAccount(compiled, moment);
    if (compiled === undefined || step === null) return null;
    const { programme, version } = compiled;
    return {
      ...step,
      programme: programme.programme,
      programmeName: programme.name,
      programmeVersion: version,
      campaign: programme.campaign,
    };
  };
}
