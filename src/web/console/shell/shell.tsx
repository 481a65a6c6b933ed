/** What stands around every page: the rail, the search, who is logged in, whether the page is live, and the keys. */
import './shell.css';
import { Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { Suspense, useRef, useState } from 'react';
import { Bell } from '../inbox/bell.tsx';
import type { KeyBinding } from '../keys/key-reader.ts';
import { keepTyped, TypedAhead } from '../keys/typed-ahead.ts';
import { useBoundKeys, useKeys } from '../keys/use-keys.tsx';
import { openToast } from '../live/live-toast.tsx';
import { useLive } from '../live/use-live.ts';
import { Icon } from '../parts/icons.tsx';
import { lazyDialog } from '../parts/lazy-part.tsx';
import { undoLatest } from '../parts/undo.tsx';
import { useOwnerNamesRead } from '../team/use-owner-name.ts';
import { DemoBanner } from './demo-banner.tsx';
import { useFocusOfPage } from './focus-of-page.ts';
import { KeySheet } from './key-sheet.tsx';
import { MeMenu } from './me-menu.tsx';
import { Rail } from './rail.tsx';
import { railPages } from './rail-pages.ts';

const Palette = lazyDialog(() => import('./palette.tsx'), 'Palette');

export function Shell() {
  const navigate = useNavigate();
  const bound = useBoundKeys();
  const [sheet, setSheet] = useState<readonly KeyBinding[] | null>(null);
  const showKeys = () => setSheet(bound());
  const [palette, setPalette] = useState<'never' | 'closed' | 'open'>('never');
  const typed = useRef(() => new TypedAhead());
  const openPalette = () => {
    // Its script may be late, and its field has the focus a moment later than that.
    if (palette !== 'open') typed.current = keepTyped(() => setPalette('closed'));
    setPalette('open');
  };
  // What came in last: the toast that is shown, else the newest of the inbox.
  const openLatest = () => {
    if (!openToast()) void navigate({ to: '/inbox' });
  };
  // Everywhere, also while something is typed.
  useHotkeys([['mod+K', openPalette]], []);
  useKeys([
    ...railPages.map(({ key, label, path }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      run: () => void navigate({ to: path }),
    })),
    { keys: '/', label: 'Search', run: openPalette, isEverywhere: true },
    { keys: 'o', label: 'Open the latest message', run: openLatest },
    { keys: 'z', label: 'Undo your last change', run: undoLatest, isEverywhere: true },
    { keys: '?', label: 'Show all keys', run: showKeys, isEverywhere: true },
  ]);
  useFocusOfPage();
  useOwnerNamesRead();
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
            {/* On a phone there is no room for more. */}
            <Text component="span" inherit hiddenFrom="sm">
              Search
            </Text>
            <Text component="span" inherit visibleFrom="sm">
              Search people, records and pages
            </Text>
            <Kbd size="xs" visibleFrom="sm">
              /
            </Kbd>
          </UnstyledButton>
          <Group gap="xs" wrap="nowrap">
            <LiveState />
            <Bell />
            <MeMenu onKeys={showKeys} />
          </Group>
        </section>
        <DemoBanner />
        <main id="page" tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <KeySheet keys={sheet} onClose={() => setSheet(null)} />
      {palette !== 'never' && (
        <Palette
          isOpen={palette === 'open'}
          typed={() => typed.current()}
          onClose={() => setPalette('closed')}
        />
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
