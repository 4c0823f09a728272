import type { ComponentChildren } from 'preact';

export interface TableProps {
  /** Describes the content; also the name of the scrolling region. */
  readonly caption: string;
  readonly captionHidden?: boolean;
  readonly columns: readonly (string | { readonly header: ComponentChildren; readonly numeric?: boolean })[];
  /** One array of cells per row, as many as columns; the first cell is the row's header. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Shown when there are no rows: what to do first. */
  readonly empty?: ComponentChildren;
}

/** A data table that scrolls sideways by itself, so that the page does not (WCAG 2.2, 1.4.10). */
export function Table({ caption, captionHidden, columns: columnsOrHeaders, rows, empty }: TableProps) {
  const columns = columnsOrHeaders.map((column) =>
    typeof column === 'string' ? { header: column } : column,
  );
  const numeric = (index: number, part: 'header' | 'cell') =>
    columns[index]?.numeric === true ? ` govuk-table__${part}--numeric` : '';
  return (
    // A scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section class="garance-table" aria-label={caption} tabindex={0}>
      <table class="govuk-table">
        <caption
          class={captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--m'}
        >
          {caption}
        </caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {columns.map(({ header }, index) => (
              <th scope="col" class={`govuk-table__header${numeric(index, 'header')}`}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {rows.map((cells) => (
            <tr class="govuk-table__row">
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th scope="row" class="govuk-table__header">
                    {cell}
                  </th>
                ) : (
                  <td class={`govuk-table__cell${numeric(index, 'cell')}`}>{cell}</td>
                ),
              )}
            </tr>
          ))}
          {rows.length === 0 && empty !== undefined && (
            <tr class="govuk-table__row">
              <td class="govuk-table__cell" colspan={columns.length}>
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
