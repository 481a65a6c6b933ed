/** Calendars: the working days, hours and holidays by which deadlines, reminders and time-outs are counted, a card a text. */
import '../rules/rules.css';
import './processes.css';
import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SalesRuleView } from '../../../contract/api/api.ts';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { dayFrom } from '../parts/time.ts';
import { type Calendar, calendarOf } from './calendar-text.ts';
import { salesRuleSource, salesRulesApi } from './sales-rules-api.ts';
import { DraftBadge, VersionWords } from './sales-rules-page.tsx';

/** Routing and the review have no working time of their own. */
const hasCalendar = ({ folder, rule }: SalesRuleView) => folder === 'pipelines' || rule === 'escalation';

export function CalendarsPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['rules', 'calendars'],
    queryFn: async () => {
      const { items } = await salesRulesApi.list();
      return Promise.all(items.filter(hasCalendar).map(withText));
    },
  });
  return (
    <div className="page wide">
      <Title order={1} size="h2">
        Calendars
      </Title>
      <Text className="quiet" size="sm" mb="md">
        Working days, hours and holidays. Escalation counts reminders of tasks by its calendar, a sales
        process its time-outs. Users have working hours and absences of their own.
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && [1, 2, 3].map((index) => <Skeleton key={index} height={92} mb={10} />)}
      <div className="programmes">
        {data?.map(({ rule, text }) => (
          <Card key={`${rule.folder}/${rule.rule}`} rule={rule} calendar={calendarOf(text)} />
        ))}
      </div>
    </div>
  );
}

async function withText(rule: SalesRuleView) {
  const live = await salesRuleSource(rule.folder, rule.rule, '').live();
  return { rule, text: live?.text ?? '' };
}

function Card({ rule, calendar }: { rule: SalesRuleView; calendar: Calendar | null }) {
  const list = rule.folder === 'pipelines' ? '/processes' : '/sales-rules';
  return (
    <Link
      to={`${list}/${encodeURIComponent(rule.rule)}/calendar` as string}
      className="programme process"
      data-testid="calendar-card"
    >
      <Title order={2} size="h4">
        <Foreign text={rule.title} />
      </Title>
      <Summary calendar={calendar} />
      <VersionWords rule={rule} />
      <DraftBadge id={`${rule.folder}/${rule.rule}`} />
    </Link>
  );
}

function Summary({ calendar }: { calendar: Calendar | null }) {
  const today = dayFrom(useNow(), 0);
  if (calendar === null) return <Text size="sm">It cannot be shown as fields: look at the text.</Text>;
  const { workingTime, timeZone } = calendar;
  if (workingTime === null)
    return (
      <Text size="sm">
        <Dotted texts={['Every hour is a working hour', timeZone]} />
      </Text>
    );
  const { days, from, to, holidays } = workingTime;
  const next = holidays.toSorted().find((day) => day >= today);
  return (
    <>
      <Text size="sm">
        <Dotted texts={[days.map((day) => day.slice(0, 3)).join(', '), `${from}–${to}`, timeZone]} />
      </Text>
      <Text size="sm">
        {next === undefined ? 'No holiday to come' : `Next holiday: ${dateInWords(next)}`}
      </Text>
    </>
  );
}
