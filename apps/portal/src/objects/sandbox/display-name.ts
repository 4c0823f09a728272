/** Rules for the name of a sandbox client, which is shown on pages of the hub. */

/** Must be a separate word of the name: a test client must not pass for a real service. */
export function beginsWithTest(name: string): boolean {
  return name === 'Test' || name.startsWith('Test ');
}
