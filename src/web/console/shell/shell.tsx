/** What stands around every page: the rail, the search, who is logged in, whether the page is live, and the keys. */
import './shell.css';
import { Group, Kbd, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Bell } from '../inbox/bell.tsx';
import { useKeys } from '../keys/use-keys.tsx';
import { useLive } from '../live/use-live.tsx';
import { undoLatest } from '../parts/undo.tsx';
import { Icon } from './icons.tsx';
import { KeySheet } from './key-sheet.tsx';
import { MeMenu } from './me-menu.tsx';
import { places } from './places.ts';
import { Rail } from './rail.tsx';

const Palette = lazy(() => import('./palette.tsx'));

export function Shell() {
  const navigate = useNavigate();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [palette, setPalette] = useState<'never' | 'closed' | 'open'>('never');
  const openPalette = () => setPalette('open');
  // Everywhere, also while something is typed.
  useHotkeys([['mod+K', openPalette]], []);
  useKeys([
    ...places.map(({ key, label, path }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      run: () => void navigate({ to: path }),
    })),
    { keys: '?', label: 'Show all keys', run: () => setSheetOpen(true) },
    { keys: '/', label: 'Search', run: openPalette },
    { keys: 'z', label: 'Undo what you did last', run: undoLatest },
  ]);
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <Rail />
      <div className="beside">
        <section className="top" aria-label="Search and you">
          <UnstyledButton className="find" onClick={openPalette} data-testid="search">
            <Icon name="search" size={18} />
            <span>Search people, records and pages</span>
            <Kbd size="xs" visibleFrom="sm">
              /
            </Kbd>
          </UnstyledButton>
          <Group gap="xs" wrap="nowrap">
            <LiveState />
            <Bell />
            <MeMenu onKeys={() => setSheetOpen(true)} />
          </Group>
        </section>
        <main id="page" tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <KeySheet opened={isSheetOpen} onClose={() => setSheetOpen(false)} />
      {palette !== 'never' && (
        <Suspense>
          <Palette isOpen={palette === 'open'} onClose={() => setPalette('closed')} />
        </Suspense>
      )}
    </div>
  );
}

function LiveState() {
  const { state } = useLive();
  return (
    <span className="live" data-testid="live-state" data-state={state} role="status">
      {state === 'live' ? 'live' : 'reconnecting'}
    </span>
  );
}
