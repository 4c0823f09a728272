export interface UploadedFile {
  /** Declared by the browser, not trusted. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** More than 10 MB: nothing of it was kept. */
  readonly tooLarge: boolean;
}
