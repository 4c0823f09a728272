/** The form's own token: worth nothing in another browser or another form. */
export function HiddenCsrf({ token }: { readonly token: string }) {
  return <input type="hidden" name="csrf" value={token} />;
}
