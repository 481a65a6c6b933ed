/** Names of files: cleaned so that they are safe on every system, and as a download's header says them. Pure. */
import { ApiError, limits } from '../../base/kernel/kernel.ts';

/** Names that Windows keeps for devices. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * The name without a path, control characters, marks that turn its direction, and characters that a file system refuses. Long
 * ones are shortened before their ending. Throws `invalid_request` where nothing is left.
 */
export function cleanName(given: string): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const safe = devices.test(plain) ? `_${plain}` : plain;
  if (safe === '' || /^_*$/.test(safe))
    throw new ApiError(
      'invalid_request',
      `"name" is ${JSON.stringify(given.slice(0, 80))}: expected the name of a file, such as "invoice.pdf"`,
    );
  return shortened(safe);
}

function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= limits.attachmentNameLengthMax) return name;
  const ending = /\.[^.\s]{1,10}$/.exec(name)?.[0] ?? '';
  return `${letters
    .slice(0, limits.attachmentNameLengthMax - [...ending].length)
    .join('')
    .trimEnd()}${ending}`;
}

/** `Content-Disposition` of a download (RFC 6266): never shown in place; the name in ASCII, and as it is. */
export function dispositionOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
