/** One's own absence: from when, until when, and who covers it; set by oneself, with an undo. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { UserView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { meKey } from '../session/me-key.ts';
import { absenceState, dayIn, zoneOfUser } from '../team/absence.ts';
import { Days, Deputy, useDays } from '../team/absence-fields.tsx';
import { teamApi } from '../team/team-api.ts';

type Covered = Pick<UserView, 'away' | 'deputy'>;

/** What the form changes. */
export const ofAbsence = ({ away, deputy }: UserView): Covered => ({ away, deputy });

export function OwnAbsence({ user }: { user: UserView }) {
  const queries = useQueryClient();
  const { away, days } = useDays(user);
  const [deputy, setDeputy] = useState(user.deputy);
  const colleagues = useQuery({ queryKey: ['work', 'team', 'users'], queryFn: teamApi.users });
  const refresh = () => queries.invalidateQueries({ queryKey: meKey });
  const before = ofAbsence(user);
  const dayOf = (moment: string) => dateInWords(dayIn(Date.parse(moment), zoneOfUser(user)));
  const save = useAct({
    name: 'own-absence',
    run: (change: Covered) => api.changeMe(change),
    said: (_, change) =>
      change.away === null ? 'You are not away' : `You are away until ${dayOf(change.away.until)}`,
    undo: () => api.changeMe(before).then(refresh),
    onDone: () => void refresh(),
  });
  const state = absenceState(user.away, useNow());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (away !== null) save.mutate({ away, deputy });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" data-testid="own-absence" data-state={state}>
          {user.away !== null && (state === 'now' || state === 'later')
            ? `You are away from ${dayOf(user.away.from)}, and back on ${dayOf(user.away.until)}.`
            : 'You are not away. While you are, routing gives you no new lead.'}
        </Text>
        <Days {...days} isWrong={away === null} />
        <Deputy of={user.email} colleagues={colleagues.data ?? []} deputy={deputy} choose={setDeputy} />
        <Refusal error={colleagues.error} again={() => void colleagues.refetch()} />
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={away === null} data-testid="save-absence">
            Save
          </Button>
          {(state === 'now' || state === 'later') && (
            <Button
              variant="default"
              onClick={() => save.mutate({ away: null, deputy })}
              data-testid="end-absence"
            >
              No absence
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
