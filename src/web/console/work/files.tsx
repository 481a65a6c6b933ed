/** The files of a record: listed, downloaded, and added. */

import { Divider, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AttachedRecord } from '../api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { AttachButton, filesQuery, useAttaching } from './attaching.tsx';

/** `isClosed`: nothing is added any more. */
export function Files({ record, isClosed = false }: { record: AttachedRecord; isClosed?: boolean }) {
  const mayAttach = useMayChange()(`/${record.list}/${record.id}/attachments`) && !isClosed;
  const { data, error } = useQuery(filesQuery(record));
  const adding = useAttaching(record);
  if (isClosed && (data === undefined || data.items.length === 0)) return null;
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
        {mayAttach && <AttachButton adding={adding} label="File to attach" />}
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
