/** Teams with their manager, and territories with their countries: made, changed, deleted. */
import { Button, Group, Modal, NativeSelect, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { counted } from '../parts/counted.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useAct } from '../parts/undo.tsx';
import { type Colleague, type OrgTeam, type OrgTerritory, teamApi } from './team-api.ts';
import { useOwnerName } from './use-owner-name.ts';

interface Props {
  users: readonly Colleague[];
  mayChange: boolean;
}

export function Teams({ users, mayChange }: Props) {
  const { data, error } = useQuery({ queryKey: ['work', 'team', 'teams'], queryFn: teamApi.teams });
  const [edited, setEdited] = useState<OrgTeam | 'new' | null>(null);
  const nameOf = useOwnerName();
  const remove = useAct({
    name: 'delete-team',
    run: ({ name }: OrgTeam) => teamApi.deleteTeam(name),
    said: (_answer, { name }) => `Team ${isolated(name)} is deleted`,
    undo: (_answer, team) => teamApi.putTeam(team, null),
  });
  return (
    <section aria-label="Teams">
      <Refusal error={error ?? remove.error} />
      <ul className="rows">
        {data?.map((team) => (
          <li key={team.name} data-testid="org-team">
            <div>
              <Text fw={600}>
                <Foreign text={team.name} />
              </Text>
              <Text size="sm" className="quiet">
                {counted(users.filter(({ team: of }) => of === team.name).length, 'person', 'people')}
                {team.manager && (
                  <>
                    {' · '}managed by <Foreign text={nameOf(team.manager)} />
                  </>
                )}
              </Text>
            </div>
            {mayChange && (
              <Changes name={team.name} onEdit={() => setEdited(team)} onDelete={() => remove.mutate(team)} />
            )}
          </li>
        ))}
      </ul>
      {data?.length === 0 && <Text className="quiet">There are no teams yet.</Text>}
      {mayChange && (
        <Button variant="default" mt="sm" onClick={() => setEdited('new')} data-testid="new-team">
          New team
        </Button>
      )}
      {edited !== null && (
        <TeamDialog team={edited === 'new' ? null : edited} users={users} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}

function Changes({ name, onEdit, onDelete }: { name: string; onEdit: () => void; onDelete: () => void }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={`Change ${shortText(name)}`}>
        Change
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onDelete} aria-label={`Delete ${shortText(name)}`}>
        Delete
      </Button>
    </Group>
  );
}

interface TeamProps {
  team: OrgTeam | null;
  users: readonly Colleague[];
  onClose: () => void;
}

function TeamDialog({ team, users, onClose }: TeamProps) {
  const [name, setName] = useState(team?.name ?? '');
  const [manager, setManager] = useState(team?.manager ?? '');
  const save = useAct({
    name: 'team',
    run: () => teamApi.putTeam({ name: name.trim(), manager: manager || null }, team?.revision ?? null),
    said: (saved) => `Team ${isolated(saved.name)} is saved`,
    undo: (saved) => (team === null ? teamApi.deleteTeam(saved.name) : teamApi.putTeam(team, null)),
    onDone: onClose,
  });
  return (
    <OrgUnitDialog
      title={team === null ? 'New team' : 'Change a team'}
      name={name}
      isNew={team === null}
      setName={setName}
      error={save.error}
      isPending={save.isPending}
      onSave={() => save.mutate(undefined)}
      onClose={onClose}
    >
      <NativeSelect
        label="Manager"
        value={manager}
        onChange={({ currentTarget }) => setManager(currentTarget.value)}
        data={[
          { value: '', label: 'Nobody' },
          ...users
            .filter(({ role, deactivatedAt }) => ['admin', 'manager'].includes(role) && !deactivatedAt)
            .map(({ email, name: called }) => ({ value: email, label: shortText(called ?? email) })),
        ]}
      />
    </OrgUnitDialog>
  );
}

export function Territories({ users, mayChange }: Props) {
  const { data, error } = useQuery({
    queryKey: ['work', 'team', 'territories'],
    queryFn: teamApi.territories,
  });
  const [edited, setEdited] = useState<OrgTerritory | 'new' | null>(null);
  const remove = useAct({
    name: 'delete-territory',
    run: ({ name }: OrgTerritory) => teamApi.deleteTerritory(name),
    said: (_answer, { name }) => `Territory ${isolated(name)} is deleted`,
    undo: (_answer, territory) => teamApi.putTerritory(territory, null),
  });
  return (
    <section aria-label="Territories">
      <Refusal error={error ?? remove.error} />
      <ul className="rows">
        {data?.map((territory) => (
          <li key={territory.name}>
            <div>
              <Text fw={600}>
                <Foreign text={territory.name} />
              </Text>
              <Text size="sm" className="quiet">
                {territory.countries.join(', ')} ·{' '}
                {counted(
                  users.filter(({ territories }) => territories?.includes(territory.name)).length,
                  'person',
                  'people',
                )}
              </Text>
            </div>
            {mayChange && (
              <Changes
                name={territory.name}
                onEdit={() => setEdited(territory)}
                onDelete={() => remove.mutate(territory)}
              />
            )}
          </li>
        ))}
      </ul>
      {data?.length === 0 && <Text className="quiet">There are no territories yet.</Text>}
      {mayChange && (
        <Button variant="default" mt="sm" onClick={() => setEdited('new')}>
          New territory
        </Button>
      )}
      {edited !== null && (
        <TerritoryDialog territory={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}

function TerritoryDialog({ territory, onClose }: { territory: OrgTerritory | null; onClose: () => void }) {
  const [name, setName] = useState(territory?.name ?? '');
  const [countries, setCountries] = useState(territory?.countries ?? []);
  const save = useAct({
    name: 'territory',
    run: () => teamApi.putTerritory({ name: name.trim(), countries }, territory?.revision ?? null),
    said: (saved) => `Territory ${isolated(saved.name)} is saved`,
    undo: (saved) =>
      territory === null ? teamApi.deleteTerritory(saved.name) : teamApi.putTerritory(territory, null),
    onDone: onClose,
  });
  return (
    <OrgUnitDialog
      title={territory === null ? 'New territory' : 'Change a territory'}
      name={name}
      isNew={territory === null}
      setName={setName}
      error={save.error}
      isPending={save.isPending}
      onSave={() => save.mutate(undefined)}
      onClose={onClose}
    >
      <TagsInput
        label="Countries"
        description="By their codes, such as DE, AT, CH."
        value={countries}
        onChange={(codes) => setCountries(codes.map((code) => code.toUpperCase()))}
      />
    </OrgUnitDialog>
  );
}

interface DialogProps {
  title: string;
  name: string;
  /** The name of one that exists stays. */
  isNew: boolean;
  setName: (name: string) => void;
  error: Error | null;
  isPending: boolean;
  onSave: () => void;
  onClose: () => void;
  children: React.ReactNode;
}

function OrgUnitDialog({
  title,
  name,
  isNew,
  setName,
  error,
  isPending,
  onSave,
  onClose,
  children,
}: DialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            maxLength={200}
            disabled={!isNew}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            data-testid="unit-name"
          />
          {children}
          <Refusal error={error} />
          <FormActs label="Save" isPending={isPending} testId="save-unit" onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
