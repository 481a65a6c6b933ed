/** The score of the last 30 days as a line with the tiers, and what would lift it to the next one. Loads by itself. */
import { Text } from '@mantine/core';
import { isolated } from '../../../base/text/text.ts';
import { Foreign } from '../parts/others.tsx';
import { curveSize, nextTierInWords, scoreCurve, scoreNow } from './score-curve.ts';
import { useExplanation, useScoreHistory } from './use-profile.ts';

interface Props {
  profile: string;
  programme: string;
  /** Whether it stands beside the score of work that has ended: then it says that it is another, and nothing of what to do next. */
  isAfter?: boolean;
}

export function ScoreLine({ profile, programme, isAfter = false }: Props) {
  const { data: history } = useScoreHistory(profile, programme);
  const { data: explanation } = useExplanation(profile, programme);
  const curve = history ? scoreCurve(history) : null;
  const next = nextTierInWords(explanation?.nextTier ?? null);
  const { width, height } = curveSize;
  const today = isAfter ? scoreNow(history, explanation) : null;
  if (curve === null && next === null && today === null) return null;
  const [first, last] = [history?.scores?.[0]?.score ?? 0, history?.scores?.at(-1)?.score ?? 0];
  return (
    <div className="score-line">
      {today !== null && (
        <Text size="sm" className="quiet" data-testid="score-now">
          Their score today: {today.toLocaleString()}
        </Text>
      )}
      {curve && (
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-label={`Score over 30 days, from ${first} to ${last}`}
          data-testid="score-line"
        >
          {curve.tiers.map(({ name, y }) => (
            <line key={name} x1="0" x2={width} y1={y} y2={y} className="tier">
              <title>{isolated(name)}</title>
            </line>
          ))}
          <polyline points={curve.line} className="curve" />
        </svg>
      )}
      {next && !isAfter && (
        <Text size="sm" data-testid="next-tier">
          <b>
            <Foreign text={next.missing} />
          </b>
          {next.how && (
            <>
              : <Foreign text={next.how} /> would do it
            </>
          )}
        </Text>
      )}
    </div>
  );
}
