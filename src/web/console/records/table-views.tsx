/** The views of a table: chosen, saved under a name, shared, begun with; and the columns that it shows. */
import { Button, Checkbox, Menu, Modal, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { SavedView } from '../../../contract/api/api.ts';
import type { RecordKind } from '../kinds/record-kinds.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { useAct } from '../parts/undo.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { Actor } from '../team/actor.tsx';
import { columnsName, columnsShown, isSameSearch, withColumns } from './table-columns.ts';
import { viewsApi } from './views-api.ts';

interface Props {
  kind: RecordKind;
  search: TableSearch;
}

/** The address that shows a view. */
function searchOfView({ search, columns }: SavedView): TableSearch {
  return columns.length === 0 ? search : { ...search, [columnsName]: columns.join(',') };
}

export function TableViews({ kind, search }: Props) {
  const navigate = useNavigate();
  const { email } = useSession();
  const isManager = useMayChange()('/teams');
  const [isSaving, setSaving] = useState(false);
  const list = kind.path.slice(1);
  const { data, error } = useQuery({
    queryKey: ['work', 'views', list],
    queryFn: () => viewsApi.list(list),
  });
  const views = data?.items ?? [];
  const show = (wanted: TableSearch) => void navigate({ to: '.', search: wanted, replace: true });
  useBeginning(data?.items, search, show);
  const current = views.find((view) => isSameSearch(searchOfView(view), search));
  const remove = useAct({
    name: 'view',
    run: (view: SavedView) => viewsApi.remove(view.id),
    said: (_, { name }) => `The view ${isolated(name)} is gone`,
    undo: (_, { name, search: filters, columns, isShared, isDefault }) =>
      viewsApi.save({ list, name, search: filters, columns, isShared, isDefault }),
  });
  const begin = useAct({
    name: 'view-begin',
    run: (view: SavedView) => viewsApi.begin(view.id, !view.isDefault),
    said: ({ name, isDefault }) =>
      isDefault ? `The table begins with ${isolated(name)}` : 'The table begins with everything',
    undo: (_, { id, isDefault }) => viewsApi.begin(id, isDefault),
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" data-testid="views">
            {current ? <Foreign text={current.name} /> : 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => show({})}>Everything</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => show(searchOfView(view))}
              data-testid="view"
              rightSection={
                <Text size="xs" className="quiet">
                  {view.owner === email ? view.isShared ? 'shared' : '' : <Actor by={view.owner} />}
                </Text>
              }
            >
              <Foreign text={view.name} />
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>Save this view…</Menu.Item>
          {current && (
            <Menu.Item onClick={() => begin.mutate(current)}>
              {current.isDefault ? 'Do not begin with it' : 'Begin with it'}
            </Menu.Item>
          )}
          {current && (current.owner === email || (current.isShared && isManager)) && (
            <Menu.Item onClick={() => remove.mutate(current)}>Delete this view</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Columns kind={kind} search={search} show={show} />
      <Refusal error={error ?? remove.error ?? begin.error} />
      {isSaving && <SaveView kind={kind} search={search} onClose={() => setSaving(false)} />}
    </>
  );
}

/** A table without filters in its address begins with the view that the user chose. It does so once: filters can be cleared. */
function useBeginning(
  views: readonly SavedView[] | undefined,
  search: TableSearch,
  show: (search: TableSearch) => void,
): void {
  const hasBegun = useRef(false);
  useEffect(() => {
    if (views === undefined || hasBegun.current) return;
    hasBegun.current = true;
    const chosen = views.find(({ isDefault }) => isDefault);
    if (chosen !== undefined && Object.keys(search).length === 0) show(searchOfView(chosen));
  });
}

function Columns({ kind, search, show }: Props & { show: (search: TableSearch) => void }) {
  const shown = columnsShown(kind, search).map(({ field }) => field);
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" data-testid="columns">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label="Columns"
          value={shown}
          onChange={(fields) => show(withColumns(kind, search, fields))}
        >
          <Stack gap="xs" mt="xs">
            {kind.columns.map(({ field, label }, index) => (
              <Checkbox key={field} value={field} label={label} disabled={index === 0} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function SaveView({ kind, search, onClose }: Props & { onClose: () => void }) {
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const [isDefault, setDefault] = useState(false);
  const { [columnsName]: columns, ...filters } = search;
  const save = useAct({
    name: 'view-save',
    run: () =>
      viewsApi.save({
        ...{ list: kind.path.slice(1), name, isShared, isDefault, search: filters },
        columns: columns === undefined ? [] : columns.split(','),
      }),
    said: (view) => `Saved: ${isolated(view.name)}`,
    undo: ({ id }) => viewsApi.remove(id),
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title="Save this view" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack
        component="form"
        onSubmit={(event: { preventDefault(): void }) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <TextInput
          label="Name"
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-testid="view-name"
        />
        <Checkbox
          label="Everybody sees it"
          checked={isShared}
          onChange={({ currentTarget }) => setShared(currentTarget.checked)}
        />
        <Checkbox
          label="This table begins with it, for me"
          checked={isDefault}
          onChange={({ currentTarget }) => setDefault(currentTarget.checked)}
        />
        <Refusal error={save.error} />
        <Button type="submit" loading={save.isPending} data-testid="view-save">
          Save
        </Button>
      </Stack>
    </Modal>
  );
}
