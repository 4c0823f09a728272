import { createMessages } from '@garance/web/view';

/** Mails about who belongs to an organisation. */
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
    joinedTitle: (organisation) => `Somebody joined ${organisation}`,
    joined: (name, role) =>
      `${name} joined your organisation as ${role}, by their professional account. You can change their role or remove them.`,
    open: 'See the organisation',
  },
});
