/** The calendar of a sales rule: working days, hours and holidays, shown, and changed in its draft as the text is. */
import { Button, Chip, CloseButton, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, Fragment, useState } from 'react';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { dayFrom } from '../parts/time.ts';
import { PreviewPanel } from '../rules/preview-panel.tsx';
import { useDraft } from '../rules/use-draft.tsx';
import { type Calendar, type CalendarChange, calendarOf, weekDays, withCalendar } from './calendar-text.ts';

export function CalendarPart() {
  const { texts, write, isEditing, mayChange } = useDraft();
  const calendar = calendarOf(texts.text);
  const change = isEditing ? (one: CalendarChange) => write({ text: withCalendar(texts.text, one) }) : null;
  return (
    <div className="writing">
      <div className="written" data-testid="calendar">
        {calendar === null ? (
          <Text>The text has no calendar that can be shown as fields. Look at the text.</Text>
        ) : (
          <Fields calendar={calendar} change={change} />
        )}
        {!isEditing && mayChange && (
          <Text className="quiet" size="sm" mt="md">
            This is what is live. Edit it in a draft: nothing changes before it is published.
          </Text>
        )}
      </div>
      {mayChange && <PreviewPanel onGo={() => undefined} />}
    </div>
  );
}

interface FieldsProps {
  calendar: Calendar;
  /** Null while it is only shown. */
  change: ((change: CalendarChange) => void) | null;
}

const zones = Intl.supportedValuesOf('timeZone');

function Fields({ calendar: { timeZone, workingTime }, change }: FieldsProps) {
  if (change === null) return <Shown calendar={{ timeZone, workingTime }} />;
  return (
    <Stack gap="md">
      <NativeSelect
        label="Time zone"
        value={timeZone ?? ''}
        data={[...new Set([...(timeZone === null ? [''] : [timeZone]), 'UTC', ...zones])]}
        onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}
        data-testid="calendar-zone"
      />
      {workingTime === null ? (
        <Text data-testid="always">
          Every hour is a working hour. To change that, add <code>workingTime</code> to the text.
        </Text>
      ) : (
        <>
          <WorkingDays {...{ workingTime, change }} />
          <Hours key={`${workingTime.from} ${workingTime.to}`} {...{ workingTime, change }} />
          <Holidays {...{ workingTime, change }} />
        </>
      )}
    </Stack>
  );
}

/** What is live, to be read. */
function Shown({ calendar: { timeZone, workingTime } }: { calendar: Calendar }) {
  const lines = [
    ['Time zone', timeZone ?? 'UTC'],
    ['Working days', workingTime === null ? 'every day' : workingTime.days.join(', ')],
    ['Hours', workingTime === null ? 'every hour' : `${workingTime.from}–${workingTime.to}`],
  ];
  return (
    <Stack gap="md">
      <dl className="calendar-lines">
        {lines.map(([name, value = '']) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <Foreign text={value} />
            </dd>
          </Fragment>
        ))}
      </dl>
      {workingTime && <Holidays workingTime={workingTime} change={null} />}
    </Stack>
  );
}

type WorkingTime = NonNullable<Calendar['workingTime']>;
type Change = NonNullable<FieldsProps['change']>;
type PartProps = { workingTime: WorkingTime; change: Change };

function WorkingDays({ workingTime: { days }, change }: PartProps) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        Working days
      </Text>
      <Chip.Group
        multiple
        value={[...days]}
        onChange={(chosen) => chosen.length > 0 && change({ days: chosen })}
      >
        <Group gap="xs" role="group" aria-label="Working days">
          {weekDays.map((day) => (
            <Chip key={day} value={day} size="sm">
              {day}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}

/** Both ends are changed together: one alone may be after the other for a while. */
function Hours({ workingTime, change }: PartProps) {
  const [from, setFrom] = useState(workingTime.from);
  const [to, setTo] = useState(workingTime.to);
  const isChanged = from !== workingTime.from || to !== workingTime.to;
  const isRight = /^\d{1,2}:\d{2}$/.test(from) && /^\d{1,2}:\d{2}$/.test(to);
  const set = () => change({ from, to });
  return (
    <Group align="end">
      {(
        [
          ['From', from, setFrom],
          ['To', to, setTo],
        ] as const
      ).map(([label, value, choose]) => (
        <TextInput
          key={label}
          label={label}
          w={110}
          placeholder="09:00"
          value={value}
          onChange={({ currentTarget }) => choose(currentTarget.value.trim())}
          data-testid={`calendar-${label.toLowerCase()}`}
        />
      ))}
      <Button variant="default" disabled={!isChanged || !isRight} onClick={set} data-testid="calendar-hours">
        Set the hours
      </Button>
    </Group>
  );
}

function Holidays({
  workingTime: { holidays },
  change,
}: {
  workingTime: WorkingTime;
  change: Change | null;
}) {
  const today = dayFrom(useNow(), 0);
  const [day, setDay] = useState('');
  const coming = holidays.filter((one) => one >= today);
  const past = holidays.filter((one) => one < today);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (day !== '') change?.({ holidays: [...holidays, day] });
    setDay('');
  };
  const list = (days: readonly string[]) => (
    <ul className="holidays">
      {days.map((one) => (
        <li key={one} data-testid="holiday">
          <Foreign text={dateInWords(one)} />
          {change !== null && (
            <CloseButton
              size="sm"
              aria-label={`Remove ${dateInWords(one)}`}
              onClick={() => change({ holidays: holidays.filter((other) => other !== one) })}
            />
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-label="Holidays">
      <Title order={2} size="h5" mb={4}>
        Holidays
      </Title>
      {coming.length === 0 && (
        <Text size="sm" data-testid="no-holidays">
          No holiday is to come: every working day counts.
        </Text>
      )}
      {list(coming)}
      {change !== null && (
        <form onSubmit={add}>
          <Group align="end" mt="xs">
            <TextInput
              type="date"
              label="Another holiday"
              required
              value={day}
              onChange={({ currentTarget }) => setDay(currentTarget.value)}
              data-testid="holiday-day"
            />
            <Button type="submit" variant="default" data-testid="holiday-add">
              Add
            </Button>
          </Group>
        </form>
      )}
      {past.length > 0 && (
        <details className="receipts">
          <summary>
            Past <span className="quiet number">{past.length}</span>
          </summary>
          {list(past)}
        </details>
      )}
    </section>
  );
}
