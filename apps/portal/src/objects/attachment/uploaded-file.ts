export interface UploadedFile {
  /** Declared by the browser, not trusted. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** More than 10 MB: its content was not kept. */
  readonly tooLarge: boolean;
}
