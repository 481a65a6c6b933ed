/** The team: who is in it, what each has open, who is away; invited, changed, covered, ended. */
import '../parts/settings.css';
import './team.css';
import { Button, Group, Skeleton, Switch, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { Workload } from '../../../contract/api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { type TableSearch, withFilter } from '../parts/table-search.ts';
import { useAct } from '../parts/undo.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { AbsenceDialog } from './absence-dialog.tsx';
import { EndDialog } from './end-dialog.tsx';
import { Teams, Territories } from './org-units.tsx';
import { type Colleague, teamApi } from './team-api.ts';
import { mayChangeUser } from './user-change.ts';
import { UserDialog } from './user-dialog.tsx';
import { type UserAct, UserTable } from './user-table.tsx';

type Dialog = { of: 'invite' } | { of: 'change' | 'absence' | 'end'; user: Colleague };

export function TeamPage() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as TableSearch;
  const mayChange = useMayChange()('/users');
  const { role } = useSession();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [chosen, setChosen] = useState(-1);
  const users = useQuery({ queryKey: ['work', 'team', 'users'], queryFn: teamApi.users });
  const workloads = useQuery({
    queryKey: ['work', 'team', 'workloads'],
    queryFn: teamApi.workloads,
    enabled: mayChange,
  });
  const all = users.data ?? [];
  const isWithEnded = search['ended'] === 'true';
  const shown = all.filter((user) => isShown(user, search['q'] ?? '', isWithEnded));
  const back = useAct({
    name: 'back',
    run: ({ email }: Colleague) => teamApi.letBackIn(email),
    said: (_answer, { name, email }) => `${isolated(name ?? email)} may log in again`,
  });
  const endSessions = useAct({
    name: 'sessions',
    run: ({ email }: Colleague) => teamApi.endSessions(email),
    said: ({ ended }, { name, email }) => `${ended} log-ins of ${isolated(name ?? email)} have ended`,
  });
  const act = (name: UserAct, user: Colleague) => {
    if (name === 'back') back.mutate(user);
    else if (name === 'sessions') endSessions.mutate(user);
    else setDialog({ of: name, user });
  };
  const ofChosen = (name: UserAct) => {
    const user = shown[chosen];
    if (user !== undefined && mayChangeUser(role, user)) act(name, user);
  };
  const go = (by: number) => setChosen(Math.max(0, Math.min(shown.length - 1, chosen + by)));
  useKeys([
    { keys: 'j', label: 'Next user', run: () => go(1) },
    { keys: 'k', label: 'Previous user', run: () => go(-1) },
    ...(mayChange
      ? [
          { keys: 'Enter', label: 'Edit the user', run: () => ofChosen('change') },
          { keys: 'a', label: 'Enter an absence of the user', run: () => ofChosen('absence') },
          { keys: 'n', label: 'Invite a colleague', run: () => setDialog({ of: 'invite' }) },
        ]
      : []),
  ]);
  const close = () => {
    setDialog(null);
    // After a refusal somebody has changed them.
    void users.refetch();
  };
  const filter = (name: string, value: string) =>
    void navigate({ to: '.', search: withFilter(search, name, value), replace: true });
  return (
    <div className="page wide settings team">
      <Heading
        search={search}
        mayChange={mayChange}
        filter={filter}
        invite={() => setDialog({ of: 'invite' })}
      />
      <Refusal error={users.error} again={() => void users.refetch()} />
      <Refusal error={workloads.error} again={() => void workloads.refetch()} />
      <Refusal error={back.error ?? endSessions.error} />
      {users.isPending && <Skeleton height={240} />}
      {users.data && shown.length === 0 && (
        <Text ta="center" py="xl" className="quiet" data-testid="empty">
          Nobody fits this search.
        </Text>
      )}
      {shown.length > 0 && (
        <UserTable
          users={shown}
          workloads={workloads.data ?? null}
          chosen={chosen}
          mayChange={mayChange}
          act={act}
        />
      )}
      <OrgUnits users={all} mayChange={mayChange} />
      <Dialogs dialog={dialog} users={all} workloads={workloads.data ?? []} onClose={close} />
    </div>
  );
}

interface HeadingProps {
  search: TableSearch;
  mayChange: boolean;
  filter: (name: string, value: string) => void;
  invite: () => void;
}

function Heading({ search, mayChange, filter, invite }: HeadingProps) {
  return (
    <Group justify="space-between" mb="md">
      <Title order={1} size="h2">
        Team
      </Title>
      <Group gap="sm">
        <TextInput
          aria-label="Name, team or role"
          placeholder="Name, team or role"
          defaultValue={search['q'] ?? ''}
          onChange={({ currentTarget }) => filter('q', currentTarget.value)}
          data-testid="team-search"
        />
        <Switch
          label="With those who left"
          checked={search['ended'] === 'true'}
          onChange={({ currentTarget }) => filter('ended', currentTarget.checked ? 'true' : '')}
        />
        {mayChange && (
          <Button onClick={invite} data-testid="invite">
            Invite a colleague
          </Button>
        )}
      </Group>
    </Group>
  );
}

function OrgUnits({ users, mayChange }: { users: readonly Colleague[]; mayChange: boolean }) {
  return (
    <div className="beside-each-other">
      <section aria-label="Teams and managers">
        <Title order={2} size="h4">
          Teams
        </Title>
        <Teams users={users} mayChange={mayChange} />
      </section>
      <section aria-label="Where they sell">
        <Title order={2} size="h4">
          Territories
        </Title>
        <Territories users={users} mayChange={mayChange} />
      </section>
    </div>
  );
}

interface DialogsProps {
  dialog: Dialog | null;
  users: readonly Colleague[];
  workloads: readonly Workload[];
  onClose: () => void;
}

function Dialogs({ dialog, users, workloads, onClose }: DialogsProps) {
  return (
    <>
      {dialog?.of === 'invite' && <UserDialog user={null} onClose={onClose} />}
      {dialog?.of === 'change' && <UserDialog user={dialog.user} onClose={onClose} />}
      {dialog?.of === 'absence' && <AbsenceDialog user={dialog.user} colleagues={users} onClose={onClose} />}
      {dialog?.of === 'end' && (
        <EndDialog
          user={dialog.user}
          open={workloads.find(({ owner }) => owner === dialog.user.email)}
          colleagues={users}
          onClose={onClose}
        />
      )}
    </>
  );
}

/** Whether somebody fits a search: a part of a name, an address, a team or a role. */
function isShown({ name, email, team, role, deactivatedAt }: Colleague, q: string, isWithEnded: boolean) {
  if (deactivatedAt && !isWithEnded) return false;
  const wanted = q.trim().toLowerCase();
  return [name, email, team, role].some((text) => text?.toLowerCase().includes(wanted));
}
