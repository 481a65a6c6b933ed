/** The fields of an absence: its days in the zone of who is away, and who covers it. */
import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { shortText } from '../parts/short-text.ts';
import { absenceOf, absenceState, dayIn, zoneOfUser } from './absence.ts';
import type { Colleague } from './team-api.ts';

/** The days as they are typed, and the absence that they are; null where they are none. */
export function useDays(user: Colleague) {
  const zone = zoneOfUser(user);
  // The days of an absence that is over are none to begin with.
  const [given] = useState(() =>
    absenceState(user.away, Date.now()) === 'over' ? null : (user.away ?? null),
  );
  const dayOf = (moment: string | undefined, days: number) =>
    moment === undefined ? dayIn(Date.now(), zone, days) : dayIn(Date.parse(moment), zone);
  const [from, setFrom] = useState(() => dayOf(given?.from, 0));
  const [back, setBack] = useState(() => dayOf(given?.until, 7));
  // Moments that a program has set stay as they are while their days do.
  const areTheirs = given !== null && from === dayOf(given.from, 0) && back === dayOf(given.until, 0);
  const away = areTheirs ? given : absenceOf(from, back, zone);
  return { away, days: { from, back, zone, setFrom, setBack } };
}

interface DaysProps {
  from: string;
  back: string;
  zone: string;
  isWrong: boolean;
  setFrom: (day: string) => void;
  setBack: (day: string) => void;
}

export function Days({ from, back, zone, isWrong, setFrom, setBack }: DaysProps) {
  return (
    <Group grow align="start">
      <TextInput
        type="date"
        label="First day away"
        description={`In ${zone}`}
        value={from}
        onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        data-testid="away-from"
      />
      <TextInput
        type="date"
        label="Back on"
        description={`In ${zone}`}
        value={back}
        error={isWrong ? 'Choose a day after the first one' : null}
        onChange={({ currentTarget }) => setBack(currentTarget.value)}
        data-testid="away-until"
      />
    </Group>
  );
}

interface DeputyProps {
  /** Nobody covers themselves. */
  of: string;
  colleagues: readonly Colleague[];
  deputy: string | null;
  choose: (email: string | null) => void;
}

export function Deputy({ of, colleagues, deputy, choose }: DeputyProps) {
  return (
    <Select
      label="Deputy"
      description="Gets new leads of these accounts meanwhile."
      placeholder="Nobody: routing finds somebody else"
      clearable
      clearButtonProps={{ 'aria-label': 'No deputy' }}
      searchable
      value={deputy}
      onChange={choose}
      data={colleagues
        .filter(({ email, deactivatedAt }) => email !== of && !deactivatedAt)
        .map(({ email, name }) => ({ value: email, label: shortText(name ?? email) }))}
      data-testid="deputy"
    />
  );
}
