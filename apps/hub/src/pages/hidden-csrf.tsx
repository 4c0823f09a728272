/** The form's token: valid in this browser and this form only. */
export function HiddenCsrf({ token }: { readonly token: string }) {
  return <input type="hidden" name="csrf" value={token} />;
}
