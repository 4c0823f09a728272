export interface UploadedFile {
  /** As the browser told it. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** More than 10 MB: nothing of it was kept. */
  readonly tooLarge: boolean;
}
