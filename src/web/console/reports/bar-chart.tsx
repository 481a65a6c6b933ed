/** Rows of a report as bars: the period in colour, what it is compared with in grey below. The table has the same figures. */
import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { Foreign } from '../parts/others.tsx';

/** A bar, and the one of the other period; null where there is none. */
export interface Bar {
  id: string;
  label: string;
  value: number | null;
  before: number | null;
  /** The value as text. */
  text: string;
}

/** More are in the table alone. */
const barsMax = 15;

export function BarChart({ bars, title }: { bars: readonly Bar[]; title: string }) {
  const shown = bars.slice(0, barsMax);
  const most = Math.max(...shown.flatMap(({ value, before }) => [value ?? 0, before ?? 0]), 0);
  const share = (value: number | null) => (most === 0 ? 0 : (Math.max(0, value ?? 0) / most) * 100);
  return (
    <figure className="bars" aria-label={title} data-testid="chart">
      <dl>
        {shown.map(({ id, label, value, before, text }) => (
          <Fragment key={id}>
            <dt>
              <Foreign text={label} />
            </dt>
            <dd>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect className="is" y="0" height={before === null ? 10 : 6} width={share(value)} rx="0.4" />
                {before !== null && <rect className="was" y="7" height="3" width={share(before)} rx="0.4" />}
              </svg>
              <span className="number">{text}</span>
            </dd>
          </Fragment>
        ))}
      </dl>
      {bars.length > shown.length && (
        <Text component="figcaption" size="sm" className="quiet">
          {bars.length - shown.length} more are in the table.
        </Text>
      )}
    </figure>
  );
}
