import type { ComponentChildren } from 'preact';

interface FrameProps {
  /** Where the service is mounted, without final slash. */
  readonly base: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The frame of every page; plain, without script. */
export function Frame({ base, title, children }: FrameProps) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – Port-Alizarine`}</title>
        <link rel="stylesheet" href={`${base}/style.css`} />
      </head>
      <body>
        <header>
          <p class="site">
            <a href={`${base}/`}>Port-Alizarine</a>
          </p>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>
          <p>Service d’essai : cette ville et ses habitants sont imaginaires.</p>
        </footer>
      </body>
    </html>
  );
}
