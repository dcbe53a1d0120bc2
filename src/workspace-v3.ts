// The entry point `tallylight/workspace-v3`: a desktop on the Workspace API, v3.
export { createWorkspaceDesktop } from './client/createWorkspaceDesktop.ts';
export { createWorkspaceWire } from './transport/workspaceWire.ts';
