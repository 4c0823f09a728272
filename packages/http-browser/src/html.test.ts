import { describe, expect, test } from 'vitest';
import { baseOf, parseHtml, textOf } from './html.ts';

describe('a page', () => {
  test.each([
    ['<p title="a > b">text</p>', 'p', 'text'],
    ["<p title='a > b'>text</p>", 'p', 'text'],
    ['<!-- <p>no</p> --><p>text</p>', 'p', 'text'],
    ['<!doctype html><P>text</P>', 'p', 'text'],
    ['a < b <p>text</p>', 'p', 'a < b text'],
    ['<title>x</title ><p>text</p>', 'title p', 'x text'],
    ['<p>text<br/></p>', 'p br', 'text'],
    ['<p>text</p><p title="', 'p', 'text'],
    ['<p>text</p><!-- never ends <p>', 'p', 'text'],
  ])('%s', (html, tags, text) => {
    const { elements, root } = parseHtml(html);
    const written = elements
      .map(({ name }) => name)
      .filter((name) => !['html', 'head', 'body'].includes(name));
    expect(written.join(' ')).toBe(tags);
    expect(textOf(root)).toBe(text);
  });
});

describe('odd markup is read as a browser reads it', () => {
  const at = new URL('https://service.example/a/b');
  test.each([
    ['<p>one<p>two', 'p p', 'one two'],
    ['<ul><li>one<li>two</ul>', 'ul li li', 'one two'],
    ['<b>bold<p>and on</b> plain', 'b p b', 'bold and on plain'],
    ['<table><tr><td>cell<p>out</table>after', 'table tbody tr td p', 'cell out after'],
    ['<table>before<tr><td>cell', 'table tbody tr td', 'before cell'],
    ['<form><form><p>one form', 'form p', 'one form'],
    ['<template><form action="/x"></form></template><p>page', 'template p', 'page'],
    ['<noscript><p>without script</p></noscript>', 'noscript p', 'without script'],
    [
      '<p>&eacute; &eacute &#233; &#xe9; &notin; &nbsp;x &unknown; &#0; &#x110000;',
      'p',
      'é é é é ∉ x &unknown; \ufffd \ufffd',
    ],
    ['<p>a</br>b', 'p br', 'a b'],
    ['<textarea><p>text</textarea>', 'textarea', '<p>text'],
    ['<plaintext><p>all text', 'plaintext', '<p>all text'],
    ['<svg><title>x</title><p>out', 'svg title p', 'x out'],
    ['<![CDATA[x]]><p>y', 'p', 'y'],
    ['\ufeff<p>marked', 'p', 'marked'],
    ['<P CLASS=A>upper</P>', 'p', 'upper'],
    ['', '', ''],
  ])('%s', (html, tags, text) => {
    const { elements, root } = parseHtml(html);
    const written = elements
      .map(({ name }) => name)
      .filter((name) => !['html', 'head', 'body'].includes(name));
    expect(written.join(' ')).toBe(tags);
    expect(textOf(root)).toBe(text);
  });

  test('attributes without quotes, in capitals, twice, or of names that objects have', () => {
    const [link] = parseHtml(
      '<a HREF=/x?a=1&amp;b=2 href=/second __proto__=p constructor title>',
    ).elements.slice(3);
    expect({ ...link?.attribs }).toEqual({
      href: '/x?a=1&b=2',
      ['__proto__']: 'p',
      constructor: '',
      title: '',
    });
  });

  test.each([
    ['<base href="/c/d">', 'https://service.example/c/d'],
    ['<base href="https://other.example/">', 'https://other.example/'],
    ['<base target=x><base href=/one/><base href=/two/>', 'https://service.example/one/'],
    ['<base href="javascript:alert(1)">', at.href],
    ['<base href="https://[">', at.href],
    ['<template><base href="/c/"></template>', at.href],
    ['', at.href],
  ])('addresses start from %s', (html, base) => {
    expect(baseOf(parseHtml(html), at).href).toBe(base);
  });
});
