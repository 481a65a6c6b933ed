/** A new key, or a change of one: its name, the pages it is for, whether users need a signature, what a form opens. */
import { Modal, NativeSelect, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { IngestKeyView } from '../../../contract/api/api.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useAct } from '../parts/undo.tsx';
import { accessApi, type KeyChange } from './access-api.ts';

interface Props {
  /** Null for a new one. */
  view: IngestKeyView | null;
  onClose: () => void;
  onMade: (view: IngestKeyView) => void;
}

const kinds = [
  { value: 'public', label: 'Public: for pages and apps' },
  { value: 'secret', label: 'Secret: for servers' },
  { value: 'form', label: 'Form: opens records from a form' },
];

interface Written {
  kind: IngestKeyView['kind'];
  name: string;
  origins: string[];
  isSigned: boolean;
  pipeline: string;
  fields: string[];
  redirect: string;
}

/** What a key of a kind can be given; the rest is of other kinds. */
function changeOf({ kind, name, origins, isSigned, pipeline, fields, redirect }: Written) {
  return {
    name: name.trim(),
    ...(kind !== 'secret' && { origins }),
    ...(kind === 'public' && { signed: isSigned ? ('required' as const) : ('optional' as const) }),
    ...(kind === 'form' && { form: { pipeline, fields, redirect: redirect.trim() || null } }),
  } satisfies KeyChange;
}

const writtenOf = (view: IngestKeyView | null): Written => ({
  kind: view?.kind ?? 'public',
  name: view?.name ?? '',
  origins: view?.origins ?? [],
  isSigned: view?.signed === 'required',
  pipeline: view?.form?.pipeline ?? '',
  fields: view?.form?.fields ?? [],
  redirect: view?.form?.redirect ?? '',
});

export function KeyDialog({ view, onClose, onMade }: Props) {
  const [written, setWritten] = useState(writtenOf(view));
  const set = (changed: Partial<Written>) => setWritten({ ...written, ...changed });
  const save = useAct({
    name: 'key',
    run: async () => {
      const saved =
        view === null
          ? await accessApi.makeKey({ kind: written.kind, ...changeOf(written) })
          : await accessApi.changeKey(view.id, changeOf(written));
      onMade(saved);
      return saved;
    },
    said: ({ name }) => `${isolated(name)} is ${view === null ? 'made' : 'changed'}`,
    undo: () => accessApi.changeKey(view?.id ?? '', changeOf(writtenOf(view))),
    // One that was made by mistake is revoked.
    isUndoable: () => view !== null,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={view === null ? 'Make a key' : <Foreign text={view.name} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {view === null && (
            <NativeSelect
              label="Kind"
              value={written.kind}
              onChange={({ currentTarget }) => set({ kind: currentTarget.value as Written['kind'] })}
              data={kinds}
              data-testid="key-kind"
            />
          )}
          <TextInput
            label="Name"
            description="Where it is used, such as “Shop”."
            required
            maxLength={100}
            value={written.name}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
            data-testid="key-name"
          />
          {written.kind !== 'secret' && (
            <TagsInput
              label="Origins"
              description="Pages that may send with it, such as https://shop.example; none is any page. Enter ends each."
              value={written.origins}
              onChange={(origins) => set({ origins })}
              acceptValueOnBlur
              data-testid="key-origins"
            />
          )}
          {written.kind === 'public' && (
            <Switch
              label="Users count with their signature alone"
              description="Your server signs the user id; see Security, Signatures."
              checked={written.isSigned}
              onChange={({ currentTarget }) => set({ isSigned: currentTarget.checked })}
            />
          )}
          {written.kind === 'form' && <FormFields written={written} set={set} />}
          <Refusal error={save.error} />
          <FormActs
            label={view === null ? 'Make it' : 'Save'}
            isPending={save.isPending}
            testId="save-key"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

function FormFields({ written, set }: { written: Written; set: (changed: Partial<Written>) => void }) {
  const pipelines = useQuery({
    queryKey: ['work', 'access', 'pipelines'],
    queryFn: accessApi.formPipelines,
  });
  const { pipeline } = written;
  const definition = useQuery({
    queryKey: ['work', 'access', 'pipeline', pipeline],
    queryFn: () => accessApi.pipeline(pipeline),
    enabled: pipeline !== '',
  });
  return (
    <>
      <NativeSelect
        label="Opens records of"
        required
        value={pipeline}
        onChange={({ currentTarget }) => set({ pipeline: currentTarget.value, fields: [] })}
        data={[
          { value: '', label: 'Choose a pipeline' },
          ...(pipelines.data ?? []).map((value) => ({ value, label: shortText(value) })),
        ]}
      />
      <TagsInput
        label="Fields that a form may fill"
        value={written.fields}
        onChange={(fields) => set({ fields })}
        data={definition.data?.fields.map(({ field }) => field) ?? []}
      />
      <TextInput
        type="url"
        label="Then the browser goes to"
        placeholder="https://shop.example/thanks"
        value={written.redirect}
        onChange={({ currentTarget }) => set({ redirect: currentTarget.value })}
      />
      <Refusal error={pipelines.error ?? definition.error} />
    </>
  );
}
