/** Rule health: what each live rule did lately, with those that want a look first. */
import { Select, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { RuleHealth } from '../../../contract/api/api.ts';
import { counted } from '../parts/counted.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { HealthBadge, stateInWords } from './rule-signs.tsx';
import { rulesApi } from './rules-api.ts';
import { rulesKey } from './rules-key.ts';
import { useDraft } from './use-draft.tsx';
import { daysInWords, isInWeeks, timesShown } from './whole-days.ts';

const periods = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '365', label: 'Last 365 days' },
];
const dayMs = 86_400_000;
const order = ['dead', 'dominating', 'drifting', 'fine'];

export function HealthPart() {
  const { id, isEditing } = useDraft();
  const navigate = useNavigate();
  const { days = '30' } = useSearch({ strict: false }) as TableSearch;
  const period = periods.some(({ value }) => value === days) ? days : '30';
  const { data, error, isPending } = useQuery({
    queryKey: rulesKey(id, 'health', Number(period)),
    queryFn: () => rulesApi.health(id, Number(period)),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <>
      <Select
        aria-label="Period"
        data={periods}
        value={period}
        onChange={(value) => void navigate({ to: '.', search: { days: value ?? '30' }, replace: true })}
        w={170}
        mb="sm"
        allowDeselect={false}
      />
      {isEditing && data && (
        <Text className="quiet" size="sm" mb="xs">
          These are the rules that score people now, not those of the draft.
        </Text>
      )}
      <Refusal error={error} />
      {isPending && <Skeleton height={240} />}
      {data === null && <Text className="quiet">It is not live: its rules have done nothing yet.</Text>}
      {data && <HealthTable health={data} />}
    </>
  );
}

function HealthTable({ health }: { health: RuleHealth }) {
  const rules = health.rules.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const isCompared = rules.every(({ firesBefore }) => firesBefore !== null);
  const unit = isInWeeks(rules[0]?.daily.length ?? 0) ? 'Weeks' : 'Days';
  return (
    <>
      <Text mb="sm" data-testid="health-sum">
        {sumInWords(rules)}{' '}
        <span className="quiet">
          {daysInWords} Points are those that stand: what only a version gave that was rolled back is left
          out.
        </span>
      </Text>
      {/* A process of before does not say it. */}
      {health.beginsAt != null && <Begins {...health} beginsAt={health.beginsAt} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <section className="wide-table" tabIndex={0} aria-label="Table of rules">
        <table className="rules" data-testid="health-table">
          <thead>
            <tr>
              <th>Rule</th>
              <th>{unit}</th>
              <th className="amount">Paid</th>
              {isCompared && <th className="amount">Before</th>}
              <th className="amount">Refused</th>
              <th className="amount">Points</th>
              <th className="amount">Share</th>
              <th>Last paid</th>
              <th>What it looks like</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.rule} data-testid="health-row">
                <th scope="row">
                  <Foreign text={rule.label} />
                </th>
                <td data-label={unit}>
                  <Times daily={rule.daily} />
                </td>
                <td className="amount number" data-label="Paid">
                  {rule.fires.toLocaleString()}
                </td>
                {isCompared && (
                  <td className="amount number" data-label="Before">
                    {rule.firesBefore?.toLocaleString()}
                  </td>
                )}
                <td className="amount number" data-label="Refused">
                  {rule.refusals.toLocaleString()}
                </td>
                <td className="amount number" data-label="Points">
                  {rule.points.toLocaleString()}
                </td>
                <td className="amount number" data-label="Share">
                  {Math.round(rule.share * 100)} %
                </td>
                <td data-label="Last paid">
                  {rule.lastFired === null ? 'never' : dateInWords(rule.lastFired)}
                </td>
                <td data-label="What it looks like">
                  <HealthBadge state={rule.state} /> <span className="quiet">{stateInWords(rule.state)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** What wants a look, and why, in one sentence. */
function sumInWords(rules: RuleHealth['rules']): string {
  const count = (state: string) => rules.filter((rule) => rule.state === state).length;
  if (count('dead') === rules.length)
    return 'No rule has paid anything in these days. Send an event that a rule names, or look whether events come in at all.';
  const found = [
    { state: 'dead', says: 'paid nothing' },
    { state: 'dominating', says: 'dominates' },
    { state: 'drifting', says: count('drifting') === 1 ? 'drifts' : 'drift' },
  ].flatMap(({ state, says }) => (count(state) === 0 ? [] : [`${count(state)} ${says}`]));
  const isCompared = rules.every(({ firesBefore }) => firesBefore !== null);
  return found.length === 0
    ? `Every rule pays, ${isCompared ? 'none dominates, and none drifts' : 'and none dominates'}.`
    : `Of ${counted(rules.length, 'rule')} ${found.join(', ')}: look at these first.`;
}

/** Since when there is history, and what can be compared all the same. */
function Begins({ beginsAt, since, until }: { beginsAt: string; since: string; until: string }) {
  // Today is the last of the days that are compared.
  const days = Math.ceil((Date.parse(until) - Date.parse(beginsAt)) / dayMs);
  const longest = periods.findLast(({ value }) => 2 * Number(value) <= days);
  return (
    <Text size="sm" className="quiet" mb="sm" data-testid="health-begins">
      There is history since {dateInWords(beginsAt.slice(0, 10))}:{' '}
      {beginsAt <= since ? '' : 'earlier days count nothing, and '}
      not as many days are before these to compare them with.
      {longest !== undefined && (
        <>
          {' '}
          <Link to="." search={{ days: longest.value }}>
            Compare the {longest.label.toLowerCase()}
          </Link>
        </>
      )}
    </Text>
  );
}

function Times({ daily }: { daily: readonly number[] }) {
  const { values, words } = timesShown(daily);
  return <Sparkline values={values} label={words} />;
}
