declare module '@socialgouv/jours-feries' {
  /** Public holidays of a year by name, each as midnight of the process's time zone. */
  export default function joursFeries(
    year: number,
    options?: { readonly alsace?: boolean },
  ): Record<string, Date>;
}
