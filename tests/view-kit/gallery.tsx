import {
  Button,
  ButtonGroup,
  Checkbox,
  CopyableCode,
  Details,
  ErrorPage,
  ErrorSummary,
  Layout,
  type Locale,
  Notice,
  ProviderList,
  RadioGroup,
  SummaryList,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import type { VNode } from 'preact';

const languageHrefs = { fr: '?lang=fr', en: '?lang=en' };
const service = 'Mairie de Saint-Étienne-de-Tulmont';

function ChoicePage({ locale }: { readonly locale: Locale }) {
  const choices = [
    { value: 'impots', label: 'Compte des impôts', logoUrl: '/logo.svg' },
    { value: 'ameli', label: 'Compte de l’assurance maladie', hint: 'Numéro de sécurité sociale' },
    { value: 'poste', label: 'L’Identité numérique' },
    {
      value: 'msa',
      label: 'Compte agricole',
      disabledReason: 'En maintenance jusqu’à 18 h. Vos autres comptes fonctionnent.',
    },
  ];
  return (
    <Layout
      title="Choisir un compte"
      locale={locale}
      platform="standard"
      band="integration"
      serviceName={service}
      backHref="https://service.example/retour"
      languageHrefs={languageHrefs}
      footerLinks={[
        { href: '/aide', label: 'Aide' },
        { href: '/donnees', label: 'Données personnelles' },
      ]}
    >
      <h1 class="govuk-heading-l">Choisissez un compte que vous avez déjà</h1>
      <p class="govuk-body">Votre mot de passe reste chez lui : nous ne le voyons jamais.</p>
      <form method="post" action="/">
        <ProviderList label="Comptes" choices={choices} />
      </form>
      <Details summary="Je n’ai aucun de ces comptes">
        Vous pouvez en créer un auprès de l’un de ces organismes, puis revenir sur cette page.
      </Details>
    </Layout>
  );
}

function ConsentPage({ locale, error }: { readonly locale: Locale; readonly error?: string }) {
  const rows = [
    { key: 'Nom de naissance', value: 'Lefèvre-d’Haussonville' },
    { key: 'Prénoms', value: 'Anaïs Œnone' },
    { key: 'Date de naissance', value: '3 novembre 1982' },
    { key: 'Adresse électronique', value: 'anais.lefevre-dhaussonville@courrier-tres-long.example' },
  ];
  return (
    <Layout
      title="Autoriser la transmission"
      locale={locale}
      platform="plus"
      band="integration"
      serviceName="Banque du Quercy"
      backHref="https://service.example/"
      languageHrefs={languageHrefs}
      hasErrors={error !== undefined}
    >
      {error !== undefined && <ErrorSummary errors={[{ text: error, href: '#consent' }]} />}
      <h1 class="govuk-heading-l">Ces données seront transmises</h1>
      <SummaryList rows={rows} />
      <form method="post" action="/">
        <Checkbox
          id="consent"
          name="consent"
          label="J’accepte que ces données soient transmises à la Banque du Quercy pour ouvrir mon compte."
          error={error}
        />
        <ButtonGroup>
          <Button>Continuer</Button>
          <Button variant="quiet" name="decision" value="refuse">
            Refuser et revenir au service
          </Button>
        </ButtonGroup>
      </form>
    </Layout>
  );
}

function Fields() {
  return (
    <>
      <TextField
        id="mail"
        name="mail"
        label="Adresse électronique"
        type="email"
        hint="Par exemple nom@exemple.fr"
      />
      <TextField
        id="code"
        name="code"
        label="Code reçu"
        width={10}
        error="Écrivez les six chiffres du message"
        value="12"
      />
      <TextField id="purpose" name="purpose" label="À quoi servira la connexion ?" rows={3} />
      <RadioGroup
        id="level"
        name="level"
        legend="Niveau de garantie"
        options={[
          { value: 'eidas2', label: 'Substantiel', hint: 'Deux facteurs, identité vérifiée' },
          { value: 'eidas3', label: 'Élevé' },
        ]}
        value="eidas2"
      />
      <ButtonGroup>
        <Button>Enregistrer</Button>
        <Button variant="secondary">Prévisualiser</Button>
        <Button variant="warning">Suspendre</Button>
        <Button variant="secondary" disabled>
          Publier
        </Button>
      </ButtonGroup>
    </>
  );
}

function ComponentsPage({ locale }: { readonly locale: Locale }) {
  const clientId = '6925fb8143c76eded44d32b40c0cb1006065f7f003de52712b78985704f39950';
  return (
    <Layout
      title="Composants"
      locale={locale}
      brand={{
        name: 'Fournisseur de démonstration',
        tone: 'neutral',
        homeHref: '/',
        tagline: 'Niveau faible',
      }}
      band="demonstration"
      width="wide"
    >
      <h1 class="govuk-heading-xl">Composants</h1>
      <Notice title="Une nouvelle version est prête">
        <p>Elle sera publiée demain.</p>
      </Notice>
      <Notice tone="warning">
        <p>Ce compte n’a pas le niveau demandé.</p>
      </Notice>
      <Notice tone="error" title="La connexion n’a pas abouti">
        <p>Choisissez un autre compte ou revenez au service.</p>
      </Notice>
      <Notice tone="success" title="Enregistré" />
      <Fields />
      <h2 class="govuk-heading-m">Identifiants</h2>
      <CopyableCode label="Identifiant client" value={clientId} />
      <CopyableCode
        label="Jeton décodé"
        value={JSON.stringify({ sub: 'abc', acr: 'eidas2' }, null, 2)}
        block
      />
      <Table
        caption="Comptes de démonstration"
        columns={[
          { header: 'Compte' },
          { header: 'Personne' },
          { header: 'Niveau' },
          { header: 'Essais', numeric: true },
        ]}
        rows={[
          ['camille', 'Camille Fontanès', <Tag tone="accent">eidas1</Tag>, '12'],
          ['anais', 'Anaïs Œnone Lefèvre-d’Haussonville', <Tag tone="success">eidas3</Tag>, '3'],
        ]}
      />
      <Table
        caption="Aucun résultat"
        columns={[{ header: 'Compte' }]}
        rows={[]}
        empty="Ajoutez un premier compte."
      />
    </Layout>
  );
}

function FailurePage({ locale }: { readonly locale: Locale }) {
  return (
    <ErrorPage
      code="general.unexpected"
      occurrenceId="9f2c1e0d4b7a48c6a1d3e5f708192a3b"
      locale={locale}
      platform="standard"
      band="integration"
      serviceName={service}
      languageHrefs={languageHrefs}
      action={{ href: 'https://service.example/', label: 'Revenir au service' }}
    />
  );
}

/** Every component at least once, in pages like those of a login. */
export const gallery: Readonly<Record<string, (locale: Locale) => VNode>> = {
  choice: (locale) => <ChoicePage locale={locale} />,
  consent: (locale) => <ConsentPage locale={locale} />,
  'consent-refused': (locale) => (
    <ConsentPage locale={locale} error="Cochez la case pour continuer, ou refusez" />
  ),
  components: (locale) => <ComponentsPage locale={locale} />,
  failure: (locale) => <FailurePage locale={locale} />,
};
