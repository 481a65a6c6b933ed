/** Search and commands: people, companies and records by their names, every place, and what can be done here. */
import '@mantine/spotlight/styles.css';
import { useDebouncedValue } from '@mantine/hooks';
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from '@mantine/spotlight';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { useBoundKeys } from '../keys/use-keys.tsx';
import { addressOf, descriptionOfRow, listRecords, nameOfRow, recordKinds } from '../records/record-kinds.ts';
import { Icon } from './icons.tsx';
import { places } from './places.ts';

const typedMs = 150;
const foundMax = 5;

export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const bound = useBoundKeys();
  // As they were when it was opened: the search has the focus now.
  const keys = useMemo(() => (isOpen ? bound() : []), [isOpen, bound]);
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), typedMs);
  useEffect(() => {
    if (isOpen) spotlight.open();
  }, [isOpen]);
  const { data: found = [], isFetching } = useQuery({
    queryKey: ['search', asked],
    queryFn: () => searchRecords(asked),
    enabled: isOpen && asked.length > 1,
    placeholderData: keepPreviousData,
  });
  // What comes later from the server has no chosen row: the first one is, as of what was there at once.
  useEffect(() => {
    const list = document.querySelector('[data-palette]');
    if (found.length === 0 || list === null || list.querySelector('[data-selected]') !== null) return;
    list.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  }, [found]);
  const groups: SpotlightActionGroupData[] = [
    ...(asked.length > 1
      ? found.map(({ kind, rows }) => ({
          group: kind.title,
          actions: rows.map(
            (row): SpotlightActionData => ({
              id: `${kind.path} ${row.id}`,
              label: nameOfRow(kind, row),
              description: descriptionOfRow(kind, row),
              leftSection: <Icon name={kind.icon} />,
              // It was found by the server: it is not filtered again.
              keywords: [query],
              onClick: () => void navigate({ to: addressOf(kind, row) ?? kind.path }),
            }),
          ),
        }))
      : []),
    {
      group: 'Go to',
      actions: [
        ...(asked.length > 1 ? [ofProfile(asked, navigate)] : []),
        ...places.map(({ path, label, icon, key }) => ({
          id: path,
          label,
          description: `g ${key}`,
          leftSection: <Icon name={icon} />,
          onClick: () => void navigate({ to: path }),
        })),
      ],
    },
    {
      group: 'Do',
      actions: keys
        .filter(({ keys }) => !keys.startsWith('g ') && keys !== '/')
        .map(({ keys, label, run }) => ({ id: `do ${keys}`, label, description: keys, onClick: run })),
    },
  ];
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => {
        setQuery('');
        onClose();
      }}
      nothingFound={isFetching ? 'Searching…' : 'Nothing is called that'}
      searchProps={{ placeholder: 'Search, or say what to do', 'aria-label': 'Search' }}
      transitionProps={{ duration: 80 }}
      shortcut={null}
      limit={40}
      data-palette
      scrollable
      maxHeight="60vh"
    />
  );
}

/** The profile that goes by what was typed, known to sales or not: the search lists none. */
function ofProfile(id: string, navigate: ReturnType<typeof useNavigate>): SpotlightActionData {
  return {
    ...{ id: 'profile', label: `Profile of ${isolated(id)}`, description: 'By an address or id' },
    leftSection: <Icon name="search" />,
    keywords: [id],
    onClick: () => void navigate({ to: '/profiles/$id', params: { id } }),
  };
}

/** The first of each kind whose name begins with a word. */
async function searchRecords(q: string) {
  const searched = recordKinds.filter(({ isSearched }) => isSearched);
  const pages = await Promise.all(searched.map((kind) => listRecords(kind, { q }, { limit: foundMax })));
  return searched.flatMap((kind, place) => {
    const rows = pages[place]?.items ?? [];
    return rows.length === 0 ? [] : [{ kind, rows }];
  });
}
