/** What an audit has found, whole also where a process of before answers: that says less while it runs, and of companies. Pure. */
import type { AuditRunView } from '../../../contract/api/api.ts';

type Found = AuditRunView['progress'];

const nothing: Found = {
  ...{ checked: 0, mismatched: 0, skipped: 0, skippedFor: [], mismatches: [] },
  companies: {
    ...{ checked: 0, mismatched: 0, skipped: 0 },
    ...{ skippedFor: [], peopleSkippedFor: [], mismatches: [] },
  },
};

export function wholeOf(found: Partial<Found> | null): Found {
  return { ...nothing, ...found, companies: { ...nothing.companies, ...found?.companies } };
}
