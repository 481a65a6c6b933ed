/** Types of uploads: what is let in, and what only says that it is. */
import { expect, test } from 'vitest';
import { plainTypeOf, requireFileType, uploadTypes } from './file-types.core.ts';

const pdf = Buffer.from('%PDF-1.7\n');
const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

test.each([
  ['a.pdf', 'application/pdf', pdf],
  ['A.PDF', 'application/pdf', pdf],
  ['a.png', 'image/png', png],
  ['a.txt', 'text/plain', Buffer.from('hello')],
  ['mail.eml', 'message/rfc822', Buffer.from('From: ada@example.com\n\nHello')],
  ['a.zip', 'application/zip', Buffer.from('PK\x03\x04')],
])('%s as %s is let in', (name, type, content) => {
  expect(() => requireFileType(name, type, content)).not.toThrow();
});

test.each([
  [
    'page.html',
    'text/html',
    Buffer.from('<script>'),
    /"Content-Type" is "text\/html"; send one of application\/pdf/,
  ],
  ['a.svg', 'image/svg+xml', Buffer.from('<svg/>'), /"Content-Type" is "image\/svg\+xml"/],
  ['a.exe', 'application/octet-stream', Buffer.from('MZ'), /"Content-Type" is "application\/octet-stream"/],
  ['a', '', pdf, /"Content-Type" is ""/],
  ['a.exe', 'application/pdf', pdf, /"name" is "a\.exe": a file of type application\/pdf ends in \.pdf/],
  [
    'a.pdf',
    'application/pdf',
    Buffer.from('<html>'),
    /the bytes of "a\.pdf" are not of type application\/pdf/,
  ],
  ['a.txt', 'text/plain', Buffer.from('MZ\0'), /are not of type text\/plain/],
  ['a.webp', 'image/webp', Buffer.from('RIFF1234AVI '), /are not of type image\/webp/],
])('%s as %s is refused', (name, type, content, error) => {
  expect(() => requireFileType(name, type, content)).toThrow(error);
});

test('a content type is read without its parameters, in any case', () => {
  expect(plainTypeOf('Text/Plain; charset=utf-8')).toBe('text/plain');
  expect(uploadTypes).not.toContain('text/html');
});
