import { createMessages } from '@garance/web/view';

/** Mails about membership of an organisation. */
export const peopleMails = createMessages({
  fr: {
    invitedTitle: (organisation: string) => `Invitation à rejoindre ${organisation}`,
    invited: (organisation: string, role: string, days: number) =>
      `Vous êtes invité à rejoindre ${organisation} dans l’espace partenaires de Garance, comme ${role}. Le lien est personnel, valable ${days} jours, et ne sert qu’une fois.`,
    join: 'Voir l’invitation',
    changedTitle: (organisation: string) => `Votre rôle dans ${organisation} a changé`,
    changed: (organisation: string, role: string) => `Dans ${organisation}, vous êtes maintenant ${role}.`,
    removedTitle: (organisation: string) => `Vous ne faites plus partie de ${organisation}`,
    removed: (organisation: string) =>
      `Un propriétaire de ${organisation} vous en a retiré. Vous n’avez plus accès à ses services dans l’espace partenaires.`,
    removedByTeam: (organisation: string, reason: string) =>
      `L’équipe de la plateforme vous a retiré de ${organisation}. Vous n’avez plus accès à ses services dans l’espace partenaires. Raison donnée : ${reason}`,
    provenTitle: (organisation: string) => `${organisation} est vérifiée`,
    proven: (organisation: string, siret: string) =>
      `Nous savons maintenant que ${organisation} agit bien pour le SIRET ${siret}. Ses demandes d’habilitation peuvent aboutir, et ses services être publiés.`,
    lostTitle: (organisation: string) => `${organisation} n’a plus de SIRET dans l’espace partenaires`,
    lost: (organisation: string, siret: string) =>
      `Une autre organisation vient d’être vérifiée pour le SIRET ${siret}, que ${organisation} avait indiqué sans preuve. Ce SIRET n’est plus le sien, ses identifiants de connexion et ses invitations ne fonctionnent plus, et ses demandes ne peuvent pas aboutir. Rien n’en est repris.`,
    lostNext:
      'Si vous travaillez pour cet établissement, demandez une invitation à vos collègues, ou écrivez à l’aide. Si vous aviez indiqué ce SIRET par erreur, ajoutez une organisation avec le bon.',
    blockedTitle: (organisation: string) => `${organisation} est bloquée`,
    blocked: (organisation: string, reason: string) =>
      `L’équipe de la plateforme a bloqué ${organisation} : ses membres n’y ont plus accès et personne ne peut se connecter à ses services. Raison donnée : ${reason}`,
    unblockedTitle: (organisation: string) => `${organisation} n’est plus bloquée`,
    unblocked: (organisation: string) =>
      `L’équipe de la plateforme a débloqué ${organisation} : ses membres y ont de nouveau accès. Les connexions à ses services sont rétablies séparément.`,
    closedTitle: (organisation: string) => `${organisation} est supprimée de l’espace partenaires`,
    closed: (organisation: string, reason: string) =>
      `L’équipe de la plateforme a supprimé ${organisation} : ses services sont fermés et ses membres n’y ont plus accès. Raison donnée : ${reason}`,
    askHelp: 'Pour toute question, écrivez à l’aide de l’espace partenaires.',
    movedTitle: (service: string) => `${service} passe à une autre organisation`,
    moved: (service: string, organisation: string) =>
      `Par une décision prise sur DataPass, « ${service} » ne dépend plus de ${organisation}. Vous n’y avez plus accès. Les secrets de ses clients ont pris fin et les connexions sont suspendues, le temps que la nouvelle organisation pose ses propres identifiants.`,
    receivedTitle: (service: string) => `${service} est confié à votre organisation`,
    received: (service: string, organisation: string) =>
      `Par une décision prise sur DataPass, « ${service} » dépend maintenant de ${organisation}. Les secrets de l’organisation précédente ont pris fin et les connexions sont suspendues. Vérifiez les adresses et les clés de ses configurations, publiez-les, créez de nouveaux secrets, puis écrivez à l’aide pour rétablir les connexions.`,
    joinedTitle: (organisation: string) => `Une personne a rejoint ${organisation}`,
    joined: (name: string, role: string) =>
      `${name} a rejoint votre organisation comme ${role}, par son compte professionnel. Vous pouvez changer son rôle ou la retirer.`,
    open: 'Voir l’organisation',
  },
  en: {
    invitedTitle: (organisation) => `Invitation to join ${organisation}`,
    invited: (organisation, role, days) =>
      `You are invited to join ${organisation} in the Garance partner space, as ${role}. The link is personal, works for ${days} days, and once.`,
    join: 'See the invitation',
    changedTitle: (organisation) => `Your role in ${organisation} has changed`,
    changed: (organisation, role) => `In ${organisation}, you are now ${role}.`,
    removedTitle: (organisation) => `You no longer belong to ${organisation}`,
    removed: (organisation) =>
      `An owner of ${organisation} removed you from it. You no longer have access to its services in the partner space.`,
    removedByTeam: (organisation, reason) =>
      `The platform team removed you from ${organisation}. You no longer have access to its services in the partner space. Reason given: ${reason}`,
    provenTitle: (organisation) => `${organisation} is verified`,
    proven: (organisation, siret) =>
      `We now know that ${organisation} does act for SIRET ${siret}. Its habilitation requests can be approved, and its services published.`,
    lostTitle: (organisation) => `${organisation} has no SIRET in the partner space any more`,
    lost: (organisation, siret) =>
      `Another organisation was just verified for SIRET ${siret}, which ${organisation} had named without proof. The SIRET is no longer its own, its client credentials and invitations no longer work, and its requests cannot be approved. Nothing of it was taken over.`,
    lostNext:
      'If you work for this establishment, ask your colleagues for an invitation, or write to the help. If you named this SIRET by mistake, add an organisation with the right one.',
    blockedTitle: (organisation) => `${organisation} is blocked`,
    blocked: (organisation, reason) =>
      `The platform team blocked ${organisation}: its members no longer have access to it, and no citizen can sign in to its services. Reason given: ${reason}`,
    unblockedTitle: (organisation) => `${organisation} is no longer blocked`,
    unblocked: (organisation) =>
      `The platform team unblocked ${organisation}: its members have access to it again. Sign-ins to its services are restored separately.`,
    closedTitle: (organisation) => `${organisation} was removed from the partner space`,
    closed: (organisation, reason) =>
      `The platform team removed ${organisation}: its services are closed and its members no longer have access to it. Reason given: ${reason}`,
    askHelp: 'With any question, write to the help of the partner space.',
    movedTitle: (service) => `${service} passes to another organisation`,
    moved: (service, organisation) =>
      `By a decision taken on DataPass, “${service}” no longer belongs to ${organisation}. You no longer have access to it. The secrets of its clients have ended and sign-ins are suspended until the new organisation sets up credentials of its own.`,
    receivedTitle: (service) => `${service} was handed over to your organisation`,
    received: (service, organisation) =>
      `By a decision taken on DataPass, “${service}” now belongs to ${organisation}. The secrets of the organisation before have ended and sign-ins are suspended. Check the addresses and keys of its registrations, publish them, create new secrets, then write to the help to restore sign-ins.`,
    joinedTitle: (organisation) => `Somebody joined ${organisation}`,
    joined: (name, role) =>
      `${name} joined your organisation as ${role}, by their professional account. You can change their role or remove them.`,
    open: 'See the organisation',
  },
});
