/** What a sandbox client may call itself: its name reaches pages of the hub. */

/** As a word of its own: what a stranger made must not pass for a service. */
export function beginsWithTest(name: string): boolean {
  return name === 'Test' || name.startsWith('Test ');
}
