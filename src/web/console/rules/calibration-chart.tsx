/** Expected chances against real outcomes: on the line, what was expected came true. */
import { Text } from '@mantine/core';
import type { SuggestionResult } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { inPercent } from './backtest-sums.ts';

type Bins = NonNullable<SuggestionResult['learnt']>['test']['calibration'];

const size = 200;
const marks = [0, 0.25, 0.5, 0.75, 1];

export function CalibrationChart({ bins }: { bins: Bins }) {
  const drawn = bins.flatMap(({ leads, expected, won }) =>
    expected === null || won === null ? [] : [{ leads, x: expected * size, y: size - won * size }],
  );
  return (
    <div className="calibration">
      <figure>
        <svg
          viewBox={`-34 -8 ${size + 44} ${size + 44}`}
          role="img"
          aria-label={`Expected and real share of won leads in ${bins.length} groups; the table has the figures`}
        >
          {marks.map((mark) => (
            <g key={mark} className="grid">
              <line x1="0" x2={size} y1={size - mark * size} y2={size - mark * size} />
              <text x="-6" y={size - mark * size + 4} textAnchor="end">
                {mark * 100}
              </text>
              <text x={mark * size} y={size + 15} textAnchor="middle">
                {mark * 100}
              </text>
            </g>
          ))}
          <line className="even" x1="0" y1={size} x2={size} y2="0" />
          <polyline points={drawn.map(({ x, y }) => `${x},${y}`).join(' ')} />
          {drawn.map(({ x, y, leads }) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r="4">
              <title>{counted(leads, 'lead')}</title>
            </circle>
          ))}
          <text x={size / 2} y={size + 31} textAnchor="middle">
            expected, per cent
          </text>
        </svg>
        <figcaption>
          <Text size="sm" className="quiet">
            On the dashed line, what was expected came true; above it, more leads were won.
          </Text>
        </figcaption>
      </figure>
      <table className="rules">
        <thead>
          <tr>
            <th>Expected</th>
            <th className="amount">Won</th>
            <th className="amount">Leads</th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ leads, expected, won }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one chart are fixed
            <tr key={index}>
              <th scope="row" className="number">
                {inPercent(expected)}
              </th>
              <td className="amount number" data-label="Won">
                {inPercent(won)}
              </td>
              <td className="amount number" data-label="Leads">
                {leads.toLocaleString()}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
