import { describe, expect, it } from 'vitest';
import { renderMail } from './mail.ts';

const content = {
  locale: 'fr',
  title: 'Connexion à <Mairie> & Cie',
  paragraphs: ['Vous vous êtes connecté le 3 novembre 2026 à 10 h 05.', 'Ce n’était pas vous ?'],
  link: { href: 'https://hub.example/alerte?a=1&b=2', label: 'Signaler' },
  footer: 'Garance, message automatique.',
} as const;

describe('a mail', () => {
  it('has the same content as plain text and as HTML', () => {
    const { text } = renderMail(content);
    expect(text).toBe(
      'Connexion à <Mairie> & Cie\n\nVous vous êtes connecté le 3 novembre 2026 à 10 h 05.\n\nCe n’était pas vous ?\n\n' +
        'Signaler : https://hub.example/alerte?a=1&b=2\n\n-- \nGarance, message automatique.\n',
    );
  });

  it('declares its language and escapes its content', () => {
    const { html } = renderMail(content);
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<h1');
    expect(html).toContain('Connexion à &lt;Mairie&gt; &amp; Cie');
    expect(html).not.toContain('<Mairie>');
    expect(html).toContain('href="https://hub.example/alerte?a=1&amp;b=2"');
  });

  it('loads nothing and contains no script', () => {
    expect(renderMail(content).html).not.toMatch(/<img|<script|<link|url\(/);
  });

  it('leaves out an unsafe link', () => {
    const { html, text } = renderMail({
      ...content,
      link: { href: 'javascript:alert(1)', label: 'Signaler' },
    });
    expect(`${html}${text}`).not.toContain('javascript:');
  });
});
