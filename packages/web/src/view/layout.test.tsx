import { describe, expect, it } from 'vitest';
import { Button } from './components/button.tsx';
import { CopyableCode } from './components/copyable-code.tsx';
import { Notice } from './components/notice.tsx';
import { ProviderList } from './components/provider-list.tsx';
import { SummaryList } from './components/summary-list.tsx';
import { Table } from './components/table.tsx';
import { TextField } from './components/text-field.tsx';
import { Layout } from './layout.tsx';
import type { Locale } from './locale.ts';
import { renderDocument } from './render-document.ts';

const attack = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;

function scripts(html: string): string[] {
  return [...html.matchAll(/<script[^>]*>[^<]*/g)].map(([tag]) => tag);
}

describe('a page', () => {
  it('is a whole document in its language, with title, viewport and skip link', () => {
    const html = renderDocument(
      <Layout title="Choisir un compte" locale="fr" platform="plus">
        <h1>Bonjour</h1>
      </Layout>,
    );
    expect(html).toMatch(/^<!doctype html><html lang="fr"/);
    expect(html).toContain('<title>Choisir un compte – Garance+</title>');
    expect(html).toContain('width=device-width, initial-scale=1');
    expect(html).toContain('<a href="#main" class="govuk-skip-link">Aller au contenu</a>');
    expect(html).toContain('data-tone="plus"');
  });

  it('shows a band outside production only', () => {
    const page = (band?: 'integration') =>
      renderDocument(
        <Layout title="x" locale="en" band={band}>
          y
        </Layout>,
      );
    expect(page('integration')).toContain('test environment');
    expect(page()).not.toContain('test environment');
  });

  it('has the operator’s name of the platform', () => {
    const html = renderDocument(
      <Layout title="x" locale="fr" platform="standard" platformName="Fédération du Rail">
        y
      </Layout>,
    );
    expect(html).toContain('<title>x – Fédération du Rail</title>');
    expect(html).not.toContain('>Garance<');
  });

  it('has no inline script or style, which its policy would refuse', () => {
    const html = renderDocument(
      <Layout title="x" locale="fr">
        <Notice tone="error" title="y" />
        <CopyableCode label="z" value="v" />
      </Layout>,
    );
    expect(html).not.toMatch(/ style=| on\w+=|<style/);
    expect(scripts(html)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/assets\/copy-[0-9a-f]+\.js">$/),
    ]);
  });
});

describe('texts of partners and providers', () => {
  it('never become markup', () => {
    const html = renderDocument(
      <Layout
        title={attack}
        locale="fr"
        serviceName={attack}
        platformName={attack}
        backHref="https://a.example"
        backLabel={attack}
      >
        <ProviderList
          label={attack}
          choices={[
            { value: attack, label: attack, hint: attack, logoUrl: attack },
            { value: 'b', label: attack, disabledReason: attack },
          ]}
        />
        <Table caption={attack} columns={[{ header: attack }]} rows={[[attack]]} />
        <SummaryList
          rows={[{ key: attack, value: attack, action: { href: attack, label: attack, about: attack } }]}
        />
        <TextField id="a" name={attack} label={attack} hint={attack} error={attack} value={attack} />
        <TextField id="b" name="b" label="b" rows={3} value={attack} />
        <Notice title={attack}>{attack}</Notice>
      </Layout>,
    );
    expect(html).toContain('alert(');
    expect(scripts(html)).toEqual([]);
    expect(html).not.toMatch(/<img[^>]*onerror/);
  });

  it('never become a link or an image that runs code', () => {
    const url = 'javascript:alert(1)';
    const html = renderDocument(
      <Layout
        title="x"
        locale="fr"
        backHref={url}
        languageHrefs={{ fr: url, en: url }}
        footerLinks={[{ href: url, label: 'pied' }]}
        brand={{ name: 'x', tone: 'neutral', homeHref: url }}
      >
        <Button href={url}>aller</Button>
        <ProviderList label="x" choices={[{ value: 'a', label: 'a', logoUrl: url }]} />
        <SummaryList
          rows={[{ key: 'k', value: 'v', action: { href: url, label: 'modifier', about: 'k' } }]}
        />
      </Layout>,
    );
    expect(html).toContain('aller');
    expect(html).not.toContain('javascript:');
  });
});

describe('the footer of a page', () => {
  const links = {
    help: '/help',
    contact: 'mailto:x@y.example',
    legalNotice: '/legal',
    accessibility: '/a11y',
  };
  const foot = (locale: Locale, siteLinks: typeof links) => {
    const html = renderDocument(
      <Layout
        title="x"
        locale={locale}
        siteLinks={(lang) => ({ ...siteLinks, help: `${siteLinks.help}?lang=${lang}` })}
        footerLinks={[{ href: '/more', label: 'More' }]}
      >
        y
      </Layout>,
    );
    return /<footer[\s\S]*<\/footer>/.exec(html)?.[0] ?? '';
  };

  it.each([
    ['fr', 'Aide et informations', ['Aide', 'Contact', 'Mentions légales', 'Accessibilité', 'More']],
    ['en', 'Help and information', ['Help', 'Contact', 'Legal notice', 'Accessibility', 'More']],
  ] as const)(
    'names help, contact, legal notice and accessibility, in order: %s',
    (locale, region, labels) => {
      const html = foot(locale, links);
      expect(html).toContain(`<nav aria-label="${region}">`);
      expect([...html.matchAll(/<a [^>]*>([^<]+)/g)].map(([, label]) => label)).toEqual(labels);
      expect(html).toContain(`href="/help?lang=${locale}"`);
      expect(html).toContain('href="mailto:x@y.example"');
    },
  );

  it('has no link that could run code', () => {
    expect(foot('fr', { ...links, contact: 'javascript:alert(1)' })).not.toContain('javascript:');
  });

  it('has no empty list', () => {
    const html = renderDocument(
      <Layout title="x" locale="fr">
        y
      </Layout>,
    );
    expect(html).not.toMatch(/<footer[\s\S]*<(nav|ul)/);
  });
});

describe('the choice of an account', () => {
  const html = renderDocument(
    <Layout title="x" locale="fr">
      <ProviderList
        label="Comptes"
        choices={[
          { value: 'a', label: 'Premier', logoUrl: '/logos/a.svg' },
          { value: 'b', label: 'Second', disabledReason: 'En maintenance' },
        ]}
      />
    </Layout>,
  );

  it('is a submit button with text beside its logo', () => {
    expect(html).toMatch(
      /<button type="submit" class="garance-provider" name="provider" value="a">.*Premier/,
    );
    expect(html).toMatch(/<img [^>]*alt[ =]/);
  });

  it('is disabled when it has a reason, which is shown', () => {
    expect(html).not.toContain('value="b"');
    expect(html).toContain('En maintenance');
  });
});

describe('a field', () => {
  it('connects its label, hint and error for screen readers', () => {
    const html = renderDocument(
      <Layout title="x" locale="en">
        <TextField id="mail" name="mail" label="Mail" hint="Like this" error="Write it" />
      </Layout>,
    );
    expect(html).toContain('<label class="govuk-label" for="mail">');
    expect(html).toContain('aria-describedby="mail-hint mail-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('<span class="govuk-visually-hidden">Error: </span>Write it');
  });
});
