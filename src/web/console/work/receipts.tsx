/** What stands beside the reasons of a score: refused events, what has faded, and what was taken back. */
import { Text } from '@mantine/core';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { labelsOf, useExplanation, useLedger } from './use-profile.ts';

interface Line {
  id: string;
  value: string;
  label: string;
  said: string;
}

/** Loads by itself; shows nothing where all points are there to see. */
export function Receipts({ profile, programme }: { profile: string; programme: string }) {
  const { data } = useExplanation(profile, programme);
  const { data: ledger = [] } = useLedger(profile, programme);
  const labels = labelsOf(data ?? null);
  const refused = (data?.refusals ?? []).map(({ rule, label, reason, at }, index) => ({
    ...{ id: `${rule} ${index}`, value: '0', label, said: `${dateInWords(at)} · ${reason}` },
  }));
  const faded = (data?.contributions ?? [])
    .filter(({ points, value }) => value < points)
    .map(({ rule, label, points, value, reason, event }) => ({
      ...{ id: `${rule} ${event}`, value: `${points} → ${value}`, label, said: reason },
    }));
  const takenBack = ledger
    .filter(({ kind }) => kind === 'taken back')
    .map(({ rule, points, reason, notedAt, event }) => ({
      id: `${rule} ${event} ${notedAt}`,
      value: `−${points}`,
      label: labels[rule] ?? rule,
      said: `${dateInWords(notedAt)} · ${reason}`,
    }));
  return (
    <div data-testid="receipts">
      <Lines title="Earned nothing" lines={refused} />
      <Lines title="Faded" lines={faded} />
      <Lines title="Taken back" lines={takenBack} />
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <details className="receipts">
      <summary>
        {title} <span className="quiet number">{lines.length}</span>
      </summary>
      {lines.map(({ id, value, label, said }) => (
        <div className="reason" key={id}>
          <Text span ta="right" className="number quiet">
            {value}
          </Text>
          <div>
            <Text size="sm">
              <Foreign text={label} />
            </Text>
            <Text size="sm" className="quiet">
              <Foreign text={said} />
            </Text>
          </div>
        </div>
      ))}
    </details>
  );
}
