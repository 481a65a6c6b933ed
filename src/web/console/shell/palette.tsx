/** Search and commands: people, companies and records by their names, every page, and what can be done here. */
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
import { useEffect, useMemo, useRef, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { TypedAhead } from '../keys/typed-ahead.ts';
import { useBoundKeys } from '../keys/use-keys.tsx';
import { addressOf, descriptionOfRow, listRecords, nameOfRow, recordKinds } from '../kinds/record-kinds.ts';
import { Icon } from '../parts/icons.tsx';
import { railPages } from './rail-pages.ts';

const typedMs = 150;
const foundMax = 5;

interface Props {
  isOpen: boolean;
  /** Gives once what was typed before the search had the focus. */
  typed: () => TypedAhead;
  onClose: () => void;
}

export function Palette({ isOpen, typed, onClose }: Props) {
  const navigate = useNavigate();
  const bound = useBoundKeys();
  // As they were when it was opened: the search has the focus now.
  const keys = useMemo(() => (isOpen ? bound() : []), [isOpen, bound]);
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), typedMs);
  useEffect(() => {
    if (isOpen) spotlight.open();
    else spotlight.close();
  }, [isOpen]);
  const isLong = asked.length > 1;
  const search = useQuery({
    queryKey: ['search', asked],
    queryFn: () => searchRecords(asked),
    enabled: isOpen && isLong,
    placeholderData: keepPreviousData,
  });
  const found = search.data ?? [];
  const isAnswered = asked === query.trim() && !(isLong && (search.isPending || search.isPlaceholderData));
  const isEntered = useFirstChosen(query, isAnswered);
  const groups: SpotlightActionGroupData[] = [
    ...(isLong
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
        ...(isLong && isAnswered ? [ofProfile(asked, navigate)] : []),
        ...railPages.map(({ path, label, icon, key }) => ({
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
      onQueryChange={(next) => {
        isEntered.current = false;
        setQuery(next);
      }}
      onSpotlightClose={() => {
        setQuery('');
        onClose();
      }}
      nothingFound={!isAnswered ? 'Searching…' : 'Nothing is called that'}
      searchProps={{
        placeholder: 'Search, or say what to do',
        'aria-label': 'Search',
        onFocus: () => {
          const ahead = typed();
          if (ahead.text === '') return;
          setQuery((written) => written + ahead.text);
          isEntered.current = ahead.isEntered;
        },
        onKeyDown: ({ key }) => {
          if (key === 'Enter')
            isEntered.current = document.querySelector('[data-palette] [data-selected]') === null;
        },
      }}
      transitionProps={{ duration: 80 }}
      shortcut={null}
      limit={40}
      data-palette
      scrollable
      maxHeight="60vh"
    />
  );
}

/** Chooses the first row where none is chosen. Returns the ref that is set where Enter was pressed before there was any. */
function useFirstChosen(query: string, isAnswered: boolean) {
  const isEntered = useRef(false);
  // A row that comes late has nothing that chooses it: the first one is, as of those that were there at once.
  useEffect(() => {
    const list = document.querySelector('[data-palette]');
    if (query === '' || list === null) return;
    const chosen = list.querySelector('[data-selected]') ?? list.querySelector('[data-action]');
    chosen?.setAttribute('data-selected', 'true');
    if (!isEntered.current || !isAnswered) return;
    isEntered.current = false;
    if (chosen instanceof HTMLElement) chosen.click();
  });
  return isEntered;
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
  return searched.flatMap((kind, index) => {
    const rows = pages[index]?.items ?? [];
    return rows.length === 0 ? [] : [{ kind, rows }];
  });
}
