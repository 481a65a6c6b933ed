/** The types of files that may be uploaded: their endings, and how their bytes begin. Nothing that a browser would run. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';

interface FileType {
  endings: readonly string[];
  /** Whether bytes are of the type, by their beginning. */
  isIn(content: Buffer): boolean;
}

const begins =
  (text: string, at = 0) =>
  (content: Buffer) =>
    content.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
/** Office documents are ZIP archives. */
const isZip = begins('PK\x03\x04');
/** Text holds no NUL: what does is something else. */
const isText = (content: Buffer) => !content.includes(0);

/** By content type. */
const fileTypes: Readonly<Record<string, FileType>> = {
  'application/pdf': { endings: ['pdf'], isIn: begins('%PDF-') },
  'image/png': { endings: ['png'], isIn: begins('\x89PNG\r\n\x1a\n') },
  'image/jpeg': { endings: ['jpg', 'jpeg'], isIn: begins('\xff\xd8\xff') },
  'image/gif': { endings: ['gif'], isIn: begins('GIF8') },
  'image/webp': {
    endings: ['webp'],
    isIn: (content) => begins('RIFF')(content) && begins('WEBP', 8)(content),
  },
  'image/tiff': {
    endings: ['tif', 'tiff'],
    isIn: (content) => begins('II*\0')(content) || begins('MM\0*')(content),
  },
  'text/plain': { endings: ['txt'], isIn: isText },
  'text/csv': { endings: ['csv'], isIn: isText },
  'message/rfc822': { endings: ['eml'], isIn: isText },
  'application/zip': { endings: ['zip'], isIn: isZip },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    endings: ['docx'],
    isIn: isZip,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { endings: ['xlsx'], isIn: isZip },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    endings: ['pptx'],
    isIn: isZip,
  },
  'application/vnd.oasis.opendocument.text': { endings: ['odt'], isIn: isZip },
  'application/vnd.oasis.opendocument.spreadsheet': { endings: ['ods'], isIn: isZip },
};

/** The type of a content type without its parameters. */
export function plainTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Throws `unsupported_media_type` for a type that may not be uploaded, `invalid_request` where name or bytes are of another. */
export function requireFileType(name: string, contentType: string, content: Buffer): void {
  const type = fileTypes[contentType];
  if (type === undefined)
    throw new ApiError(
      'unsupported_media_type',
      `"Content-Type" is ${JSON.stringify(contentType.slice(0, 80))}; send one of ${uploadTypes.join(', ')}`,
    );
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!type.endings.includes(ending))
    throw new ApiError(
      'invalid_request',
      `"name" is ${JSON.stringify(name)}: a file of type ${contentType} ends in ${type.endings.map((one) => `.${one}`).join(' or ')}`,
    );
  if (!type.isIn(content))
    throw new ApiError(
      'invalid_request',
      `the bytes of "${name}" are not of type ${contentType}; send the type that the file has`,
    );
}

/** What may be uploaded. */
export const uploadTypes = Object.keys(fileTypes);

/** What may be downloaded: documents may be pages. */
export const downloadTypes = [...uploadTypes, 'text/html'];
