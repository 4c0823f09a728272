import type { ComponentChildren } from 'preact';
import { SafeLink } from './safe-link.tsx';

export interface ButtonProps {
  readonly children: ComponentChildren;
  /** At most one `primary` per page; `quiet` looks like a link. */
  readonly variant?: 'primary' | 'secondary' | 'warning' | 'quiet';
  /** With an address the button is a link; without one it submits its form. */
  readonly href?: string;
  readonly name?: string;
  readonly value?: string;
  readonly id?: string;
  /** Submits the form to another address than its own action (same origin only, by the page's policy). */
  readonly formAction?: string;
  readonly disabled?: boolean;
  /** Object of the action, read after the label by screen readers only, when several buttons have the same label. */
  readonly about?: string;
}

const variantClasses = {
  primary: 'govuk-button',
  secondary: 'govuk-button govuk-button--secondary',
  warning: 'govuk-button govuk-button--warning',
  quiet: 'garance-button-quiet',
} as const;

/** A submit button, or a link that looks like one when `href` is given (and safe). */
export function Button({ children: label, variant = 'primary', href, about, ...rest }: ButtonProps) {
  const className = variantClasses[variant];
  const children = about === undefined ? label : [label, <span class="govuk-visually-hidden"> {about}</span>];
  if (href !== undefined) {
    return (
      <SafeLink class={className} href={href} id={rest.id}>
        {children}
      </SafeLink>
    );
  }
  return (
    <button
      type="submit"
      class={className}
      id={rest.id}
      name={rest.name}
      value={rest.value}
      formaction={rest.formAction}
      disabled={rest.disabled}
    >
      {children}
    </button>
  );
}

/** Buttons side by side, stacked on a narrow screen. */
export function ButtonGroup({ children }: { readonly children: ComponentChildren }) {
  return <div class="govuk-button-group">{children}</div>;
}
