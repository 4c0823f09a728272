import { type JoseFault, type SignatureFault, signatureFaults } from '../../vocabulary/fault.ts';
import type { ForgeryInput } from './forgery-input.ts';
import { wrongEncryptions } from './wrong-encryption.ts';
import { wrongSignatures } from './wrong-signature.ts';

export interface ProtectedToken {
  /** The token as sent. */
  readonly sent: string;
  /** The signed part, when it was signed as it should be: what the service may send back as a hint. */
  readonly signed?: string;
  /** Whether the fault could be made for this service. */
  readonly faulty: boolean;
}

/** Signs and encrypts as registered, except for the fault. */
export async function protectToken(
  input: ForgeryInput,
  fault: JoseFault | undefined,
): Promise<ProtectedToken> {
  const { claims, signer, encryption } = input;
  const sealed = (jws: string) => (encryption === undefined ? Promise.resolve(jws) : encryption.encrypt(jws));
  const wrongSignature = fault !== undefined && isSignatureFault(fault) ? wrongSignatures[fault] : undefined;
  const forged = await wrongSignature?.(input);
  if (forged !== undefined) return { sent: await sealed(forged), signed: forged, faulty: true };

  const signed = await signer.sign(claims);
  if (fault !== undefined && !isSignatureFault(fault) && encryption !== undefined) {
    const sent = await wrongEncryptions[fault]({ input, encryption, signed });
    if (sent !== undefined) return { sent, signed, faulty: true };
  }
  return { sent: await sealed(signed), signed, faulty: false };
}

function isSignatureFault(fault: JoseFault): fault is SignatureFault {
  return signatureFaults.some((name) => name === fault);
}
