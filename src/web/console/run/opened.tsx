/** What is opened of a list, beside it; and how a profile is named. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { Foreign } from '../parts/others.tsx';

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Opened({ title, isOpen, onClose, children }: Props) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="opened"
    >
      {children}
    </Drawer>
  );
}

/** Leads to what the API says of the profile: the console has no page of one. */
export function ProfileLink({ id }: { id: string }) {
  return (
    <a href={`/api/v1/profiles/${encodeURIComponent(id)}`} target="_blank" rel="noopener">
      <Foreign text={id} />
    </a>
  );
}
