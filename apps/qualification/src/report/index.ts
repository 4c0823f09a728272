export { toHtml } from './html.tsx';
export { jsonReportJsonSchema, toJson } from './json.ts';
export { toJunit } from './junit.ts';
export { toSignableReport } from './jws.ts';
export {
  createTerminalProgress,
  type TerminalOptions,
  type TerminalOutput,
  type TerminalProgress,
} from './terminal.ts';
export { type VerifyOptions, verifyCommand } from './verify.ts';
