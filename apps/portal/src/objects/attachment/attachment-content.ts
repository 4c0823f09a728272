/**
 * Detects the type of a document from its bytes; file name and declared type are not trusted. The whole file must be
 * one document of that type, so that no other content can hide in it.
 */
import { crc32 } from 'node:zlib';
import { fileTypeFromBuffer } from 'file-type';

export const documentTypes = ['application/pdf', 'image/png'] as const;
export type DocumentType = (typeof documentTypes)[number];

export const maxDocumentBytes = 10 * 1024 * 1024;

/** `pdf` or `png` when the structure is valid, else undefined. */
export async function documentTypeOf(bytes: Uint8Array): Promise<DocumentType | undefined> {
  const detected = (await fileTypeFromBuffer(bytes))?.mime;
  if (detected === 'image/png') return isPng(Buffer.from(bytes)) ? 'image/png' : undefined;
  if (detected === 'application/pdf') return isPdf(Buffer.from(bytes)) ? 'application/pdf' : undefined;
  return undefined;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Pixels. Larger pictures are decompression bombs, not mock-ups. */
const maxPngSide = 20_000;

/** Every chunk with its checksum, header first, end last and nothing after it (PNG, third edition, 5). */
function isPng(bytes: Buffer): boolean {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return false;
  let at = 8;
  let hasData = false;
  for (let index = 0; at + 12 <= bytes.length; index += 1) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return false;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const checksum = bytes.readUInt32BE(end - 4);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== checksum) return false;
    if ((index === 0) !== (type === 'IHDR')) return false;
    if (type === 'IHDR' && !isSaneHeader(bytes.subarray(at + 8, end - 4))) return false;
    if (type === 'IDAT') hasData = true;
    if (type === 'IEND') return hasData && length === 0 && end === bytes.length;
    at = end;
  }
  return false;
}

function isSaneHeader(header: Buffer): boolean {
  if (header.length !== 13) return false;
  const sides = [header.readUInt32BE(0), header.readUInt32BE(4)];
  return sides.every((side) => side > 0 && side <= maxPngSide);
}

/** Header at the first byte, and a trailer whose `startxref` leads to a cross-reference within the file (ISO 32000-2, 7.5). */
function isPdf(bytes: Buffer): boolean {
  if (!/^%PDF-(?:1\.[0-7]|2\.0)[\r\n \t]/.test(bytes.toString('latin1', 0, 10))) return false;
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 1024));
  const trailer = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail);
  const offset = Number(trailer?.[1] ?? Number.NaN);
  if (!(offset > 0 && offset < bytes.length)) return false;
  return /^\s*(?:xref\b|\d+\s+\d+\s+obj\b)/.test(bytes.toString('latin1', offset, offset + 64));
}

/** A name to show and to offer for saving: no path, no control characters, no direction overrides, and the ending that its content has. */
export function cleanName(name: string, type: DocumentType): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const visible = last.replace(/[\p{C}"<>|:*?]/gu, '').trim();
  const base = visible.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 100) || 'document';
  return `${base}.${type === 'image/png' ? 'png' : 'pdf'}`;
}
