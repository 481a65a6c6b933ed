/** The rail: the pages of a role, beside the one that is shown; at the foot of a narrow one, with the rest behind "More". */
import { Drawer, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { Chilies } from '../parts/chilies.tsx';
import { Icon } from '../parts/icons.tsx';
import { useSession } from '../session/session.tsx';
import { type RailPage, railPageAt, railPagesOf, sections } from './rail-pages.ts';

/** As many as a thumb reaches; the next one is "More". */
const atFootMax = 4;

export function Rail() {
  const { role } = useSession();
  const pages = railPagesOf(role);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const current = railPageAt(useLocation().pathname);
  return (
    <>
      <nav className="rail" aria-label="Pages">
        <Link to="/" className="brand" aria-label="Scoville, to what is hot now">
          <Chilies tier={1} tiers={1} name="" />
          <span className="words">Scoville</span>
        </Link>
        <Pages pages={pages} current={current} />
      </nav>
      <nav className="foot" aria-label="Pages">
        {pages.slice(0, atFootMax).map((page) => (
          <PageLink key={page.path} page={page} isCurrent={page === current} />
        ))}
        {pages.length > atFootMax && (
          <UnstyledButton className="rail-page" onClick={() => setMoreOpen(true)} data-testid="more-pages">
            <Icon name="more" />
            <span className="words">More</span>
          </UnstyledButton>
        )}
      </nav>
      <Drawer
        opened={isMoreOpen}
        onClose={() => setMoreOpen(false)}
        position="bottom"
        size="auto"
        title="Pages"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="sheet">
          <Pages pages={pages} current={current} onGo={() => setMoreOpen(false)} />
        </div>
      </Drawer>
    </>
  );
}

interface PagesProps {
  pages: readonly RailPage[];
  current: RailPage | null;
  onGo?: () => void;
}

function Pages({ pages, current, onGo }: PagesProps) {
  return sections.map((section) => {
    const inSection = pages.filter((page) => page.section === section);
    if (inSection.length === 0) return null;
    return (
      <section key={section} aria-label={section}>
        <h2 className="quiet">{section}</h2>
        {inSection.map((page) => (
          <PageLink key={page.path} page={page} isCurrent={page === current} onGo={onGo} />
        ))}
      </section>
    );
  });
}

function PageLink({
  page,
  isCurrent,
  onGo,
}: {
  page: RailPage;
  isCurrent: boolean;
  onGo?: (() => void) | undefined;
}) {
  const { path, label, icon, key } = page;
  return (
    <Link
      to={path}
      className="rail-page"
      activeOptions={{ exact: true }}
      aria-current={isCurrent ? 'page' : undefined}
      title={`${label} (g ${key})`}
      {...(onGo && { onClick: onGo })}
    >
      <Icon name={icon} />
      <span className="words">{label}</span>
    </Link>
  );
}
