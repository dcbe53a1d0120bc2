// For `register` of `node:module`: whoever imports `typescript` gets an older one, which has the
// JavaScript API.

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier === 'typescript' ? 'typescript-5.4' : specifier, context);
}
