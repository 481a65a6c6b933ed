/** Names of files: whatever is sent, the name is safe, short, and stays itself when it is cleaned again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { cleanName, dispositionOf } from './file-name.core.ts';

const letters = [...'aA1_ ./\\:"<>|?*;=%\'é名\r\n\0\u202e\u2066', 'nul.', 'con', '.pdf'];
const hostile = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 60 });
const anything = fc.oneof(hostile, fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }));

/** Null where the name is refused. */
function cleaned(given: string): string | null {
  try {
    return cleanName(given);
  } catch {
    return null;
  }
}

test('a clean name has no path, no controls, no device, and a bounded length; cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const name = cleaned(given);
      if (name === null) return;
      expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}]|^[.\s]|[.\s]$/u);
      expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
      expect([...name].length).toBeLessThanOrEqual(limits.attachmentNameLengthMax);
      expect(cleanName(name)).toBe(name);
    }),
  );
});

test('the header of a download is one line of ASCII, and carries the whole name', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const name = cleaned(given);
      if (name === null) return;
      const header = dispositionOf(name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.!#$&+^`|~%-]*$/);
      expect(header.split('"')).toHaveLength(3);
      expect(decodeURIComponent(header.slice(header.lastIndexOf("UTF-8''") + 7))).toBe(name);
    }),
  );
});

test.each([
  ['invoice.pdf', 'invoice.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\offer.docx', 'offer.docx'],
  ['gpj.\u202eexe.pdf', 'gpj.exe.pdf'],
  ['  spaced   name .pdf ', 'spaced name .pdf'],
  ['nul.txt', '_nul.txt'],
  ['Ünïcode Łódź.pdf', 'Ünïcode Łódź.pdf'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(limits.attachmentNameLengthMax - 4)}.pdf`],
])('%j becomes %j', (given, name) => {
  expect(cleanName(given)).toBe(name);
});

test.each(['...', '/', '\u0000', '???'])('%j is no name', (given) => {
  expect(() => cleanName(given)).toThrow(/expected the name of a file/);
});
