/** Targets of channels: which are allowed, and the error of the others. */
import { expect, test } from 'vitest';
import { readAllowed } from '../../base/network/network.ts';
import { unreachable } from './channel-target.ts';

test.each([
  ['mail', 'ada@example.com', true],
  ['slack', 'https://hooks.slack.com/services/T/B/x', true],
  ['slack', 'http://hooks.slack.com/services/T/B/x', false],
  ['slack', 'https://hooks.slack.com.evil.example/x', false],
  ['slack', 'https://hooks.slack.com:8443/x', false],
  ['webhook', 'https://example.com/hook', true],
  ['webhook', 'http://example.com/hook', false],
  ['webhook', 'https://10.1.2.3/', false],
  ['webhook', 'https://0x7f000001/', false],
  ['webhook', 'https://[::1]/', false],
  ['webhook', 'https://localhost/', false],
  ['webhook', 'https://93.184.216.34/', true],
] as const)('%s to %s: %s', (kind, target, isReached) => {
  const error = unreachable(kind, target, readAllowed(''));
  expect(error === null).toBe(isReached);
});

test.each([
  ['webhook', 'http://127.0.0.1:4460/hook', '127.0.0.1:4460'],
  ['webhook', 'http://10.1.2.3/hook', '10.1.0.0/16'],
  ['webhook', 'http://receiver.internal:8080/', 'receiver.internal:8080'],
  ['slack', 'https://chat.example.com/hooks/x', 'chat.example.com'],
] as const)('%s to %s where the operator names %s', (kind, target, named) => {
  expect(unreachable(kind, target, readAllowed(named))).toBeNull();
  expect(unreachable(kind, target, readAllowed(''))).toMatch(/^expected /);
});
