import type { AddressPolicy } from '@garance/web/outbound';
import { startEgressProxy } from '../egress/egress-proxy.ts';
import type { VisitorSource } from '../visitors.ts';
import { openBrowserVisitor } from './browser-visitor.ts';
import type { LaunchBrowser, Sandbox } from './launch-browser.ts';

/** One service is looked at, by people who do not exist: a renderer for each of its sites would only cost time. */
const fasterArguments = ['--disable-site-isolation-trials', '--process-per-site'];

/**
 * Nothing of the browser leaves but through the proxy: names are not resolved in it, and neither WebRTC nor QUIC goes
 * beside it (security.md 11).
 */
const egressArguments = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--dns-prefetch-disable',
];

export interface BrowserVisitorOptions {
  readonly launchBrowser: LaunchBrowser;
  readonly policy: AddressPolicy;
  readonly maxBytes: number;
  readonly sandbox?: Sandbox;
  readonly onNoSandbox?: () => void;
}

/** Visitors with one browser process between them. Rejects when no browser can be launched. */
export async function createBrowserVisitors(options: BrowserVisitorOptions): Promise<VisitorSource> {
  const { launchBrowser, policy, maxBytes, sandbox, onNoSandbox } = options;
  const proxy = await startEgressProxy({ policy, maxBytes });
  try {
    const browser = await launchBrowser({
      proxyServer: proxy.server,
      args: [...fasterArguments, ...egressArguments],
      ...(sandbox !== undefined && { sandbox }),
      ...(onNoSandbox !== undefined && { onNoSandbox }),
    });
    return {
      mode: 'browser',
      open: (settings) => openBrowserVisitor(browser, settings),
      blocked: proxy.blocked,
      close: async () => {
        await browser.close().catch(() => undefined);
        await proxy.close();
      },
    };
  } catch (error) {
    await proxy.close();
    throw error;
  }
}
