import type { ArgTypesEnhancer } from 'storybook/internal/types';

/** The part of what react-docgen reads of a component that is used here. */
interface ReadComponent {
  readonly __docgenInfo?: {
    readonly props?: Readonly<Record<string, { readonly tsType?: { readonly raw?: string } }>>;
  };
}

/**
 * Makes the props tables show what the types say: the members of a union and not the word "union",
 * and the default that the doc comment names.
 */
export const asTyped: ArgTypesEnhancer = ({ argTypes, component }) => {
  // Storybook's plugin puts the property with this name on each component.
  // oxlint-disable-next-line no-underscore-dangle -- Storybook's name
  const read = (component as ReadComponent | undefined)?.__docgenInfo?.props ?? {};
  return Object.fromEntries(
    Object.entries(argTypes).map(([name, argType]) => {
      const [description, defaultValue] = argType.description?.split('@defaultValue') ?? [];
      const type = read[name]?.tsType?.raw
        ?.replace(/(?<!=>[^)]*) \| undefined$/, '')
        .replace(/^\| /, '');
      const table = {
        ...argType.table,
        ...(type && { type: { summary: type } }),
        ...(defaultValue && { defaultValue: { summary: defaultValue.trim() } }),
      };
      return [name, { ...argType, ...(description && { description }), table }];
    }),
  );
};
