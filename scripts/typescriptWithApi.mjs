// A hook for `register` of `node:module`: a module that imports `typescript` gets an older version, which
// has the JavaScript API.

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier === 'typescript' ? 'typescript-5.4' : specifier, context);
}
