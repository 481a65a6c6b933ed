/** A new user, or a change of one: role, team, territories, languages, lanes, and which leads come to them. */
import {
  Alert,
  Button,
  CopyButton,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { UserRole, UserView } from '../../../contract/api/api.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { firstPassword } from './first-password.ts';
import { type Colleague, teamApi } from './team-api.ts';
import { differing } from './user-change.ts';

interface Props {
  /** Null for a new one. */
  user: Colleague | null;
  onClose: () => void;
}

const roles: readonly { value: UserRole; label: string; isOfAdmins?: boolean }[] = [
  { value: 'rep', label: 'Rep: works leads and records' },
  { value: 'marketer', label: 'Marketer: rules, programmes, campaigns' },
  { value: 'operator', label: 'Operator: keys, health, dead letters' },
  { value: 'manager', label: 'Manager: team, routing, reports', isOfAdmins: true },
  { value: 'admin', label: 'Admin: everything', isOfAdmins: true },
];

const fieldsOf = (
  user: Partial<UserView> & { role: UserRole; team: string | null; name: string | null },
) => ({
  name: user.name,
  role: user.role,
  team: user.team,
  territories: user.territories ?? [],
  languages: user.languages ?? [],
  lanes: user.lanes ?? [],
  products: user.products ?? [],
  acceptsLeads: user.acceptsLeads ?? false,
  capacity: user.capacity ?? 1,
  maxOpenLeads: user.maxOpenLeads ?? 20,
});

export function UserDialog({ user, onClose }: Props) {
  const [email, setEmail] = useState(user?.email ?? '');
  const [fields, setFields] = useState(
    fieldsOf(user ?? { role: 'rep', team: null, name: null, acceptsLeads: true }),
  );
  const [invited, setInvited] = useState<{ email: string; password: string } | null>(null);
  const teams = useQuery({ queryKey: ['work', 'team', 'teams'], queryFn: teamApi.teams });
  const territories = useQuery({ queryKey: ['work', 'team', 'territories'], queryFn: teamApi.territories });
  const save = useAct({
    name: 'user',
    run: async () => {
      if (user !== null) return teamApi.change(user, differing(fieldsOf(user), fields));
      const password = firstPassword((bytes) => crypto.getRandomValues(bytes));
      const made = await teamApi.invite({ ...fields, email: email.trim(), password });
      setInvited({ email: made.email, password });
      return made;
    },
    said: ({ name, email: address }) =>
      `${isolated(name ?? address)} is ${user === null ? 'in the team' : 'changed'}`,
    undo: async (changed) => user && teamApi.change(changed, differing(fields, fieldsOf(user))),
    // A user who was made by mistake is ended.
    isUndoable: () => user !== null,
    onDone: () => user !== null && onClose(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isSame = user !== null && Object.keys(differing(fieldsOf(user), fields)).length === 0;
    if (isSame) onClose();
    else save.mutate(undefined);
  };
  const set = (changed: Partial<typeof fields>) => setFields({ ...fields, ...changed });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={user === null ? 'Invite a colleague' : <Foreign text={user.name ?? user.email} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {invited === null ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            {user === null && (
              <TextInput
                type="email"
                label="E-mail"
                required
                value={email}
                onChange={({ currentTarget }) => setEmail(currentTarget.value)}
                data-testid="user-email"
              />
            )}
            <TextInput
              label="Name"
              maxLength={200}
              value={fields.name ?? ''}
              onChange={({ currentTarget }) => set({ name: currentTarget.value || null })}
              data-testid="user-name"
            />
            <UserFields
              fields={fields}
              set={set}
              teams={teams.data?.map(({ name }) => name) ?? []}
              territories={territories.data?.map(({ name }) => name) ?? []}
            />
            <Refusal error={save.error ?? teams.error ?? territories.error} />
            <FormActs
              label={user === null ? 'Invite' : 'Save'}
              isPending={save.isPending}
              testId="save-user"
              onCancel={onClose}
            />
          </Stack>
        </form>
      ) : (
        <Invited {...invited} onClose={onClose} />
      )}
    </Modal>
  );
}

interface UserFieldsProps {
  fields: ReturnType<typeof fieldsOf>;
  set: (changed: Partial<ReturnType<typeof fieldsOf>>) => void;
  teams: readonly string[];
  territories: readonly string[];
}

function UserFields({ fields, set, teams, territories }: UserFieldsProps) {
  const { role: own } = useSession();
  const choices = roles.filter(
    ({ value, isOfAdmins }) => !isOfAdmins || own === 'admin' || value === fields.role,
  );
  return (
    <>
      <NativeSelect
        label="Role"
        value={fields.role}
        onChange={({ currentTarget }) => set({ role: currentTarget.value as UserRole })}
        data={choices.map(({ value, label }) => ({ value, label }))}
        data-testid="user-role"
      />
      <NativeSelect
        label="Team"
        value={fields.team ?? ''}
        onChange={({ currentTarget }) => set({ team: currentTarget.value || null })}
        data={[
          { value: '', label: 'None' },
          ...[...new Set([...teams, ...(fields.team ? [fields.team] : [])])].map((team) => ({
            value: team,
            label: shortText(team),
          })),
        ]}
      />
      <TagsInput
        label="Territories"
        description="Where they sell; none is everywhere."
        value={fields.territories}
        onChange={(chosen) => set({ territories: chosen })}
        data={[...territories]}
      />
      <Group grow align="start">
        <TagsInput
          label="Languages"
          description="Such as en, de."
          value={fields.languages}
          onChange={(languages) => set({ languages })}
        />
        <TagsInput
          label="Lanes"
          description="Of sales processes."
          value={fields.lanes}
          onChange={(lanes) => set({ lanes })}
        />
      </Group>
      <Switch
        label="Gets leads by routing"
        checked={fields.acceptsLeads}
        onChange={({ currentTarget }) => set({ acceptsLeads: currentTarget.checked })}
      />
      {fields.acceptsLeads && (
        <Group grow align="start">
          <NumberInput
            label="Capacity"
            description="2 gets twice as many as 1."
            min={1}
            max={100}
            allowDecimal={false}
            value={fields.capacity}
            onChange={(capacity) => set({ capacity: Number(capacity) || 1 })}
          />
          <NumberInput
            label="Open hot leads at most"
            min={0}
            max={10_000}
            allowDecimal={false}
            value={fields.maxOpenLeads}
            onChange={(most) => set({ maxOpenLeads: Number(most) || 0 })}
          />
        </Group>
      )}
    </>
  );
}

function Invited({ email, password, onClose }: { email: string; password: string; onClose: () => void }) {
  const text = `${location.origin}\n${email}\n${password}`;
  return (
    <Stack gap="sm">
      <Alert color="green" title="Hand these over: the password is shown this once">
        <Text size="sm">
          They log in with it and choose their own in their settings. With a log-in provider they do not need
          it.
        </Text>
      </Alert>
      <pre className="secret" data-testid="first-password">
        {text}
      </pre>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onClose} data-testid="invited">
          Done
        </Button>
      </Group>
    </Stack>
  );
}
