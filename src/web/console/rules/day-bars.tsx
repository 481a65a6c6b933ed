/** Leads by day as bars: what is live in grey, the draft in colour. */
import { Text } from '@mantine/core';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import type { BeforeAfter } from './backtest-sums.ts';

const height = 90;

export function DayBars({ days }: { days: readonly (BeforeAfter & { day: string })[] }) {
  const most = Math.max(1, ...days.map(({ before, after }) => Math.max(before ?? 0, after)));
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const sum = days.reduce((all, { after }) => all + after, 0);
  return (
    <figure className="day-bars">
      <svg
        viewBox={`0 0 ${days.length * 10} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${counted(sum, 'lead')} by day, at most ${most} on one`}
      >
        {days.map(({ day, before, after }, index) => (
          <g key={day}>
            <title>{`${dateInWords(day)}: ${before === null ? '' : `${before} → `}${after}`}</title>
            <rect x={index * 10} width="10" height={height} fill="transparent" />
            {before !== null && (
              <rect
                className="bar-live"
                x={index * 10 + 1}
                width="4"
                y={height - (before / most) * height}
                height={(before / most) * height}
              />
            )}
            <rect
              className="bar-draft"
              x={index * 10 + 5}
              width="4"
              y={height - (after / most) * height}
              height={(after / most) * height}
            />
          </g>
        ))}
      </svg>
      <figcaption>
        <Text size="sm" className="quiet">
          {dateInWords(first.day)}
        </Text>
        <Text size="sm">
          <span className="key bar-live" /> live <span className="key bar-draft" /> draft · highest {most}
        </Text>
        <Text size="sm" className="quiet">
          {dateInWords(last.day)}
        </Text>
      </figcaption>
    </figure>
  );
}
