/** SIREN of La Poste, which has more establishments than pass the usual check. */
const laPoste = '356000000';

/**
 * The SIRET in a typed text (blanks and dots between digits are ignored), when its check digit is right: the Luhn sum
 * of its fourteen digits is a multiple of ten. An establishment of La Poste passes as well when the plain sum of its
 * digits is a multiple of five (INSEE, "Numéro Siret").
 */
export function parseSiret(text: string): string | undefined {
  const siret = text.replace(/[\s.\u00a0]/g, '');
  if (!/^\d{14}$/.test(siret) || /^0+$/.test(siret)) return undefined;
  if (luhnSum(siret) % 10 === 0) return siret;
  return siret.startsWith(laPoste) && plainSum(siret) % 5 === 0 ? siret : undefined;
}

/** Every second digit from the right doubled, the digits of the products added. */
export function luhnSum(digits: string): number {
  const total = (sum: number, digit: string, index: number): number => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  };
  return [...digits].reverse().reduce(total, 0);
}

function plainSum(digits: string): number {
  // Stryker disable next-line ArithmeticOperator: the sign changes no multiple of five.
  return [...digits].reduce((sum, digit) => sum + Number(digit), 0);
}
