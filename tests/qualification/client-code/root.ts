/** The repository, from this module’s source or from where it is built (`tests/dist`). */
export const root = new URL(
  import.meta.url.includes('/tests/dist/') ? '../../../../' : '../../../',
  import.meta.url,
);
