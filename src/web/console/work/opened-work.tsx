/** A lead or a contact's task, opened beside the list or over it: the same parts as on its page. */

import { CloseButton, Drawer, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { KeyPressed, KeysOfDialog, useKeys } from '../keys/use-keys.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useLogAhead } from './contact-log.tsx';
import { pathOf } from './opened.ts';
import { Heading, Parts } from './opened-parts.tsx';
import { useOpened } from './use-opened.ts';
import type { Opened } from './work-item.ts';

interface Props {
  opened: Opened | null;
  me: string;
  onClose: () => void;
  /** It stands beside the list, which stays usable; else it comes over it. */
  isBeside: boolean;
  /** Beside the list: what is opened takes the focus, or leaves it to the list. */
  takesFocus: boolean;
  /** The key by which it was opened, and that acts once it is there; null for none. */
  pressed: string | null;
  onPressed: () => void;
}

export function OpenedWork({ opened, me, isBeside, takesFocus, pressed, onPressed, onClose }: Props) {
  const { data, error } = useOpened(opened);
  const pane = useRef<HTMLElement>(null);
  const id = opened?.id;
  useEffect(() => {
    if (id !== undefined && takesFocus) pane.current?.focus({ preventScroll: true });
  }, [id, takesFocus]);
  useKeys(
    opened !== null && isBeside ? [{ keys: 'Escape', label: 'Close the open record', run: onClose }] : [],
  );
  const isFailed = error !== null || opened === null;
  const ahead = useLogAhead(opened !== null && !data && pressed === null, isFailed);
  const done = () => {
    ahead.onDone();
    onPressed();
  };
  const title = data ? <Heading about={data.about} /> : 'Loading…';
  const body = (
    <>
      <Refusal error={error} />
      {opened && (
        <Link to={pathOf(opened)} className="quiet" data-testid="as-page">
          Open as a page
        </Link>
      )}
      {data && opened && <Parts shown={data} opened={opened} me={me} onClose={onClose} />}
      {data && opened && pressed !== null && <KeyPressed keys={pressed} onDone={done} />}
      {data && opened && ahead.isPressed && <KeyPressed keys="l" onDone={ahead.onDone} />}
    </>
  );
  if (!isBeside)
    return (
      <Drawer
        opened={opened !== null}
        onClose={onClose}
        position="right"
        size="md"
        closeButtonProps={{ 'aria-label': 'Close' }}
        styles={{ content: { background: 'var(--card)' }, header: { background: 'var(--card)' } }}
        title={title}
      >
        <KeysOfDialog>{body}</KeysOfDialog>
      </Drawer>
    );
  if (opened === null) return null;
  return (
    <aside className="pane" aria-label="Opened" tabIndex={-1} ref={pane}>
      <Group justify="space-between" wrap="nowrap" mb="md">
        {title}
        <CloseButton aria-label="Close" onClick={onClose} />
      </Group>
      {body}
    </aside>
  );
}
