import { Layout, type Locale } from '@garance/web/view';
import { layoutProps, type PageContext } from '../../pages/page-context.ts';
import { contactAnchor, type InformationName } from '../../pages/site-links.ts';

interface Section {
  readonly id?: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

interface Text {
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly Section[];
}

type Texts = Readonly<Record<InformationName, (platform: string) => Text>>;

const french: Texts = {
  help: (platform) => ({
    title: 'Aide',
    intro: `${platform} vous permet de vous connecter à un service en ligne avec un compte que vous avez déjà.`,
    sections: [
      {
        title: 'Comment se passe une connexion',
        paragraphs: [
          'Le service vous envoie ici. Vous choisissez un compte et vous vous connectez chez l’organisme qui vous l’a fourni : votre mot de passe n’est donné qu’à lui.',
          'Avant votre retour sur le service, une page montre les informations qui lui seront transmises. Rien n’est transmis avant que vous ayez continué.',
        ],
      },
      {
        title: 'La connexion n’aboutit pas',
        paragraphs: [
          'Retournez sur le service et recommencez, avec un seul onglet ouvert et les cookies autorisés.',
          'Si un autre compte vous est proposé, essayez-le. Si vos informations ne sont pas reconnues, vérifiez votre état civil auprès de l’organisme qui vous a fourni le compte.',
        ],
      },
      {
        title: 'Vous ne reconnaissez pas une connexion',
        paragraphs: [
          'Le message que vous avez reçu contient le lien « Ce n’était pas moi » : il dit quoi faire et permet de prévenir l’équipe de la plateforme.',
        ],
      },
      {
        id: contactAnchor,
        title: 'Contact',
        paragraphs: [
          'Pour une question sur une démarche ou sur votre dossier, écrivez au service auquel vous vouliez vous connecter.',
          'Pour un mot de passe ou un compte bloqué, écrivez à l’organisme qui vous a fourni le compte.',
          'Si une page d’erreur montre un code et un identifiant, joignez-les à votre message.',
        ],
      },
    ],
  }),
  legalNotice: (platform) => ({
    title: 'Mentions légales',
    intro: `${platform} est exploitée par l’organisme qui l’a installée. Il n’a pas encore publié ici ses propres mentions légales.`,
    sections: [
      {
        title: 'Données personnelles',
        paragraphs: [
          'Pendant une connexion, les informations transmises par le compte que vous avez choisi sont vérifiées, montrées, puis transmises au service si vous continuez. Elles ne sont pas conservées ensuite.',
          'La plateforme garde de chaque connexion sa date, le service, le compte utilisé et une empreinte chiffrée qui ne dit pas qui vous êtes.',
          'Pour exercer vos droits, adressez-vous à l’organisme qui exploite la plateforme ou au service auquel vous vous connectez.',
        ],
      },
      {
        title: 'Cookies',
        paragraphs: [
          'Seuls des cookies nécessaires à la connexion sont déposés : ils relient la connexion à votre navigateur, gardent votre langue et évitent de vous écrire à chaque connexion depuis un appareil déjà connu. Aucun ne sert à vous suivre.',
        ],
      },
      {
        title: 'Logiciel',
        paragraphs: ['Garance est un logiciel libre, publié sous licence MIT.'],
      },
    ],
  }),
  accessibility: (platform) => ({
    title: 'Accessibilité',
    intro: `Les pages de ${platform} sont faites pour être utilisées par tous, y compris au clavier, avec un lecteur d’écran et sans script.`,
    sections: [
      {
        title: 'État de conformité',
        paragraphs: [
          'L’organisme qui exploite cette plateforme n’a pas encore publié de déclaration de conformité. Les pages sont vérifiées par des contrôles automatiques selon les WCAG 2.2 AA ; ils ne remplacent pas un audit.',
        ],
      },
      {
        title: 'Vous rencontrez un obstacle',
        paragraphs: [
          'Dites-le au service auquel vous vouliez vous connecter, ou à l’organisme qui exploite la plateforme, en décrivant la page et l’outil que vous utilisez. Il doit vous proposer une autre façon d’accéder au service.',
        ],
      },
    ],
  }),
};

const english: Texts = {
  help: (platform) => ({
    title: 'Help',
    intro: `${platform} lets you sign in to an online service with an account that you already have.`,
    sections: [
      {
        title: 'How signing in works',
        paragraphs: [
          'The service sends you here. You choose an account and sign in with the organisation that gave it to you: your password is given to that organisation alone.',
          'Before you go back to the service, a page shows the information that will be shared. Nothing is shared before you continue.',
        ],
      },
      {
        title: 'Signing in does not work',
        paragraphs: [
          'Go back to the service and start again, with one tab open and cookies allowed.',
          'If another account is offered, try it. If your information is not recognised, check your details with the organisation that gave you the account.',
        ],
      },
      {
        title: 'You do not recognise a sign-in',
        paragraphs: [
          'The message that you received has the link “This was not me”: it says what to do and lets you tell the platform team.',
        ],
      },
      {
        id: contactAnchor,
        title: 'Contact',
        paragraphs: [
          'With a question about a procedure or your file, write to the service that you wanted to sign in to.',
          'About a password or a blocked account, write to the organisation that gave you the account.',
          'If an error page shows a code and an identifier, add them to your message.',
        ],
      },
    ],
  }),
  legalNotice: (platform) => ({
    title: 'Legal notice',
    intro: `${platform} is run by the organisation that installed it. It has not published a legal notice of its own here yet.`,
    sections: [
      {
        title: 'Personal data',
        paragraphs: [
          'During a sign-in, the information from the account that you chose is checked, shown, and shared with the service if you continue. It is not kept afterwards.',
          'Of each sign-in the platform keeps its date, the service, the account used and a keyed fingerprint that does not say who you are.',
          'To exercise your rights, write to the organisation that runs the platform or to the service that you sign in to.',
        ],
      },
      {
        title: 'Cookies',
        paragraphs: [
          'Only cookies that signing in needs are set: they bind the sign-in to your browser, keep your language, and save you a message at every sign-in from a device that is already known. None of them is used to follow you.',
        ],
      },
      {
        title: 'Software',
        paragraphs: ['Garance is open source, published under the MIT licence.'],
      },
    ],
  }),
  accessibility: (platform) => ({
    title: 'Accessibility',
    intro: `The pages of ${platform} are made to be used by everyone, by keyboard, with a screen reader and without script too.`,
    sections: [
      {
        title: 'Conformance',
        paragraphs: [
          'The organisation that runs this platform has not published a statement of conformance yet. The pages are checked automatically against WCAG 2.2 AA; this does not replace an audit.',
        ],
      },
      {
        title: 'Something is in your way',
        paragraphs: [
          'Tell the service that you wanted to sign in to, or the organisation that runs the platform, which page it is and which tool you use. They must offer you another way to the service.',
        ],
      },
    ],
  }),
};

const texts: Readonly<Record<Locale, Texts>> = { fr: french, en: english };

interface InformationPageProps {
  readonly context: PageContext;
  readonly name: InformationName;
}

export function InformationPage({ context, name }: InformationPageProps) {
  const { title, intro, sections } = texts[context.locale][name](context.platformName);
  return (
    <Layout {...layoutProps(context)} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body-l">{intro}</p>
      {sections.map((section) => (
        <section id={section.id} key={section.title}>
          <h2 class="govuk-heading-m">{section.title}</h2>
          {section.paragraphs.map((paragraph) => (
            <p class="govuk-body" key={paragraph}>
              {paragraph}
            </p>
          ))}
        </section>
      ))}
    </Layout>
  );
}
