/** The team's own mailbox in the embedded federation. */
export const operatorMail = 'equipe@garance.example';
