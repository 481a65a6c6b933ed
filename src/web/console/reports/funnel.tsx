/** The funnel of campaigns, drawn: how many are left at each step, of what went in, beside the other period. */
import { NativeSelect, Text } from '@mantine/core';
import { ListLink } from '../parts/list-link.tsx';
import { Foreign } from '../parts/others.tsx';
import { shortText } from '../parts/short-text.ts';
import { type FunnelStep, funnelOf } from './funnel.ts';
import type { AskedReport, ReportRow } from './record-links.ts';
import { changeInWords, columnInWords, numberInWords } from './report-figures.ts';

interface Props {
  asked: AskedReport;
  rows: readonly ReportRow[];
  total: ReportRow | undefined;
  before: { rows: readonly ReportRow[]; totals: readonly ReportRow[] } | null;
  /** The campaign that is drawn; undefined: all of them. */
  campaign: string | undefined;
  choose: (campaign: string) => void;
}

export function Funnel({ asked, rows, total, before, campaign, choose }: Props) {
  const one = rows.find((row) => row['campaign'] === campaign);
  const row = one ?? total;
  if (row === undefined) return null;
  const was =
    one === undefined
      ? (before?.totals[0] ?? null)
      : (before?.rows.find((other) => other['campaign'] === campaign) ?? null);
  const steps = funnelOf(row, was, asked, one === undefined);
  const widest = Math.max(1, ...steps.flatMap(({ count, before: earlier }) => [count, earlier ?? 0]));
  return (
    <section className="funnel" aria-label="Funnel" data-testid="funnel">
      <NativeSelect
        aria-label="Campaign of the funnel"
        w={260}
        value={one === undefined ? '' : campaign}
        data={[
          { value: '', label: 'All campaigns' },
          ...rows.flatMap(({ campaign: name }) =>
            typeof name === 'string' ? [{ value: name, label: shortText(name) }] : [],
          ),
        ]}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data-testid="funnel-campaign"
      />
      <ol>
        {steps.map((step) => (
          <Step key={step.column} step={step} widest={widest} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, widest }: { step: FunnelStep; widest: number }) {
  const { column, count, before, share, shareBefore, links } = step;
  const [link] = links;
  const text = count.toLocaleString();
  const change = changeInWords('conversion', shareBefore, share);
  return (
    <li data-testid="funnel-step" data-column={column}>
      <span>{columnInWords(column)}</span>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="is" y="0" height={before === null ? 10 : 6} {...centred(count, widest)} rx="0.4" />
        {before !== null && <rect className="was" y="7" height="3" {...centred(before, widest)} rx="0.4" />}
      </svg>
      <span className="number">
        {link === undefined || count === 0 ? (
          <b>{text}</b>
        ) : (
          <ListLink path={link.path} search={link.search} className="address">
            <Foreign text={text} />
          </ListLink>
        )}
        {before !== null && (
          <Text span size="xs" className="quiet">
            {' '}
            {changeInWords(column, before, count)}
          </Text>
        )}
      </span>
      <Text span size="sm" className="quiet number">
        {share === null ? '' : `${numberInWords('conversion', share)} of those above`}
        {change !== null && ` (${change})`}
      </Text>
    </li>
  );
}

/** A bar in the middle, so that the steps are a funnel. */
function centred(count: number, widest: number) {
  const width = (count / widest) * 100;
  return { x: (100 - width) / 2, width };
}
