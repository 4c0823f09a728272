/** Address of the operator's team in the embedded federation. */
export const operatorMail = 'equipe@garance.example';
