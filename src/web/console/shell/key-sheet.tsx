/** The sheet of keys: those of the page that is shown, those that work everywhere, and those that go to a page. */
import { Kbd, Modal, Title } from '@mantine/core';
import { Fragment } from 'react';
import type { KeyBinding } from '../keys/key-reader.ts';
import { inGroups } from './key-groups.ts';

/** `keys` are those that did something as the sheet was asked for; null: it is closed. */
export function KeySheet({ keys, onClose }: { keys: readonly KeyBinding[] | null; onClose: () => void }) {
  return (
    <Modal
      opened={keys !== null}
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="key-sheet"
    >
      {inGroups(keys ?? []).map(({ title, rows }) => (
        <section key={title} aria-label={title} data-testid="key-group">
          <Title order={3} size="h6" mt="sm" mb="xs">
            {title}
          </Title>
          <dl className="keys">
            {rows.map(({ keys, label }) => (
              <Fragment key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{label}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
