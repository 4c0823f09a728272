import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeLink } from './components/safe-link.tsx';
import { Layout } from './layout.tsx';
import { preparePage } from './prepare-page.ts';
import { renderDocument } from './render-document.ts';

interface Fixed {
  readonly locale: 'fr' | 'en';
  readonly words: readonly string[];
}

type Texts = { readonly name: string; readonly token: string };
type Links = { readonly path: string; readonly away: string };

/** Every kind of place in which pages put a value. */
function build({ locale, words }: Fixed, { name, token }: Texts, { path, away }: Links) {
  const languageHrefs = { fr: `${path}?lang=fr`, en: `${path}?lang=en` };
  return (
    <Layout locale={locale} title={`To ${name}`} serviceName={name} languageHrefs={languageHrefs}>
      <form method="post" action={`${path}/leave`}>
        <input type="hidden" name="csrf" value={token} />
        {words.map((word) => (
          <p key={word}>
            {word} {name}
          </p>
        ))}
      </form>
      <SafeLink href={away}>{name}</SafeLink>
    </Layout>
  );
}

/** The same document can be spelled in several ways; a value's own `&#39;` begins with `&amp;`. */
const inOneSpelling = (html: string) =>
  html.replaceAll('&#39;', "'").replaceAll('&gt;', '>').replaceAll(' value/>', ' value=""/>');

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</title><script>',
    '"><img src=x onerror=y>',
    "' onclick='",
    '&amp;',
    '&#39;',
    '$&',
    '$1',
    '',
  ),
);
const paths = fc.webPath().map((path) => `/x${path}`);
const links = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    '//evil.example',
    'https://a.example/?a=b&c="d"',
    '',
    'java\nscript:x',
  ),
);

describe('a prepared page', () => {
  it('equals the rendered page for any values, the first time and again', () => {
    const prepared = preparePage({ build });
    const domain = fc.record({
      fixed: fc.record({
        locale: fc.constantFrom('fr', 'en'),
        words: fc.uniqueArray(words, { maxLength: 3 }),
      }),
      texts: fc.record({ name: words, token: words }),
      links: fc.record({ path: paths, away: links }),
    });
    fc.assert(
      fc.property(domain, ({ fixed, texts, links: to }) => {
        const rendered = inOneSpelling(renderDocument(build(fixed, texts, to)));
        for (const turn of [1, 2]) {
          expect([turn, inOneSpelling(prepared(fixed, texts, to).html)]).toEqual([turn, rendered]);
        }
      }),
    );
  });

  it('contains no value of an earlier visit', () => {
    const prepared = preparePage({ build });
    const fixed = { locale: 'fr', words: [] } as const;
    const visit = (who: string) =>
      prepared(
        fixed,
        { name: who, token: `token of ${who}` },
        { path: `/${who}`, away: `https://${who}.example/` },
      ).html;
    expect(visit('angela')).toContain('token of angela');
    expect(visit('bertrand')).not.toContain('angela');
  });

  it('caches a limited number of documents and drops the oldest one first', () => {
    const rendered: string[] = [];
    const prepared = preparePage({
      most: 2,
      build: (fixed: string, texts: Texts, to: Links) => {
        rendered.push(fixed);
        return build({ locale: 'fr', words: [fixed] }, texts, to);
      },
    });
    for (const fixed of ['a', 'b', 'a', 'c', 'b', 'a']) {
      prepared(fixed, { name: 'n', token: 't' }, { path: '/p', away: '/q' });
    }
    expect(rendered).toEqual(['a', 'b', 'c', 'a']);
  });
});
