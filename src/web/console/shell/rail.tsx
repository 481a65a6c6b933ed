/** The rail: the places of a role, beside the page; at the foot of a narrow one, with the rest behind "More". */
import { Drawer, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { Chilies } from '../parts/chilies.tsx';
import { useSession } from '../session/session.tsx';
import { Icon } from './icons.tsx';
import { type Place, placeAt, placesOf, sections } from './places.ts';

/** As many as a thumb reaches; the next one is "More". */
const atFootMax = 4;

export function Rail() {
  const { role } = useSession();
  const places = placesOf(role);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const current = placeAt(useLocation().pathname);
  return (
    <>
      <nav className="rail" aria-label="Places">
        <Link to="/" className="brand" aria-label="Scoville, to what is hot now">
          <Chilies tier={1} tiers={1} name="" />
          <span className="words">Scoville</span>
        </Link>
        <Places places={places} current={current} />
      </nav>
      <nav className="foot" aria-label="Places">
        {places.slice(0, atFootMax).map((place) => (
          <PlaceLink key={place.path} place={place} isCurrent={place === current} />
        ))}
        {places.length > atFootMax && (
          <UnstyledButton className="place" onClick={() => setMoreOpen(true)} data-testid="more-places">
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
        title="Places"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <div className="sheet">
          <Places places={places} current={current} onGo={() => setMoreOpen(false)} />
        </div>
      </Drawer>
    </>
  );
}

interface PlacesProps {
  places: readonly Place[];
  current: Place | null;
  onGo?: () => void;
}

function Places({ places, current, onGo }: PlacesProps) {
  return sections.map((section) => {
    const inSection = places.filter((place) => place.section === section);
    if (inSection.length === 0) return null;
    return (
      <section key={section} aria-label={section}>
        <h2 className="quiet">{section}</h2>
        {inSection.map((place) => (
          <PlaceLink key={place.path} place={place} isCurrent={place === current} onGo={onGo} />
        ))}
      </section>
    );
  });
}

function PlaceLink({
  place,
  isCurrent,
  onGo,
}: {
  place: Place;
  isCurrent: boolean;
  onGo?: (() => void) | undefined;
}) {
  const { path, label, icon, key } = place;
  return (
    <Link
      to={path}
      className="place"
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
