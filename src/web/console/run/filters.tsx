/** The filters of a list, kept in its address, and what of it is opened. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type TableSearch, withFilter } from '../parts/table-search.ts';

export interface ListFilter {
  name: string;
  label: string;
  /** Values with their words; a text is typed without them. */
  choices?: readonly (readonly [value: string, words: string])[];
}

const typedMs = 250;
const openName = 'open';

/** What the address asks for: filters that the list knows, and the one that is opened. */
export function useListSearch(filters: readonly ListFilter[]) {
  const search = useSearch({ strict: false }) as TableSearch;
  const navigate = useNavigate();
  const known = new Set(filters.map(({ name }) => name));
  const go = (changed: TableSearch, replace: boolean) => void navigate({ to: '.', search: changed, replace });
  return {
    filter: Object.fromEntries(Object.entries(search).filter(([name]) => known.has(name))),
    opened: search[openName] ?? null,
    choose: (name: string, value: string) => go(withFilter(search, name, value), true),
    open: (id: string | null) => go(withFilter(search, openName, id ?? ''), id === null),
  };
}

interface Props {
  filters: readonly ListFilter[];
  values: Readonly<Record<string, string>>;
  choose(name: string, value: string): void;
}

export function Filters({ filters, values, choose }: Props) {
  return (
    <section className="filters" aria-label="Filters">
      {filters.map(({ name, label, choices }) =>
        choices === undefined ? (
          <Typed key={name} name={name} label={label} value={values[name] ?? ''} choose={choose} />
        ) : (
          <NativeSelect
            key={name}
            label={label}
            size="sm"
            data={[
              { value: '', label: 'any' },
              ...choices.map(([value, words]) => ({ value, label: words })),
            ]}
            value={values[name] ?? ''}
            onChange={({ currentTarget }) => choose(name, currentTarget.value)}
            data-testid={`filter-${name}`}
          />
        ),
      )}
    </section>
  );
}

interface TypedProps {
  name: string;
  label: string;
  value: string;
  choose: Props['choose'];
}

function Typed({ name, label, value, choose }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const ask = useDebouncedCallback((text: string) => choose(name, text), typedMs);
  return (
    <TextInput
      label={label}
      size="sm"
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        ask(currentTarget.value);
      }}
      data-testid={`filter-${name}`}
    />
  );
}
