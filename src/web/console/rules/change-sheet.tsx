/** The frame of a sheet that makes another version live: what changes, asked first; its note and its button are below. */
import { Modal, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChangeList } from './preview-panel.tsx';

interface Props {
  title: string;
  /** Names it for tests. */
  name: string;
  /** In words; undefined until they are known, null where they are not known at all. */
  changes: readonly string[] | null | undefined;
  /** Whether nothing was live before. */
  isFirst?: boolean;
  /** Who is scored or worked by it then. */
  after?: string;
  onClose: () => void;
  children: ReactNode;
}

export function ChangeSheet({ title, name, changes, isFirst = false, after, onClose, children }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid={name}
    >
      <Stack>
        <section aria-label="What changes">
          <Title order={3} size="h5">
            What changes
          </Title>
          {isFirst ? <Text>It was never live: everything is new.</Text> : <Changes changes={changes} />}
          {after !== undefined && (
            <Text size="sm" mt="xs">
              {after}
            </Text>
          )}
        </section>
        {children}
      </Stack>
    </Modal>
  );
}

function Changes({ changes }: Pick<Props, 'changes'>) {
  if (changes === undefined) return <Skeleton height={40} />;
  if (changes === null) return null;
  return changes.length === 0 ? <Text>Nothing but comments.</Text> : <ChangeList changes={changes} />;
}
