/** What is one's own: name and zone, absence, how alerts come, the calendar, the password, the second factor, and the log-ins. */
import '../parts/settings.css';
import { Button, Group, NativeSelect, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { UserView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { announcing, chime, setAnnouncing } from '../live/announce.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { meKey } from '../session/me-key.ts';
import { OwnAbsence, ofAbsence } from './absence.tsx';
import { Calendar } from './calendar.tsx';
import { Channels } from './channels.tsx';
import { Password } from './password.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';

export function MePage() {
  const { data, error } = useQuery({ queryKey: [...meKey, 'user'], queryFn: api.me });
  return (
    <div className="page settings">
      <Title order={1} size="h2" mb="md">
        Your settings
      </Title>
      <Refusal error={error} />
      {data && (
        <>
          <Part title="You">
            <Profile key={JSON.stringify(ofProfile(data))} user={data} />
          </Part>
          <Part title="Absence">
            <OwnAbsence key={JSON.stringify(ofAbsence(data))} user={data} />
          </Part>
          <Part title="How alerts come">
            <Channels email={data.email} />
          </Part>
          <Part title="In this browser">
            <ThisBrowser />
          </Part>
          <Part title="Calendar of your tasks">
            <Calendar />
          </Part>
          <Part title="Password">
            <Password />
          </Part>
          <Part title="Second factor">
            <SecondFactor />
          </Part>
          <Part title="Log-ins">
            <Sessions />
          </Part>
        </>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </section>
  );
}

/** What one form changes: it is filled again when that has changed, and keeps what is typed when another has. */
const ofProfile = ({ name, timeZone, weeklyReview }: UserView) => ({ name, timeZone, weeklyReview });

const zones = Intl.supportedValuesOf('timeZone');

function Profile({ user }: { user: UserView }) {
  const queries = useQueryClient();
  const [name, setName] = useState(user.name ?? '');
  const [timeZone, setTimeZone] = useState(user.timeZone ?? '');
  const [weeklyReview, setWeeklyReview] = useState(user.weeklyReview);
  const refresh = () => queries.invalidateQueries({ queryKey: meKey });
  const before = ofProfile(user);
  const save = useAct({
    name: 'settings',
    run: api.changeMe,
    said: () => 'Your settings are saved',
    undo: () => api.changeMe(before).then(refresh),
    onDone: () => void refresh(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim() || null, timeZone: timeZone || null, weeklyReview });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" className="quiet">
          <Foreign text={user.email} /> · {user.role}
          {user.team && (
            <>
              {' · '}
              <Foreign text={user.team} />
            </>
          )}
        </Text>
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <NativeSelect
          label="Time zone"
          description="Quiet hours and days are counted in it."
          value={timeZone}
          onChange={(event) => setTimeZone(event.currentTarget.value)}
          data={[
            { value: '', label: 'UTC' },
            ...[...new Set([...zones, ...(user.timeZone ? [user.timeZone] : [])])].map((zone) => ({
              value: zone,
              label: zone,
            })),
          ]}
          data-testid="time-zone"
        />
        <Switch
          label="Mail me the weekly review"
          checked={weeklyReview}
          onChange={(event) => setWeeklyReview(event.currentTarget.checked)}
        />
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending} data-testid="save-me">
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ThisBrowser() {
  const [chosen, setChosen] = useState(announcing);
  const [isBlocked, setBlocked] = useState(false);
  const choose = (change: Partial<typeof chosen>) => {
    const next = { ...chosen, ...change };
    setChosen(next);
    setAnnouncing(next);
  };
  const notify = async (isWanted: boolean) => {
    const isAllowed = !isWanted || (await Notification.requestPermission()) === 'granted';
    setBlocked(!isAllowed);
    choose({ notification: isWanted && isAllowed });
  };
  return (
    <Stack gap="sm">
      <Switch
        label="Play a sound with a new alert"
        checked={chosen.sound}
        onChange={(event) => {
          choose({ sound: event.currentTarget.checked });
          if (event.currentTarget.checked) chime();
        }}
      />
      <Switch
        label="Show a notification of the browser while I look at something else"
        checked={chosen.notification}
        onChange={(event) => void notify(event.currentTarget.checked)}
      />
      {isBlocked && (
        <Text size="sm" role="alert">
          The browser does not allow notifications of this page. Allow them in its settings, then try again.
        </Text>
      )}
    </Stack>
  );
}
