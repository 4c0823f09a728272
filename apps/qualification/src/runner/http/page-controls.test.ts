import { startCpuStopwatch } from '@garance/core/testing';
import { findForms, parseHtml } from '@garance/http-browser';
import { expect, test } from 'vitest';
import { findControls } from './page-controls.ts';

const url = new URL('https://service.example/a/');

function controlsOf(html: string, selector?: string) {
  const document = parseHtml(html);
  return findControls({ document, url, forms: findForms(document, url) }, selector);
}

test.each([
  ['<a href=b>go on</a>', 'go on → https://service.example/a/b'],
  ['<base href=/base/><a href=b>go on</a>', 'go on → https://service.example/base/b'],
  ['<a href="javascript:alert(1)">go on</a>', ''],
  ['<a>go on</a>', ''],
  ['<div hidden><p><a href=b>go on</a></div>', ''],
  ['<template><a href=b>go on</a></template>', ''],
  ['<a href=b><img alt="a picture"></a>', 'a picture → https://service.example/a/b'],
  ['<a href=b aria-label=said>go on</a>', 'said → https://service.example/a/b'],
  [
    '<i id=x>one</i><i id=y>two</i><a href=b aria-labelledby=" x y z ">go on</a>',
    'one two → https://service.example/a/b',
  ],
  ['<a href=b title=hint></a>', 'hint → https://service.example/a/b'],
  ['<form action=/x><button>press</button></form>', 'press → https://service.example/x'],
  ['<form action=/x><button formaction=/y>press</button></form>', 'press → https://service.example/y'],
  ['<form action=/x><input type=image alt=picture></form>', 'picture → https://service.example/x'],
  ['<form action=/x><input type=submit value=press></form>', 'press → https://service.example/x'],
  ['<form action=/x><button disabled>press</button></form>', ''],
  ['<form action=/x><fieldset disabled><button>press</button></fieldset></form>', ''],
  ['<button>alone</button>', ''],
  ['<button form=f>far away</button><form id=f action=/x></form>', 'far away → https://service.example/x'],
  ['<form action=/x><button type=button>script</button></form>', ''],
])('%s', (html, found) => {
  expect(
    controlsOf(html)
      .map(({ name, target }) => `${name} → ${target}`)
      .join(),
  ).toBe(found);
});

test('a button is told by the place of its form and its own among those that can be pressed', () => {
  const controls = controlsOf(
    '<form></form><form><button disabled>off</button><button>one</button><button id=two class=" a  b ">two</button></form>',
    '#two',
  );
  expect(controls).toMatchObject([
    { name: 'one', named: false, action: { kind: 'button', form: 1, button: 0 } },
    { name: 'two', named: true, classes: ['a', 'b'], action: { kind: 'button', form: 1, button: 1 } },
  ]);
});

test.each([
  [
    'links named after the whole page',
    `<p id=x>${'word '.repeat(50_000)}${'<a href=b aria-labelledby=x></a>'.repeat(10_000)}`,
    10_000,
  ],
  ['buttons of one form', `<form>${'<button>press</button>'.repeat(10_000)}`, 10_000],
  ['buttons of as many forms', '<form><button>press</button></form>'.repeat(10_000), 10_000],
  ['links hidden deep inside', `<div hidden>${'<div>'.repeat(900)}${'<a href=b></a>'.repeat(20_000)}`, 0],
])('attack 23: %s are found in time that grows with the page alone', (_what, html, count) => {
  const cpuMs = startCpuStopwatch();
  const controls = controlsOf(html);
  expect(cpuMs()).toBeLessThan(5_000);
  expect(controls).toHaveLength(count);
  expect(controls.every(({ name }) => name.length <= 300)).toBe(true);
});
