import type { UploadSlots } from './documents/upload-slots.ts';
import type { KeptForms } from './form/kept-form.ts';
import type { ContextKit } from './request-context.ts';

/** Arguments of a mount function. */
export interface RequestKit extends ContextKit {
  /** Forms sent after the session ended; absent where none are kept. */
  readonly keptForms?: KeptForms;
  readonly uploads?: UploadLimits;
}

export interface UploadLimits {
  readonly slots: UploadSlots;
  /** Milliseconds without a byte after which a body is refused. */
  readonly stallMs: number;
}
