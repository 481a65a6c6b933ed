/** The visits of somebody: when, how long, and which pages. */
import { Skeleton, Text } from '@mantine/core';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useBehaviour } from '../work/use-profile.ts';
import { knownVisits, type Visit } from './visits.ts';

const visitsShown = 5;
const pathsShown = 6;

/** Loads by itself. */
export function Visits({ profile }: { profile: string }) {
  const { data, error } = useBehaviour(profile);
  if (error) return <Refusal error={error} />;
  if (data === undefined) return <Skeleton height={80} />;
  const { visits, mayBeMore } = knownVisits(data);
  const earlier = visits.slice(visitsShown);
  return (
    <div data-testid="visits">
      {visits.length === 0 && <Text className="quiet">The history has no event of it.</Text>}
      <ol className="visits">{visits.slice(0, visitsShown).map(line)}</ol>
      {earlier.length > 0 && (
        <details className="receipts">
          <summary>{earlier.length.toLocaleString()} earlier</summary>
          <ol className="visits">{earlier.map(line)}</ol>
        </details>
      )}
      {mayBeMore && (
        <Text size="sm" className="quiet" data-testid="visits-cut">
          {visits.length === 1 ? 'It may have begun earlier. ' : ''}Earlier visits exist: these are of the
          latest {data.length.toLocaleString()} events.
        </Text>
      )}
    </div>
  );
}

function line({ from, minutes, events, paths }: Visit) {
  const rest = paths.length - pathsShown;
  return (
    <li key={from} data-testid="visit">
      <Text size="sm">
        <b>{dateInWords(from)}</b>{' '}
        <span className="quiet number">
          {minutes < 1 ? 'under a minute' : `${minutes.toLocaleString()} min`} · {events.toLocaleString()}{' '}
          {events === 1 ? 'event' : 'events'}
        </span>
      </Text>
      {paths.length > 0 && (
        <Text size="sm">
          <Foreign text={paths.slice(0, pathsShown).join(' → ')} />
          {rest > 0 && <span className="quiet"> and {rest} more</span>}
        </Text>
      )}
    </li>
  );
}
