/** The page on which people choose to sign in, as facts: read once in the page, judged outside of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Judgement } from '../../vocabulary/scenario.ts';
import type { Look, Stage, Visitor } from '../../vocabulary/stage.ts';
import { inconclusive } from '../judgements.ts';
import { doorScript, marked } from './door-script.ts';

/** Red, green, blue 0–255, opacity 0–1. */
export type Colour = readonly [number, number, number, number];

export interface DoorButton {
  /** Garance's neutral component, the State's official button, or what the service's owner named. */
  readonly kind: 'garance' | 'state' | 'named';
  /** As assistive technology says it. */
  readonly name: string;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  /** The label is a picture: its colours cannot be read. */
  readonly isImage: boolean;
  /** Each text in it, with the grounds below it from nearest to farthest. */
  readonly texts: readonly { readonly colour: Colour; readonly grounds: readonly Colour[] }[];
  readonly ground: Colour;
  /** The ground that its component's token gives; absent for what is no known component. */
  readonly tokenGround?: Colour;
  /** `filter`, `opacity`, `mix-blend-mode` on it or around it, as `name: value`. */
  readonly effects: readonly string[];
}

export interface Place {
  readonly text: string;
  readonly top: number;
  readonly bottom: number;
}

export interface OtherWay extends Place {
  /** A heading, a rule, a line or the word “or” stands between the button and it. */
  readonly separator: boolean;
}

export interface Door {
  readonly button?: DoorButton;
  /** The control that was found instead of a button. */
  readonly instead?: string;
  readonly sentences: readonly Place[];
  readonly links: readonly Place[];
  /** Other means to sign in, such as a password field. */
  readonly others: readonly OtherWay[];
}

export interface OpenDoor {
  readonly visitor: Visitor;
  readonly look: Look;
  readonly door: Door;
}

/** Selector of the button, once the door was read. */
export const buttonSelector = `[${marked}]`;

const drawnRounds = 10;
const drawnStepMs = 250;

/** Opens a page for people who are not signed in and reads it, or says why nothing can be said of it. */
export async function openDoor(stage: Stage, url = stage.service.loginUrl): Promise<OpenDoor | Judgement> {
  const visitor = await stage.visitor();
  const view = await visitor.open(url);
  if (visitor.look === undefined) {
    return inconclusive(
      'Il faut un vrai navigateur pour regarder la page.',
      'Looking at the page needs a real browser.',
    );
  }
  const hub = new URL(stage.service.issuer).origin;
  if (URL.parse(view.url)?.origin === hub) {
    return inconclusive(
      'L’adresse de connexion mène tout droit au hub\u00a0: donnez celle de la page qui porte le bouton.',
      'The sign-in address leads straight to the hub: give that of the page with the button.',
    );
  }
  if (view.status === 0 || view.status >= 400) {
    return inconclusive(
      `La page ne s’est pas ouverte (réponse ${view.status}).`,
      `The page did not open (answer ${view.status}).`,
    );
  }
  const script = doorScript(stage.service.platform, stage.service.signInControl);
  const read = () => look.evaluate<Door>(script);
  const { look } = visitor;
  let door = await read();
  // A page's script may draw the button some time after the page came to rest.
  for (let round = 0; round < drawnRounds && door.button === undefined; round += 1) {
    await sleep(drawnStepMs);
    door = await read();
  }
  return { visitor, look, door };
}

/** Judges the button of the sign-in page; without one, only `ux.sign-in-button` fails. */
export async function judgeButton(
  stage: Stage,
  judge: (button: DoorButton, open: OpenDoor) => Judgement | Promise<Judgement>,
): Promise<Judgement> {
  const open = await openDoor(stage);
  if ('verdict' in open) return open;
  if (open.door.button !== undefined) return judge(open.door.button, open);
  return inconclusive(
    'La page de connexion ne porte pas le bouton (voir ux.sign-in-button).',
    'The sign-in page does not bear the button (see ux.sign-in-button).',
  );
}

/** The trade name in « S’identifier avec FranceConnect+ »; undefined when the label says something else. */
export function brandOf(name: string): string | undefined {
  return /^(?:s[’']identifier avec|sign in with)\s+(\S+)/i.exec(name)?.[1];
}
