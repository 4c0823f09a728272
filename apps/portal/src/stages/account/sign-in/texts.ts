import { createMessages } from '@garance/web/view';

export const signInTexts = createMessages({
  fr: {
    title: 'Se connecter',
    intro: 'Nous vous envoyons un code. Si c’est votre première visite, votre compte est créé ensuite.',
    send: 'Recevoir un code',
    otherWays: 'Autres façons de se connecter',
    withPasskey: 'Avec une clé d’accès',
    withProfessional: 'Avec votre compte professionnel',
    codeTitle: 'Saisissez le code reçu',
    codeIntro: (email: string) =>
      `Si ${email} peut recevoir du courriel, un code vient d’y être envoyé. Il est valable dix minutes, dans ce navigateur.`,
    code: 'Code reçu',
    codeWrong: (left: number) =>
      left > 1
        ? `Ce code n’est pas le bon. Il vous reste ${left} essais.`
        : left === 1
          ? 'Ce code n’est pas le bon. Il vous reste un essai.'
          : 'Ce code n’est pas le bon, et c’était le dernier essai. Demandez un nouveau code.',
    endedTitle: 'Votre session a pris fin',
    ended:
      'Ce que vous avez envoyé est gardé une demi-heure : connectez-vous avec le même compte, dans ce navigateur, et vous le retrouverez.',
    codeShort:
      'Ce code est trop court. Beaucoup de codes faux ont été saisis aujourd’hui : les nouveaux codes ont dix chiffres. Si le vôtre en a six, demandez-en un autre.',
    codeGone: 'Ce code ne peut plus servir. Demandez-en un nouveau.',
    codeSubmit: 'Se connecter',
    again: 'Recevoir un autre code',
    nameTitle: 'Comment vous appelez-vous ?',
    nameIntro: (email: string) => `Votre adresse ${email} est confirmée. Il ne manque que votre nom.`,
    nameSubmit: 'Créer mon compte',
    passkeyTitle: 'Se connecter avec une clé d’accès',
    passkeyIntro:
      'Votre navigateur vous demande de déverrouiller votre clé d’accès : empreinte, visage, code de l’appareil ou clé de sécurité.',
    passkeySubmit: 'Utiliser ma clé d’accès',
    passkeyNoScript:
      'Votre navigateur ne permet pas les clés d’accès sur cette page. Connectez-vous avec un code reçu par courriel.',
    passkeyError: 'Cette clé d’accès n’a pas été reconnue. Recommencez, ou demandez un code par courriel.',
    passkeyFailure: 'Le navigateur n’a pas pu utiliser de clé d’accès. Recommencez, ou demandez un code.',
    byMail: 'Recevoir plutôt un code par courriel',
  },
  en: {
    title: 'Sign in',
    intro: 'We send you a code. On your first visit, your account is made afterwards.',
    send: 'Send me a code',
    otherWays: 'Other ways to sign in',
    withPasskey: 'With a passkey',
    withProfessional: 'With your professional account',
    codeTitle: 'Type the code you received',
    codeIntro: (email) =>
      `If ${email} can receive mail, a code was just sent there. It works for ten minutes, in this browser.`,
    code: 'Code you received',
    codeWrong: (left) =>
      left > 1
        ? `This is not the right code. You have ${left} tries left.`
        : left === 1
          ? 'This is not the right code. You have one try left.'
          : 'This is not the right code, and it was the last try. Ask for a new code.',
    endedTitle: 'Your session had ended',
    ended:
      'What you sent is kept for half an hour: sign in with the same account, in this browser, and you will find it again.',
    codeShort:
      'This code is too short. Many wrong codes were typed today: new codes have ten digits. If yours has six, ask for another one.',
    codeGone: 'This code cannot be used any more. Ask for a new one.',
    codeSubmit: 'Sign in',
    again: 'Send me another code',
    nameTitle: 'What is your name?',
    nameIntro: (email) => `Your address ${email} is confirmed. Only your name is missing.`,
    nameSubmit: 'Create my account',
    passkeyTitle: 'Sign in with a passkey',
    passkeyIntro:
      'Your browser asks you to unlock your passkey: fingerprint, face, code of the device or security key.',
    passkeySubmit: 'Use my passkey',
    passkeyNoScript: 'Your browser does not allow passkeys on this page. Sign in with a code sent by mail.',
    passkeyError: 'This passkey was not recognised. Try again, or ask for a code by mail.',
    passkeyFailure: 'The browser could not use a passkey. Try again, or ask for a code.',
    byMail: 'Send me a code by mail instead',
  },
});
