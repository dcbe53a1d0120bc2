export function reactAliases(
  version: '18.2' | '18.3' | '19.2',
): { readonly find: RegExp; readonly replacement: string }[];
