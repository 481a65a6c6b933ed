/** The folder of a test run: in memory only where a run fits in it, and may run programs there. */
import { expect, test } from 'vitest';
import { hasRoomInMemory, processesBytes, roomBytesMin } from './run-folder.ts';

const fitting = {
  mounts: [
    '/dev/vda / ext4 rw,relatime 0 0',
    'tmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0',
    'tmpfs /dev/shm/other tmpfs rw,noexec 0 0',
    '',
  ].join('\n'),
  freeBytes: roomBytesMin,
  availableBytes: roomBytesMin + processesBytes,
};

test('a run fits with just the room it needs', () => {
  expect(hasRoomInMemory(fitting)).toBe(true);
});

test.each([
  ['a byte less is free there', { freeBytes: roomBytesMin - 1 }],
  ['a byte less is left to processes', { availableBytes: roomBytesMin + processesBytes - 1 }],
  ['no program runs there', { mounts: 'shm /dev/shm tmpfs rw,nosuid,noexec 0 0\n' }],
  ['nothing can be written there', { mounts: 'shm /dev/shm tmpfs ro,nosuid 0 0\n' }],
  ['it is on a disk', { mounts: '/dev/vda /dev/shm ext4 rw 0 0\n' }],
  ['another file system was mounted over it', { mounts: `${fitting.mounts}/dev/vda /dev/shm ext4 rw 0 0\n` }],
  ['nothing is mounted there', { mounts: '' }],
])('none where %s', (_, change) => {
  expect(hasRoomInMemory({ ...fitting, ...change })).toBe(false);
});
