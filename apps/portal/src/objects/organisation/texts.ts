import { createMessages } from '@garance/web/view';

export const roleNames = createMessages({
  fr: {
    owner: 'propriétaire',
    'technical-contact': 'contact technique',
    contributor: 'contributeur',
    reader: 'lecteur',
  },
  en: {
    owner: 'owner',
    'technical-contact': 'technical contact',
    contributor: 'contributor',
    reader: 'reader',
  },
});

export const organisationTexts = createMessages({
  fr: {
    listTitle: 'Mes organisations',
    empty:
      'Vous ne faites partie d’aucune organisation. Créez la vôtre avec son SIRET, ou demandez une invitation à l’un de ses membres.',
    create: 'Ajouter une organisation',
    newTitle: 'Ajouter une organisation',
    newIntro: 'Vous en devenez propriétaire, et pouvez ensuite inviter d’autres personnes.',
    newProof:
      'Si des collègues utilisent déjà cet espace pour le même établissement, demandez-leur plutôt une invitation : une organisation ajoutée ici doit être vérifiée avant que quoi que ce soit soit accordé ou publié en son nom.',
    noSiret: 'sans SIRET',
    askHelp: 'Écrire à l’aide',
    blockedBecause: (reason: string) => `L’équipe a bloqué cette organisation : ${reason}`,
    proofTitle: 'Cette organisation n’est pas encore vérifiée',
    proofMeaning:
      'Vous pouvez inviter des personnes, préparer vos services et envoyer vos demandes d’habilitation. Rien ne sera accordé ni publié avant que nous sachions que vous agissez pour ce SIRET. L’une de ces preuves suffit :',
    proofWays: {
      professional:
        'le propriétaire qui l’a ajoutée se connecte avec son compte professionnel, qui indique ce SIRET ;',
      datapass: 'une demande déposée sur DataPass pour ce SIRET nomme la personne ;',
      officer: 'une personne de l’équipe vérifie, en instruisant votre première demande.',
    },
    lostTitle: 'Le SIRET de cette organisation appartient à une autre',
    lostMeaning:
      'Une autre organisation a été vérifiée pour ce SIRET. Vos brouillons restent lisibles ici, mais rien ne peut plus être accordé ni publié. Si vous travaillez pour cet établissement, demandez une invitation à vos collègues.',
    provenBy: {
      professional: 'Vérifiée par le compte professionnel d’un propriétaire',
      datapass: 'Vérifiée par DataPass',
      officer: 'Vérifiée par l’équipe',
      habilitation: 'Vérifiée par une habilitation en vigueur',
    },
    tooManyUnproven: (limit: number) =>
      `Vous avez déjà ajouté ${limit} organisations qui ne sont pas encore vérifiées. Faites vérifier l’une d’elles, ou écrivez à l’aide.`,
    newSubmit: 'Ajouter',
    siretLabel: (siret: string) => `SIRET ${siret}`,
    members: 'Membres',
    columns: { name: 'Nom', email: 'Courriel', role: 'Rôle', action: 'Action' },
    manage: 'Gérer',
    manageNamed: (name: string) => `Gérer : ${name}`,
    you: 'vous',
    invite: 'Inviter une personne',
    leave: 'Quitter cette organisation',
    invitations: 'Invitations en attente',
    invitationColumns: { email: 'Courriel', role: 'Rôle', until: 'Valable jusqu’au', action: 'Action' },
    withdraw: 'Annuler',
    withdrawNamed: (email: string) => `Annuler l’invitation de ${email}`,
    inviteTitle: 'Inviter une personne',
    inviteIntro: (days: number) =>
      `Elle reçoit un lien personnel, valable ${days} jours, qui ne sert qu’une fois.`,
    inviteMember: 'Cette personne est déjà membre.',
    roleHints: {
      owner: 'Dépose les demandes, gère les membres, peut tout faire.',
      'technical-contact': 'Configure l’intégration, reçoit les identifiants.',
      contributor: 'Remplit les demandes et la configuration.',
      reader: 'Voit tout, ne modifie rien.',
    },
    inviteSubmit: 'Envoyer l’invitation',
    memberTitle: (name: string) => `Rôle de ${name}`,
    saveRole: 'Changer le rôle',
    removeTitle: 'Retirer cette personne',
    removeIntro: 'Elle perd aussitôt tout accès aux services de l’organisation.',
    remove: 'Retirer de l’organisation',
    handOverTitle: 'Confier la propriété',
    handOverIntro: 'Cette personne devient propriétaire et vous devenez contributeur.',
    handOver: 'Confier la propriété',
    done: {
      created: 'L’organisation est ajoutée.',
      invited: 'L’invitation est envoyée.',
      withdrawn: 'L’invitation est annulée.',
      changed: 'Le rôle est changé.',
      removed: 'La personne a été retirée.',
      'handed-over': 'La propriété est confiée.',
      left: 'Vous avez quitté l’organisation.',
      joined: 'Vous faites maintenant partie de cette organisation.',
    },
    invitationTitle: (organisation: string) => `Rejoindre ${organisation}`,
    invitationIntro: (organisation: string, role: string) =>
      `Vous êtes invité à rejoindre ${organisation} comme ${role}.`,
    join: 'Rejoindre',
  },
  en: {
    listTitle: 'My organisations',
    empty:
      'You belong to no organisation. Add yours with its SIRET, or ask one of its members for an invitation.',
    create: 'Add an organisation',
    newTitle: 'Add an organisation',
    newIntro: 'You become its owner, and can then invite other people.',
    newProof:
      'If colleagues use this space for the same establishment already, ask them for an invitation instead: an organisation added here has to be verified before anything is granted or published in its name.',
    noSiret: 'without SIRET',
    askHelp: 'Write to the help',
    blockedBecause: (reason) => `The team blocked this organisation: ${reason}`,
    proofTitle: 'This organisation is not verified yet',
    proofMeaning:
      'You can invite people, prepare your services and submit your habilitation requests. Nothing is granted or published before we know that you act for this SIRET. One of these proofs is enough:',
    proofWays: {
      professional:
        'the owner who added it signs in with their professional account, which names this SIRET;',
      datapass: 'a request made on DataPass for this SIRET names the person;',
      officer: 'somebody of the team verifies it while reviewing your first request.',
    },
    lostTitle: 'The SIRET of this organisation belongs to another one',
    lostMeaning:
      'Another organisation was verified for this SIRET. Your drafts can still be read here, but nothing can be granted or published any more. If you work for this establishment, ask your colleagues for an invitation.',
    provenBy: {
      professional: 'Verified by the professional account of an owner',
      datapass: 'Verified by DataPass',
      officer: 'Verified by the team',
      habilitation: 'Verified by a habilitation in force',
    },
    tooManyUnproven: (limit) =>
      `You have added ${limit} organisations already that are not verified yet. Have one of them verified, or write to the help.`,
    newSubmit: 'Add',
    siretLabel: (siret) => `SIRET ${siret}`,
    members: 'Members',
    columns: { name: 'Name', email: 'Mail', role: 'Role', action: 'Action' },
    manage: 'Manage',
    manageNamed: (name) => `Manage: ${name}`,
    you: 'you',
    invite: 'Invite somebody',
    leave: 'Leave this organisation',
    invitations: 'Invitations waiting',
    invitationColumns: { email: 'Mail', role: 'Role', until: 'Works until', action: 'Action' },
    withdraw: 'Withdraw',
    withdrawNamed: (email) => `Withdraw the invitation of ${email}`,
    inviteTitle: 'Invite somebody',
    inviteIntro: (days) => `They receive a personal link that works for ${days} days, once.`,
    inviteMember: 'This person is a member already.',
    roleHints: {
      owner: 'Files requests, manages members, may do everything.',
      'technical-contact': 'Sets up the integration, receives credentials.',
      contributor: 'Fills in requests and the set-up.',
      reader: 'Sees everything, changes nothing.',
    },
    inviteSubmit: 'Send the invitation',
    memberTitle: (name) => `Role of ${name}`,
    saveRole: 'Change the role',
    removeTitle: 'Remove this person',
    removeIntro: 'They lose all access to the organisation’s services at once.',
    remove: 'Remove from the organisation',
    handOverTitle: 'Hand over ownership',
    handOverIntro: 'This person becomes owner and you become contributor.',
    handOver: 'Hand over ownership',
    done: {
      created: 'The organisation is added.',
      invited: 'The invitation is sent.',
      withdrawn: 'The invitation is withdrawn.',
      changed: 'The role is changed.',
      removed: 'The person was removed.',
      'handed-over': 'Ownership is handed over.',
      left: 'You have left the organisation.',
      joined: 'You now belong to this organisation.',
    },
    invitationTitle: (organisation) => `Join ${organisation}`,
    invitationIntro: (organisation, role) => `You are invited to join ${organisation} as ${role}.`,
    join: 'Join',
  },
});

export type OrganisationDone = keyof ReturnType<typeof organisationTexts>['done'];
