import { expect, test } from 'vitest';
import { parseForms } from './html-form.ts';

test('finds each form with its action and hidden inputs, entities decoded', () => {
  const forms = parseForms(`
    <form method="get" action="/lang"></form>
    <form method=post action='/a?x=1&amp;y=2'><input name="csrf" type="hidden" value="a&#x2B;b&quot;"/>
      <input type="text" name="seen" value="no"><button name="provider" value="low">Low</button></form>`);
  expect(forms).toEqual([
    { action: '/lang', hidden: new Map() },
    { action: '/a?x=1&y=2', hidden: new Map([['csrf', 'a+b"']]) },
  ]);
});
