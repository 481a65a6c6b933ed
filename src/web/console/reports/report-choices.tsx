/** What a report is asked: its period, what it is compared with, how it is grouped and narrowed. All of it is in the address. */
import { Group, NativeSelect, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { shortText } from '../parts/short-text.ts';
import type { TableSearch } from '../parts/table-search.ts';
import { columnInWords } from './report-figures.ts';
import { dayAfter, usualPeriods } from './report-period.ts';
import type { ReportWords, ShownReport } from './report-search.ts';
import { reportsApi } from './reports-api.ts';

interface Props {
  words: ReportWords;
  shown: ShownReport;
  search: TableSearch;
  today: string;
  change: (changed: TableSearch) => void;
}

const filters = [
  { name: 'owner', label: 'Owner' },
  { name: 'team', label: 'Team' },
  { name: 'campaign', label: 'Campaign' },
] as const;

export function ReportChoices({ words, shown, search, today, change }: Props) {
  const { from, to } = shown.period;
  const periods = usualPeriods(today);
  const usual = periods.find((one) => one.from === from && one.to === to)?.label ?? '';
  const isForecast = words.report === 'forecast';
  const isUnbounded = isForecast || words.report === 'customers';
  const vs = search['vs'] ?? '';
  const isOwnDay = /^\d/.test(vs);
  return (
    <Group gap="sm" align="end" mb="md" data-testid="report-choices">
      <NativeSelect
        label={isForecast ? 'Expected close' : 'Period'}
        value={usual}
        onChange={({ currentTarget }) => {
          const chosen = periods.find(({ label }) => label === currentTarget.value);
          change({ from: chosen?.from ?? '', to: chosen?.to ?? '' });
        }}
        data={[
          { value: '', label: from === undefined && isUnbounded ? 'All there is' : 'Own days' },
          ...periods.map(({ label }) => label),
        ]}
        data-testid="period"
      />
      <TextInput
        type="date"
        label="From"
        value={from ?? ''}
        onChange={({ currentTarget }) => change({ from: currentTarget.value })}
        data-testid="from"
      />
      <TextInput
        type="date"
        label="To"
        value={to === undefined ? '' : dayAfter(to, -1)}
        onChange={({ currentTarget: { value } }) => change({ to: value === '' ? '' : dayAfter(value, 1) })}
        data-testid="to"
      />
      <NativeSelect
        label="Compared with"
        value={isOwnDay ? 'day' : vs}
        onChange={({ currentTarget: { value } }) =>
          change({ vs: value === 'day' ? (from ?? dayAfter(today, -30)) : value })
        }
        data={
          isForecast
            ? [
                { value: '', label: 'Nothing' },
                { value: 'before', label: 'As it stood 30 days ago' },
                { value: 'year', label: 'As it stood a year ago' },
                { value: 'day', label: 'As it stood on…' },
              ]
            : [
                { value: '', label: 'Nothing' },
                { value: 'before', label: 'The period before' },
                { value: 'year', label: 'A year earlier' },
                { value: 'day', label: 'As long, from…' },
              ]
        }
        data-testid="versus"
      />
      {isOwnDay && (
        <TextInput
          type="date"
          label={isForecast ? 'Stood on' : 'It begins'}
          value={vs}
          onChange={({ currentTarget }) => change({ vs: currentTarget.value })}
        />
      )}
      {words.by.length > 1 && (
        <NativeSelect
          label="By"
          value={shown.by}
          onChange={({ currentTarget }) => change({ by: currentTarget.value, figure: '' })}
          data={words.by.map((value) => ({ value, label: columnInWords(value) }))}
          data-testid="by"
        />
      )}
      <Narrowed search={search} change={change} />
    </Group>
  );
}

/** The fields that narrow a report to an owner, a team, a campaign. */
function Narrowed({ search, change }: Pick<Props, 'search' | 'change'>) {
  const { data: choices } = useQuery({
    queryKey: ['reports', 'choices'],
    queryFn: reportsApi.choices,
    staleTime: 60_000,
  });
  return filters.map(({ name, label }) => (
    <Select
      key={name}
      label={label}
      placeholder="Any"
      w={150}
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      searchable
      value={search[name] ?? null}
      data={[...new Set([...(choices?.[name] ?? []), ...(search[name] ? [search[name]] : [])])].map(
        (value) => ({ value, label: shortText(value) }),
      )}
      onChange={(value) => change({ [name]: value ?? '' })}
    />
  ));
}
