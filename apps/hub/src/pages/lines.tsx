/** A text entered by the operator, with its line breaks. */
export function Lines({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/\r?\n/).map((line, index) => (
        <p class="govuk-body" key={index}>
          {line}
        </p>
      ))}
    </>
  );
}
