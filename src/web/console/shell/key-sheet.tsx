/** The sheet of keys: every key that does something on this page. */
import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useBoundKeys } from '../keys/use-keys.tsx';

export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const bound = useBoundKeys();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="key-sheet"
    >
      {opened && (
        <dl className="keys">
          <dt>
            <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
          </dt>
          <dd>Search</dd>
          {bound().map(({ keys, label }) => (
            <Fragment key={`${keys} ${label}`}>
              <dt>
                {keys.split(' ').map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </Modal>
  );
}
