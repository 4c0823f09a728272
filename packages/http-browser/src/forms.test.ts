import { describe, expect, test } from 'vitest';
import { encodeForm, fillForm, findForms } from './forms.ts';
import { parseHtml } from './html.ts';

const at = new URL('https://service.example/a/b?c#d');
const formsOf = (html: string) => findForms(parseHtml(html), at);
const sent = (html: string, place = 0): string => {
  const form = formsOf(html)[place];
  if (form === undefined) throw new Error('no such form');
  const { method, action, body } = encodeForm(form);
  return `${method} ${action.href} ${body}`;
};

describe('what a form sends, and where to', () => {
  test.each([
    ['<form><input name=a value=1>', 'GET https://service.example/a/b?c#d a=1'],
    ['<form action><input name=a value=1>', 'GET https://service.example/a/b?c#d a=1'],
    ['<base href=/base/><form action=go method=POST>', 'POST https://service.example/base/go '],
    ['<base href=/base/><form action="" method=POST>', 'POST https://service.example/a/b?c#d '],
    ['<form action=//other.example/x method=pOsT>', 'POST https://other.example/x '],
    ['<form method=put action=/x>', 'GET https://service.example/x '],
    ['<form action="https://[" method=post>', 'POST about:blank#blocked '],
    ['<form action=/x><button formaction=/y name=b value=1>go', 'GET https://service.example/y b=1'],
    ['<form action=/x><button formmethod=post>go', 'POST https://service.example/x '],
    [
      '<base href=/base/><form action=/x><input type=image formaction=y>',
      'GET https://service.example/base/y ',
    ],
    ['<form action=/x><form action=/y><input name=a value=1></form>', 'GET https://service.example/x a=1'],
    ['<form id=f action=/x></form><input form=f name=a value=1>', 'GET https://service.example/x a=1'],
    [
      '<form id=f action=/x><input form=other name=a><input form name=b></form>',
      'GET https://service.example/x ',
    ],
    [
      '<form action=/x><input form=g name=a></form><p id=g><form id=g></form>',
      'GET https://service.example/x ',
    ],
    ['<table><form action=/x><tr><td><input name=a value=1></table>', 'GET https://service.example/x a=1'],
    ['<form action=/x><template><input name=a></template>', 'GET https://service.example/x '],
    [
      '<form action=/x><fieldset disabled><input name=a><legend><input name=b value=1></legend></fieldset>',
      'GET https://service.example/x b=1',
    ],
    ['<form action=/x><fieldset disabled><fieldset><legend><input name=a>', 'GET https://service.example/x '],
    [
      '<form action=/x><input name=a type=TEXT value=1><input name=b type=odd value=2>',
      'GET https://service.example/x a=1&b=2',
    ],
    [
      '<form action=/x><input type=reset name=a value=1><input type=button name=b value=1>',
      'GET https://service.example/x ',
    ],
    [
      '<form action=/x><input type=checkbox name=a checked><input type=radio name=b>',
      'GET https://service.example/x a=on',
    ],
    [
      '<form action=/x><select name=a><optgroup><option>one<option selected>two</select>',
      'GET https://service.example/x a=two',
    ],
    [
      '<form action=/x><textarea name=a>\n\n &lt;b> </textarea>',
      'GET https://service.example/x a=%0A+%3Cb%3E+',
    ],
    [
      '<form action=/x><input name=__proto__ value=1><input value=2>',
      'GET https://service.example/x __proto__=1',
    ],
    [
      '<form action=/x><button type=button name=b>no</button><button disabled name=c>no',
      'GET https://service.example/x ',
    ],
    ['<form action=/x><button type=odd name=b value=1>yes', 'GET https://service.example/x b=1'],
  ])('%s', (html, expected) => {
    expect(sent(html)).toBe(expected);
  });
});

test('a control’s label is its own, the enclosing one, or aria-label', () => {
  const [form] = formsOf(
    '<form><label for=a>one</label><label>around <input name=x></label><input id=a name=y><input name=z aria-label=said>',
  );
  expect(form?.controls.map(({ label }) => label)).toEqual(['around', 'one', 'said']);
});

test('fields may be changed, repeated and added beyond what the page offers', () => {
  const [form] = formsOf('<form><input type=hidden name=csrf value=t><input name=a value=1><input name=b>');
  expect(form && `${fillForm(form, { a: ['2', '3'], c: '4' })}`).toBe('csrf=t&b=&a=2&a=3&c=4');
});
