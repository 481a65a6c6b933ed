/** What works on the ladder of people alone, and says so of a programme that scores companies. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { Programme } from '../../contract/language/language.ts';

/** Throws `invalid_request` for a programme of accounts. */
export function refuseAccounts(
  { programme: { programme, of } }: { programme: Programme },
  what: string,
): void {
  if (of !== 'account') return;
  throw new ApiError(
    'invalid_request',
    `"${programme}" scores companies (of: account), and these cannot ${what}: the history does not say who was of which company when. Remove "of" and "combine" to see what its rules give each person`,
  );
}
