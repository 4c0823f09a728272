/** Source that runs in the page of a service; it reads, and only marks the button it has found. */
import type { Platform } from '@garance/core';

export const marked = 'data-garance-qualification-button';

const functions = String.raw`
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
  const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (e) => {
    const labelled = (e.getAttribute('aria-labelledby') ?? '').split(/\s+/)
      .map((id) => id && document.getElementById(id)?.textContent).filter(Boolean).join(' ');
    const alts = [...e.querySelectorAll('img[alt]')].map((i) => i.alt).join(' ');
    return clean(labelled || e.getAttribute('aria-label') || clean(e.textContent + ' ' + alts) || e.alt || e.value || e.title);
  };
  const place = (e, text) => {
    const { top, bottom } = e.getBoundingClientRect();
    return { text: clean(text).slice(0, 300), top: top + scrollY, bottom: bottom + scrollY };
  };
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (css) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = '#000';
    pixel.fillStyle = css;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const upwards = (e) => e === null ? [] : [e, ...upwards(e.parentElement)];
  const groundsOf = (e) => upwards(e).map((one) => colour(getComputedStyle(one).backgroundColor));
  const token = (e, name, fallbacks) => {
    const value = getComputedStyle(e).getPropertyValue(name).trim();
    return value === '' ? fallbacks.map(colour) : [colour(value)];
  };
  const effectsOf = (e) => upwards(e).flatMap((one) => {
    const { filter, opacity, mixBlendMode } = getComputedStyle(one);
    return [
      filter !== 'none' && 'filter: ' + filter,
      Number(opacity) < 1 && 'opacity: ' + opacity,
      mixBlendMode !== 'normal' && 'mix-blend-mode: ' + mixBlendMode,
    ].filter(Boolean);
  });
  const ownText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && clean(n.data) !== '');
`;

const finding = String.raw`
  const signIn = /s[’']identifier|se connecter|connexion|sign[ -]?in|log[ -]?in/i;
  const official = /^(s[’']identifier avec|sign in with) (franceconnect|garance)/i;
  const controls = [...document.querySelectorAll('a[href], button, input[type=submit], input[type=image], [role=button], [role=link]')].filter(seen);
  const kindOf = (e) => {
    if (named !== null && e.matches(named)) return 'named';
    if (e.matches('.sign-in__button')) return 'garance';
    if (e.matches('.fr-connect')) return 'state';
    const pictures = e.matches('input[type=image]') || e.querySelector('img[alt]') !== null;
    return pictures && official.test(nameOf(e)) ? 'state' : undefined;
  };
  const doors = controls.filter((e) => kindOf(e) !== undefined);
  const fits = (e) => /\+/.test(nameOf(e)) === (platform === 'plus');
  const button = doors.find((e) => kindOf(e) === 'named') ?? doors.find(fits) ?? doors[0];
  const outside = (e) => e.closest('header, nav, footer') === null;
  const instead = controls.find((e) => outside(e) && signIn.test(nameOf(e)));
  const about = /qu[’']est-ce que|what is/i;
  const others = [...document.querySelectorAll('input[type=password]'), ...controls]
    .filter((e) => seen(e) && outside(e) && !doors.includes(e) && !about.test(nameOf(e)))
    .filter((e) => e.matches('input[type=password]') || signIn.test(nameOf(e)) || /google|facebook|apple|microsoft|linkedin/i.test(nameOf(e)));
  const between = (a, b) => {
    const [first, last] = a.compareDocumentPosition(b) & 4 ? [a, b] : [b, a];
    const range = document.createRange();
    range.setStartAfter(first);
    range.setEndBefore(last);
    const walker = document.createTreeWalker(range.commonAncestorContainer, 5);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!range.intersectsNode(node) || first.contains(node)) continue;
      if (node.nodeType === 3) {
        if (/^(ou|or)\b/i.test(clean(node.data))) return true;
        continue;
      }
      if (node.contains(first) && node.contains(last)) continue;
      if (!seen(node)) continue;
      if (node.matches('h1, h2, h3, h4, h5, h6, hr, legend, [role=separator]') && !node.contains(first)) return true;
      if (!node.contains(first) && parseFloat(getComputedStyle(node).borderTopWidth) > 0 && node.contains(last) && node !== last && !node.matches('input, button, a')) return true;
    }
    return false;
  };
`;

const reading = `
  const blocks = [...document.querySelectorAll('p, div, span, li, dd, label')].filter((e) => seen(e) && ownText(e) && !button?.contains(e));
  const door = {
    instead: instead === undefined ? undefined : nameOf(instead),
    sentences: blocks.filter((e) => clean(e.textContent).length >= 25).map((e) => place(e, e.textContent)),
    links: controls.filter((e) => e.matches('a[href]') && e !== button).map((e) => place(e, nameOf(e))),
    others: button === undefined ? [] : others.map((e) => ({ ...place(e, nameOf(e) || e.type), separator: between(button, e) })),
  };
  if (button === undefined) return door;
  button.setAttribute(mark, '');
  const kind = kindOf(button);
  const box = button.getBoundingClientRect();
  const texts = [button, ...button.querySelectorAll('*')].filter((e) => ownText(e) && seen(e))
    .map((e) => ({ colour: colour(getComputedStyle(e).color), grounds: groundsOf(e) }));
  const ground = colour(getComputedStyle(button).backgroundColor);
  const tokens = kind === 'garance' || button.matches('.sign-in__button')
    ? token(button, '--sign-in-background', ['#1b3a6b'])
    : button.matches('.fr-connect') ? token(button, '--background-action-high-blue-france', ['#000091', '#8585f6']) : [];
  const same = tokens.find((one) => String(one) === String(ground)) ?? tokens[0];
  return {
    ...door,
    button: {
      kind, name: nameOf(button), top: box.top + scrollY, bottom: box.bottom + scrollY, width: box.width, height: box.height,
      isImage: texts.length === 0, texts, ground, effects: effectsOf(button),
      ...(same === undefined ? {} : { tokenGround: same }),
    },
  };
`;

/** An expression that gives a `Door`. */
export function doorScript(platform: Platform, signInControl: string | undefined): string {
  return `(() => {
    const platform = ${JSON.stringify(platform)};
    const named = ${JSON.stringify(signInControl ?? null)};
    const mark = ${JSON.stringify(marked)};
    ${functions} ${finding} ${reading}
  })()`;
}
