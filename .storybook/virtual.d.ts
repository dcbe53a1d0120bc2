declare module 'virtual:book-sections' {
  import type { BookSection } from './bookSections.ts';

  const sections: readonly BookSection[];
  export default sections;
}
