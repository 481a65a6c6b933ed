/** The reports: what the Director reads, as bars and tables, over any period, beside another one, with the records behind. */
import './reports.css';
import { Alert, Button, Group, NativeSelect, Skeleton, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReportName } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Refusal } from '../parts/refusal.tsx';
import { searchOfTable, type TableSearch } from '../parts/table-search.ts';
import { dayFrom } from '../parts/time.ts';
import { Ways } from '../parts/ways.tsx';
import { type Bar, BarChart } from './bar-chart.tsx';
import { FiguresTable, periodInWords } from './figures-table.tsx';
import { Funnel } from './funnel.tsx';
import type { AskedReport, ReportRow } from './record-links.ts';
import { ReportChoices } from './report-choices.tsx';
import {
  type Called,
  differingKeys,
  drawable,
  figureInWords,
  idOfRow,
  keyInWords,
  numberInWords,
  numberOf,
} from './report-figures.ts';
import { csvAddress, type ReportWords, shownReport } from './report-search.ts';
import { type ReportAnswer, reportsApi } from './reports-api.ts';
import { useCalled } from './use-called.ts';

const listKey = ['reports', 'list'] as const;

export function ReportsPage() {
  const { report = 'salesmen' } = useParams({ strict: false }) as { report?: string };
  const { data: list, error, refetch } = useQuery({ queryKey: listKey, queryFn: reportsApi.list });
  const words = list?.find((one) => one.report === report);
  return (
    <div className="page wide reports">
      <Title order={1} size="h2" mb="sm">
        Reports
      </Title>
      <Refusal error={error} again={() => void refetch()} />
      <Ways className="kinds" label="Reports">
        {list?.map((one) => (
          <Link
            key={one.report}
            to="/reports/$report"
            params={{ report: one.report }}
            aria-current={one.report === report ? 'page' : undefined}
          >
            {one.title}
          </Link>
        ))}
      </Ways>
      {list === undefined && error === null && <Skeleton height={320} />}
      {list !== undefined && words === undefined && (
        <Alert color="red" role="alert">
          There is no such report. Choose one above.
        </Alert>
      )}
      {words !== undefined && <Report key={report} words={words} />}
    </div>
  );
}

function Report({ words }: { words: ReportWords }) {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as TableSearch;
  const today = dayFrom(Date.now(), 0);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const shown = shownReport(words, search, { today, timeZone });
  const change = (changed: TableSearch) =>
    void navigate({ to: '.', search: searchOfTable({ ...search, ...changed }), replace: true });
  const now = useQuery({
    queryKey: ['reports', shown.now],
    queryFn: () => reportsApi.report(shown.now),
    placeholderData: keepPreviousData,
  });
  const { before: other } = shown;
  const before = useQuery({
    queryKey: ['reports', other],
    queryFn: () => (other === null ? null : reportsApi.report(other)),
    enabled: other !== null,
  });
  const compared = other === null ? null : (before.data ?? null);
  return (
    <>
      <Group justify="space-between" align="start" wrap="nowrap">
        <Title order={2} size="h3" mb="xs">
          {words.title}
        </Title>
        <Button
          component="a"
          flex="none"
          href={csvAddress(shown.now)}
          download
          variant="default"
          data-testid="csv"
        >
          CSV
        </Button>
      </Group>
      <ReportChoices words={words} shown={shown} search={search} today={today} change={change} />
      <Refusal error={now.error} again={() => void now.refetch()} />
      <Refusal error={before.error} again={() => void before.refetch()} />
      {now.isPending && <Skeleton height={320} />}
      {now.data && (
        <Text size="sm" mb="sm" data-testid="period-shown">
          {words.report === 'forecast' ? 'As it stands now; expected close: ' : ''}
          {periodInWords(shown.period)}
          <span className="quiet"> · data as of {dateInWords(now.data.dataAsOf)}</span>
          {other !== null && (
            <span className="quiet">
              {' '}
              · compared with {'asOf' in other.query ? 'how it stood on ' : ''}
              {periodInWords('asOf' in other.query ? dayOf(other.query['asOf'] ?? '') : other.query)}
            </span>
          )}
        </Text>
      )}
      {now.data && (
        <Answer
          words={words}
          by={shown.by}
          answer={now.data}
          before={compared}
          asked={{
            ...{ report: words.report as ReportName, by: shown.by, days: shown.period },
            ...{ from: now.data.from, to: now.data.to, filters: shown.filters },
          }}
          figure={search['figure']}
          onFigure={(figure) => change({ figure })}
          funnel={search['funnel']}
          onFunnel={(campaign) => change({ funnel: campaign })}
        />
      )}
      <details className="counted">
        <summary>How each figure is counted</summary>
        <ul>
          {words.counts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** One day as a period. */
const dayOf = (day: string) => ({
  from: day,
  to: new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10),
});

interface AnswerProps {
  words: ReportWords;
  by: string;
  answer: ReportAnswer;
  before: ReportAnswer | null;
  asked: AskedReport;
  figure: string | undefined;
  onFigure: (figure: string) => void;
  /** The campaign whose funnel is drawn. */
  funnel: string | undefined;
  onFunnel: (campaign: string) => void;
}

function Answer({ words, by, answer, before, asked, figure, onFigure, funnel, onFunnel }: AnswerProps) {
  const { kindOf, isPending, ...called } = useCalled();
  const { rows, totals, isWhole } = answer;
  const report = asked.report;
  const figures = drawable(report, words.columns, rows);
  const drawn = figures.find((one) => one === figure) ?? figures[0];
  if (rows.length === 0)
    return (
      <Text ta="center" py="xl" className="quiet" data-testid="empty">
        Nothing was counted in this period. Choose a longer one, or fewer filters.
      </Text>
    );
  // An id that a name replaces a moment later is read first.
  if (isPending && words.columns.includes('pipeline')) return <Skeleton height={320} />;
  return (
    <>
      {report === 'campaigns' && by === 'campaign' && (
        <Funnel {...{ asked, rows, before }} total={totals[0]} campaign={funnel} choose={onFunnel} />
      )}
      {drawn !== undefined && (
        <>
          <NativeSelect
            aria-label="Figure that is drawn"
            value={drawn}
            onChange={({ currentTarget }) => onFigure(currentTarget.value)}
            data={figures.map((value) => ({ value, label: figureInWords(value) }))}
            w={260}
            data-testid="figure"
          />
          <BarChart
            title={`${words.title}: ${figureInWords(drawn)}`}
            bars={barsOf(drawn, { report, by, rows, before: before?.rows ?? null, called })}
          />
        </>
      )}
      {!isWhole && (
        <Alert color="orange" mb="sm">
          There are more rows than fit here. Totals are of all; choose a shorter period or a filter for the
          rest.
        </Alert>
      )}
      <FiguresTable
        title={words.title}
        columns={words.columns}
        asked={{ ...asked, kindOf }}
        rows={rows}
        totals={totals}
        before={before}
        called={called}
      />
    </>
  );
}

interface Drawn {
  report: ReportName;
  by: string;
  rows: readonly ReportRow[];
  before: readonly ReportRow[] | null;
  called: Called;
}

/** The bars of a figure, the longest first. */
function barsOf(figure: string, { report, by, rows, before, called }: Drawn): Bar[] {
  const earlier = new Map(before?.map((row) => [idOfRow(report, by, row), row]));
  const names = differingKeys(report, by, rows);
  return rows
    .map((row) => {
      const id = idOfRow(report, by, row);
      const was = earlier.get(id);
      const value = numberOf(figure, row);
      return {
        id,
        label: names.flatMap((name) => keyInWords(name, row, called) || []).join(' · '),
        value,
        before: before === null ? null : was === undefined ? 0 : numberOf(figure, was),
        text: value === null ? '–' : numberInWords(figure, value),
      };
    })
    .filter(({ value }) => value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
}
