export { type Locale, locales } from '@garance/core';
