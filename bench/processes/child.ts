/** Messages of parent and child over Node's IPC channel. */
export interface Call {
  readonly id: number;
  readonly command: string;
  readonly payload: unknown;
}
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

type Handler = (payload: never) => unknown;

/** Answers the parent's calls until it disconnects, so that every bench process ends with its parent. */
export function serveCommands(handlers: Readonly<Record<string, Handler>>): void {
  process.on('message', async ({ id, command, payload }: Call) => {
    const answer = await answerCall(id, handlers[command], payload);
    process.send?.(answer);
  });
  process.on('disconnect', () => process.exit(0));
}

async function answerCall(id: number, handler: Handler | undefined, payload: unknown): Promise<Answer> {
  try {
    if (!handler) throw new Error('unknown command');
    return { id, ok: true, value: await handler(payload as never) };
  } catch (error) {
    return {
      id,
      ok: false,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
