import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { aPdf, aPng } from '../../testing/documents.ts';
import { cleanName, documentTypeOf } from './attachment-content.ts';

describe('security 16: the type of a document, by its bytes', () => {
  it('is PNG or PDF when the structure is complete', async () => {
    expect(await documentTypeOf(aPng())).toBe('image/png');
    expect(await documentTypeOf(aPdf())).toBe('application/pdf');
  });

  it('is refused when the first bytes are those of a type and the rest is not', async () => {
    const html = '<script>alert(1)</script>';
    const cases: readonly (readonly [string, Buffer])[] = [
      ['a PDF that is not one', Buffer.from(`%PDF-1.7\n${html}`)],
      ['a PDF with a false cross-reference', Buffer.from(`%PDF-1.7\n${html}\nstartxref\n9\n%%EOF\n`)],
      ['a PDF with an offset outside of it', Buffer.from(`%PDF-1.7\nstartxref\n99999\n%%EOF\n`)],
      ['a PDF with something before it', Buffer.concat([Buffer.from('<html>'), aPdf()])],
      ['a PDF with something after it', Buffer.concat([aPdf(), Buffer.from(html)])],
      ['a PNG signature', Buffer.concat([aPng().subarray(0, 8), Buffer.from(html)])],
      ['a PNG with something after it', Buffer.concat([aPng(), Buffer.from(html)])],
      ['a PNG cut off', aPng().subarray(0, -8)],
      ['an SVG with script', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${html}</svg>`)],
      ['a page', Buffer.from(`<!doctype html>${html}`)],
      ['nothing', Buffer.alloc(0)],
      ['a ZIP', Buffer.from('504b0304140000000000', 'hex')],
    ];
    for (const [what, bytes] of cases) expect(await documentTypeOf(bytes), what).toBeUndefined();
  });

  it('is refused for a picture that would decompress into a thousand million pixels', async () => {
    expect(await documentTypeOf(aPng({ width: 30_000, height: 30_000 }))).toBeUndefined();
    expect(await documentTypeOf(aPng({ width: 0, height: 1 }))).toBeUndefined();
  });

  test.prop([fc.nat(), fc.integer({ min: 1, max: 255 })], { numRuns: 200 })(
    'is refused for a PNG with any byte changed',
    async (at, flip) => {
      const bytes = Buffer.from(aPng());
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ flip;
      expect(await documentTypeOf(bytes)).toBeUndefined();
    },
  );

  test.prop([fc.uint8Array({ maxLength: 400 })], { numRuns: 200 })(
    'is refused for random bytes',
    async (bytes) => {
      expect(await documentTypeOf(bytes)).toBeUndefined();
    },
  );

  it('gives file names without path, control or misleading characters', () => {
    expect(cleanName('../../etc/passwd', 'image/png')).toBe('passwd.png');
    expect(cleanName('C:\\maquette.exe', 'application/pdf')).toBe('maquette.pdf');
    expect(cleanName('accueil\u202Egnp.exe', 'image/png')).toBe('accueilgnp.png');
    expect(cleanName('a"\r\nX-Evil: 1.png', 'image/png')).toBe('aX-Evil 1.png');
    expect(cleanName('', 'application/pdf')).toBe('document.pdf');
    expect(cleanName('x'.repeat(500), 'image/png')).toHaveLength(104);
  });
});
