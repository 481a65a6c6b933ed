/** A file of CSV comes in: its columns matched, looked at before anything changes, then imported, and undone within a day. */
import './imports.css';
import { Button, FileInput, Group, NativeSelect, Skeleton, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type ImportKind, importKinds } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import type { TableSearch } from '../parts/table-search.ts';
import { useOwnerName } from '../team/use-owner-name.ts';
import { EventImports } from './event-imports.tsx';
import { isUnderWay, stateInWords } from './import-words.ts';
import { importsApi } from './imports-api.ts';
import { OneImport } from './one-import.tsx';

const lookEveryMs = 700;

export function ImportPage() {
  const { id } = useSearch({ strict: false }) as TableSearch;
  return (
    <div className="page wide">
      <Title order={1} size="h2" mb="md">
        Import
      </Title>
      {id === undefined ? <NewImport /> : <Shown id={id} />}
    </div>
  );
}

function Shown({ id }: { id: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['imports', id],
    queryFn: () => importsApi.one(id),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? lookEveryMs : false),
  });
  return (
    <>
      <Link to="/import" search={{}} className="quiet">
        All imports
      </Link>
      <Refusal error={error} />
      {isPending && <Skeleton height={120} my="md" />}
      {data && <OneImport key={`${data.id} ${data.status}`} shown={data} />}
    </>
  );
}

function NewImport() {
  const navigate = useNavigate();
  const [kind, setKind] = useState<ImportKind>('people');
  const [file, setFile] = useState<File | null>(null);
  const check = useMutation({
    mutationFn: (chosen: File) => importsApi.check(kind, chosen),
    onSuccess: ({ id }) => void navigate({ to: '/import', search: { id } }),
  });
  return (
    <>
      <Group align="end" mb="xs">
        <NativeSelect
          label="What is in it"
          data={[...importKinds]}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ImportKind)}
          data-testid="import-kind"
        />
        <FileInput
          label="File"
          placeholder="Choose a CSV file"
          accept=".csv,.tsv,.txt,text/csv"
          value={file}
          onChange={setFile}
          w={280}
          styles={{ placeholder: { color: 'var(--quiet)' } }}
        />
        <Button
          disabled={file === null}
          loading={check.isPending}
          onClick={() => file && check.mutate(file)}
          data-testid="import-check"
        >
          Look at it
        </Button>
      </Group>
      <Text size="sm" className="quiet" mb="lg">
        Nothing changes before you have seen what it would change.
      </Text>
      <Refusal error={check.error} />
      <Latest />
      <EventImports />
    </>
  );
}

function Latest() {
  const nameOf = useOwnerName();
  const { data, error } = useQuery({ queryKey: ['imports'], queryFn: importsApi.latest });
  return (
    <>
      <Refusal error={error} />
      {data?.items.length === 0 && <Text className="quiet">Nothing was imported yet.</Text>}
      <ul className="imports">
        {data?.items.map(({ id, file, kind, status, createdAt, createdBy }) => (
          <li key={id} data-testid="import">
            <Link to="/import" search={{ id }}>
              <Foreign text={file ?? kind} />
            </Link>
            <Text size="sm" className="quiet">
              <Dotted texts={[kind, stateInWords(status), dateInWords(createdAt), nameOf(createdBy)]} />
            </Text>
          </li>
        ))}
      </ul>
    </>
  );
}
