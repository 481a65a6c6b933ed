/** Candidates for routing: from a crossing, or from a lead or task that exists. Pure. */
import type { Reason, TierUpdate } from '../../contract/api/api.ts';
import type { CompanyRow, LeadRow, PersonRow, TaskRow } from '../store/store.ts';
import type { Candidate } from './routing.core.ts';

type Account = Pick<Candidate, 'accountOwner' | 'account'>;

/** Returns the account of a person: its own owner's, else the company's. */
export function accountOf(
  person: Pick<PersonRow, 'owner'> | null,
  company: Pick<CompanyRow, 'name' | 'owner'> | null,
): Account {
  const own = person?.owner ?? null;
  return {
    accountOwner: own ?? company?.owner ?? null,
    account: own === null && company !== null ? company.name : 'the account',
  };
}

/** Returns the candidate of a crossing that opens a lead or a task. */
export function candidateOf(
  { campaign, programme, grade, to, reasons, atMs }: TierUpdate,
  person: PersonRow,
  account: Account,
  { dueAtMs, isLead }: Pick<Candidate, 'dueAtMs' | 'isLead'>,
): Candidate {
  const row = { campaign, programme, grade, tier: to, reasons };
  return candidateAgain(row, person, account, { atMs, dueAtMs, isLead, exclude: [] });
}

/** Returns the candidate of a lead or task that is routed again. `exclude` holds its owner and previous owners. */
export function candidateAgain(
  row: Pick<LeadRow | TaskRow, 'campaign' | 'programme' | 'grade' | 'tier' | 'reasons'>,
  person: Pick<PersonRow, 'country' | 'language'> | null,
  account: Account,
  rest: Pick<Candidate, 'atMs' | 'dueAtMs' | 'isLead' | 'exclude'>,
): Candidate {
  const { campaign, programme, grade, tier, reasons } = row;
  const { country, language } = person ?? { country: null, language: null };
  const rules = rulesIn(reasons);
  return {
    ...account,
    country,
    language,
    campaign,
    programme,
    grade,
    tier,
    rules,
    ...rest,
  };
}

/** Returns the rules that gave points, those with the most first. */
function rulesIn(reasons: readonly Pick<Reason, 'rule' | 'value'>[]): string[] {
  const worth = new Map<string, number>();
  for (const { rule, value } of reasons) worth.set(rule, (worth.get(rule) ?? 0) + value);
  return [...worth]
    .filter(([, value]) => value > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([rule]) => rule);
}
