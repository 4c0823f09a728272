import { documentLimits } from '../../../objects/attachment/limits.ts';
import type { Attachment } from '../../../objects/attachment/table.ts';
import { Documents, UploadForm } from '../../../parts/documents/documents.tsx';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';

interface EvidenceProps {
  readonly scope: PlatformScope;
  /** Path of the page. */
  readonly path: string;
  readonly documents: readonly Attachment[];
  /** CSRF tokens; absent where nothing may be changed. */
  readonly tokens: { readonly attach: string; readonly remove: string } | undefined;
  readonly errors: readonly string[];
}

/** Documents of an item or the mock-ups, with the forms that add and remove them. */
export function Evidence({ scope, path, documents, tokens, errors }: EvidenceProps) {
  return (
    <>
      <Documents
        documents={documents}
        hrefOf={(id) => `${scope.base}/qualification/documents/${id}`}
        {...(tokens !== undefined && {
          removal: { action: `${path}/documents/remove`, csrf: tokens.remove },
        })}
      />
      {tokens !== undefined && (
        <UploadForm
          action={`${path}/documents`}
          csrf={tokens.attach}
          room={documentLimits.qualification.maxCount - documents.length}
          errors={errors}
        />
      )}
    </>
  );
}
