import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect, test } from 'vitest';
import { maxLogoBytes, readLogo } from './logo.ts';

const svg = (inside: string, attributes = '') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"${attributes}>${inside}</svg>`);

test.each([
  ['paths and groups', svg('<g fill="#b3122f"><path d="M0 0h24v24z"/></g>')],
  [
    'a gradient of its own',
    svg('<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>'),
  ],
  [
    'a title, comments and an XML declaration',
    Buffer.from(
      '<?xml version="1.0"?>\n<!-- logo --><svg xmlns="http://www.w3.org/2000/svg"><title>Été</title></svg>\n',
    ),
  ],
])('a drawing with %s is accepted', async (_, bytes) => {
  expect(await readLogo(bytes)).toEqual({ mediaType: 'image/svg+xml', base64: bytes.toString('base64') });
});

test.each([
  ['a script', svg('<script>alert(1)</script>')],
  ['a script in capitals', svg('<SCRIPT>alert(1)</SCRIPT>')],
  ['an event', svg('<path d="M0 0" onload="alert(1)"/>')],
  ['an event on the root', svg('', ' onload="alert(1)"')],
  ['a link that runs', svg('<a href="javascript:alert(1)"><path/></a>')],
  ['a use of elsewhere', svg('<use href="https://evil.example/x.svg#a"/>')],
  ['a fetched picture', svg('<image href="https://evil.example/x.png"/>')],
  ['HTML inside', svg('<foreignObject><body/></foreignObject>')],
  ['a style sheet', svg('<style>@import url(https://evil.example)</style>')],
  ['a style', svg('<path style="background:url(https://evil.example)"/>')],
  ['a fetched fill', svg('<path fill="url(https://evil.example/#a)"/>')],
  ['an animation of an address', svg('<animate attributeName="href" to="javascript:alert(1)"/>')],
  ['an entity', svg('<path fill="&#106;avascript:x"/>')],
  [
    'a doctype',
    Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"></svg>'),
  ],
  [
    'a processing instruction',
    Buffer.from(
      '<?xml-stylesheet href="https://evil.example"?><svg xmlns="http://www.w3.org/2000/svg"></svg>',
    ),
  ],
  ['a character section', svg('<![CDATA[<script>alert(1)</script>]]>')],
  ['an attribute without quotes', svg('<path onload=alert(1) />')],
  ['a foreign namespace', Buffer.from('<svg xmlns="http://www.w3.org/1999/xhtml"></svg>')],
  ['another root', Buffer.from('<html><svg></svg></html>')],
  ['an element left open', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g></svg>')],
  ['something after its end', Buffer.concat([svg(''), Buffer.from('<script>1</script>')])],
  ['a second drawing after its end', Buffer.concat([svg(''), svg('')])],
  ['another encoding', Buffer.from('<svg></svg>', 'utf16le')],
  ['nothing', Buffer.from('')],
  ['words', Buffer.from('hello')],
  ['a cut-off PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['a PDF', Buffer.from('%PDF-1.7\nhello')],
  ['too much of it', svg(`<path d="${'M0 0'.repeat(maxLogoBytes / 4)}"/>`)],
])('a file with %s is refused (security.md 16)', async (_, bytes) => {
  expect(await readLogo(bytes)).toBeUndefined();
});

describe('attack 16: a drawing that takes very long to render', () => {
  /** Nested `<use>` elements: each level draws the one below it `times` times. */
  const nested = (levels: number, times: number, element: (id: string) => string) =>
    Array.from({ length: levels }, (_, level) =>
      level === 0
        ? '<path id="l0" d="M0 0h1"/>'
        : `<g id="l${level}">${element(`l${level - 1}`).repeat(times)}</g>`,
    ).join('');

  test.each([
    ['use of a use', nested(40, 2, (id) => `<use href="#${id}"/>`)],
    ['use of a use by its older name', nested(40, 2, (id) => `<use xlink:href="#${id}"/>`)],
    ['use in capitals of an attribute', nested(40, 2, (id) => `<use HREF="#${id}"/>`)],
    ['a mask in a mask', nested(40, 2, (id) => `<path mask="url(#${id})"/>`)],
    ['many uses of many', nested(4, 60, (id) => `<use href="#${id}"/>`)],
    ['a use of itself', '<g id="a"><use href="#a"/></g>'],
    ['a circle of two', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
    ['elements without end inside one another', `${'<g>'.repeat(5_000)}${'</g>'.repeat(5_000)}`],
  ])('%s is refused', async (_, inside) => {
    expect(await readLogo(svg(inside, ' xmlns:xlink="http://www.w3.org/1999/xlink"'))).toBeUndefined();
  });

  test('a shape used twice, as drawing programs write it, is accepted', async () => {
    const used = '<defs><path id="a" d="M0 0h1"/></defs><use href="#a"/><use href="#a" fill="url(#none)"/>';
    expect(await readLogo(svg(used))).toBeDefined();
  });

  test.each([
    ['comments that never end', '<!--'],
    ['an attribute of blanks', '<g '],
    ['attributes without values', '<g a '],
    ['names', 'a'],
    ['blanks', '\t'],
    ['quotes', '<g a="'],
    ['uses', '<use href="#a"/>'],
  ])('%s are refused quickly', async (_, part) => {
    const cpuMs = startCpuStopwatch();
    await readLogo(svg(part.repeat(46_000 / part.length)));
    await readLogo(Buffer.from(`<svg${part.repeat(46_000 / part.length)}`));
    expect(cpuMs()).toBeLessThan(500);
  });
});

test('removing a comment cannot join text into an element', async () => {
  expect(await readLogo(svg('<scr<!-- -->ipt>alert(1)</scr<!-- -->ipt>'))).toBeUndefined();
});

test('a PNG is accepted', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  expect((await readLogo(png))?.mediaType).toBe('image/png');
});
