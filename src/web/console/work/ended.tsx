/** What has ended says why, and what would open work again. What is voided is history alone. */
import { Alert, Text } from '@mantine/core';
import type { LeadView, TaskView } from '../../../contract/api/api.ts';
import { voidedInWords } from '../kinds/cell-text.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { isEnded } from './work-item.ts';

/** Of a record that is voided: nothing is done to it any more, and why. */
export function Voided({ of }: { of: Record<'end' | 'endReason', unknown> }) {
  const word = voidedInWords(of);
  if (word === null) return null;
  return (
    <Alert color="gray" my="sm" data-testid="taken-back">
      {word === 'Merged'
        ? 'Another lead of the same person goes on for this one.'
        : 'What opened it was undone.'}{' '}
      Only its history is left, and no report counts it.
    </Alert>
  );
}

/** Nothing of work that is open. */
export function Ended({ about, lead }: { about: LeadView | TaskView; lead: LeadView | null }) {
  if (lead !== null && voidedInWords(lead) !== null) return <Voided of={lead} />;
  if (!isEnded(about)) return null;
  const { doNotContact = false } = about.person ?? {};
  const at = 'subject' in about ? about.completedAt : about.closedAt;
  const reason = 'subject' in about ? about.closedReason : about.endReason;
  return (
    <Alert color="gray" my="sm" data-testid="ended">
      <Text size="sm">
        Ended as <Foreign text={about.status} />
        {at !== null && ` on ${dateInWords(at)}`}
        {reason !== null && (
          <>
            : <Foreign text={reason} />
          </>
        )}
        .
      </Text>
      <Text size="sm" className="quiet">
        {doNotContact
          ? 'Work on it opens again when contact is allowed again.'
          : 'subject' in about
            ? 'It opens again by the Undo in its history, for a day.'
            : 'A move to an open stage opens it again. When they get hotter, a new lead opens by itself.'}
      </Text>
    </Alert>
  );
}
