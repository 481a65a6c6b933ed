/** Small signs of how a rule does: when it last paid, and what it looks like. */
import { Badge } from '@mantine/core';
import type { RuleHealth } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';

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

/** Where a tier begins, in short: `20+`, or `> 20` for scores above it. */
export function tierBoundShown({ from, above }: { from: number; above?: number | undefined }): string {
  return above === undefined ? `${from}+` : `> ${above}`;
}

/** What a state means, in words. */
export function stateInWords(state: State): string {
  return states[state]?.says ?? 'Nothing unusual';
}
