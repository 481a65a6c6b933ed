/** Small signs of how a rule does: its days as a line, when it last paid, and what it looks like. */
import { Badge } from '@mantine/core';
import type { RuleHealth } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';

const width = 96;
const height = 20;

/** The first on the left; the highest is as high as the line. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values.map(
    (value, place) =>
      `${(place * step).toFixed(1)},${(height - 2 - (value / most) * (height - 4)).toFixed(1)}`,
  );
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function LastFired({ at }: { at: string | null }) {
  return <span className="quiet">{at === null ? 'never paid' : `last ${dateInWords(at)}`}</span>;
}

type State = RuleHealth['rules'][number]['state'];

const states: Readonly<Record<State, { color: string; says: string; word: string } | null>> = {
  dead: { color: 'gray', word: 'Dead', says: 'It paid nothing. Is the event still sent, and by this name?' },
  dominating: {
    color: 'orange',
    word: 'Dominating',
    says: 'Over half of all points come from it: the others hardly matter.',
  },
  drifting: {
    color: 'yellow',
    word: 'Drifting',
    says: 'It pays far more or far less often than before, beside the others.',
  },
  fine: null,
};

export function HealthBadge({ state }: { state: State }) {
  const shown = states[state];
  return shown === null ? null : (
    <Badge color={shown.color} variant="light" tt="none" title={shown.says} data-testid={`health-${state}`}>
      {shown.word}
    </Badge>
  );
}

/** What a state means, in words; empty for a rule that is fine. */
export function stateInWords(state: State): string {
  return states[state]?.says ?? '';
}
