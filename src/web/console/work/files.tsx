/** The files of a record: listed, downloaded, and added. */

import { Button, Divider, FileButton, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AttachedRecord, api } from '../api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';

/** The files of a record, as every part of its page asks for them. */
export const filesQuery = (record: AttachedRecord) => ({
  queryKey: ['work', 'files', record],
  queryFn: () => api.filesOf(record),
});

export function Files({ record }: { record: AttachedRecord }) {
  const queries = useQueryClient();
  const mayAttach = useMayChange()(`/${record.list}/${record.id}/attachments`);
  const { data, error } = useQuery(filesQuery(record));
  const adding = useMutation({
    mutationFn: (file: File) => api.attach(record, file),
    onSuccess: () => queries.invalidateQueries({ queryKey: filesQuery(record).queryKey }),
  });
  return (
    <>
      <Divider label="Files" labelPosition="left" />
      <Stack gap="xs" align="flex-start" data-testid="files">
        <Refusal error={error ?? adding.error} />
        {data?.items.map(({ id, name, bytes }) => (
          <Group key={id} gap="xs" wrap="nowrap">
            <FileLink id={id} name={name} />
            {bytes !== null && (
              <Text span size="xs" className="quiet">
                {sizeOf(bytes)}
              </Text>
            )}
          </Group>
        ))}
        {mayAttach && (
          <FileButton
            onChange={(file) => file && adding.mutate(file)}
            inputProps={{ 'aria-label': 'File to attach' }}
          >
            {(props) => (
              <Button {...props} variant="default" size="xs" loading={adding.isPending}>
                Attach a file
              </Button>
            )}
          </FileButton>
        )}
      </Stack>
    </>
  );
}

/** Downloads a file. */
export function FileLink({ id, name }: { id: string; name: string }) {
  return (
    <a href={`/api/v1/attachments/${id}/content`} download className="address" data-testid="file">
      <Foreign text={name} />
    </a>
  );
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
