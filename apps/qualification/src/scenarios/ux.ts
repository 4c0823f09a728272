import type { Scenario } from '../vocabulary/scenario.ts';
import { accessible } from './ux/accessible.ts';
import { buttonColours } from './ux/button-colours.ts';
import { buttonHoverAndFocus } from './ux/button-hover-and-focus.ts';
import { buttonLabel } from './ux/button-label.ts';
import { buttonSize } from './ux/button-size.ts';
import { identityNotEditable } from './ux/identity-not-editable.ts';
import { linkBelow } from './ux/link-below.ts';
import { narrowAndZoomed } from './ux/narrow-and-zoomed.ts';
import { sentenceAbove } from './ux/sentence-above.ts';
import { separatedAndFirst } from './ux/separated-and-first.ts';
import { signInButton } from './ux/sign-in-button.ts';
import { signUpButton } from './ux/sign-up-button.ts';

export const ux: readonly Scenario[] = [
  signInButton,
  signUpButton,
  buttonLabel,
  buttonSize,
  buttonColours,
  buttonHoverAndFocus,
  sentenceAbove,
  linkBelow,
  separatedAndFirst,
  identityNotEditable,
  accessible,
  narrowAndZoomed,
];
