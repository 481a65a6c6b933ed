/** The least programme whose tiers can change: one rule for the event `A`. For tests of what a change of programmes does to a profile. */
import { parsedProgramme } from './programme-arbitrary.ts';

/** `more` stands beside the rule, or in place of what is here. */
export const oneRuleProgramme = (points: number, ladder: object, more: object = {}) =>
  parsedProgramme({
    programme: 'random',
    name: 'Random',
    campaign: 'Random campaign',
    timeZone: 'UTC',
    visit: { endsAfter: '30 minutes' },
    ladder: { contactWithin: '24 hours', ...ladder },
    rules: [{ id: 'a', label: 'A', when: { event: 'A' }, points, pays: 'every time' }],
    ...more,
  } as never);
