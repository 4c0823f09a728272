import { assetUrl, Button } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { HiddenFields } from '../../parts/form/form-parts.tsx';

interface PasskeyFormProps {
  readonly kind: 'register' | 'authenticate';
  readonly action: string;
  readonly csrf: string;
  readonly next: string;
  /** WebAuthn options for the browser, as JSON. */
  readonly options: string;
  readonly submit: string;
  /** Shown until the passkey script has run. */
  readonly withoutScript: string;
  /** Shown when the browser gave no passkey. */
  readonly failure: string;
  readonly variant?: 'primary' | 'secondary';
  /** Fields before the button. */
  readonly children?: ComponentChildren;
}

/** Passkey form: its script calls WebAuthn and submits the form; without script it shows the alternative. */
export function PasskeyForm(props: PasskeyFormProps) {
  const { kind, action, csrf, next, options, variant = 'primary' } = props;
  return (
    <form method="post" action={action} novalidate data-passkey={kind} data-options={options}>
      <HiddenFields csrf={csrf} next={next} />
      <input type="hidden" name="response" value="" />
      <p class="govuk-body" data-passkey-hidden="">
        {props.withoutScript}
      </p>
      <div data-passkey-shown="" hidden>
        {props.children}
        <p class="govuk-error-message" role="alert" data-passkey-failure="" hidden>
          {props.failure}
        </p>
        <Button variant={variant}>{props.submit}</Button>
      </div>
      <script src={assetUrl('simplewebauthn.js')} defer />
      <script type="module" src={assetUrl('passkey.js')} />
    </form>
  );
}
