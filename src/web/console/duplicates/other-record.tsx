/** The other record of a merge, found by the start of its name or address. */
import { Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { MergedList } from '../../../contract/api/api.ts';
import { descriptionOfRow, kindAt, listRecords, nameOfRow } from '../kinds/record-kinds.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';

const typedMs = 250;
const shownMax = 8;

export function OtherRecord({ list, id }: { list: MergedList; id: string }) {
  const kind = kindAt(`/${list}`);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), typedMs);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { data, error, isFetching } = useQuery({
    queryKey: ['work', 'other-record', list, q],
    queryFn: () => listRecords(kind, { q }, { limit: shownMax, cursor: null }),
    enabled: q !== '',
  });
  const others = data?.items.filter((row) => row.id !== id) ?? [];
  return (
    <>
      <TextInput
        label={list === 'people' ? 'Name or address of the other person' : 'Name of the other company'}
        size="sm"
        maw={360}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        ref={field}
        data-testid="other-name"
      />
      <Refusal error={error} />
      {isFetching && data === undefined && <Skeleton height={24} width={240} />}
      {q !== '' && data !== undefined && others.length === 0 && (
        <Text size="sm" className="quiet" data-testid="no-other">
          Nobody else begins like that.
        </Text>
      )}
      <ul className="others">
        {others.map((row) => (
          <li key={row.id}>
            <Link to="/duplicates/compare" search={{ list, kept: id, merged: row.id }} data-testid="other">
              <Foreign text={nameOfRow(kind, row)} />
            </Link>{' '}
            <span className="quiet">
              <Dotted texts={[descriptionOfRow(kind, row)]} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
