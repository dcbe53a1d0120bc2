// The door `tallylight/workspace-v3`: a desktop on the Workspace API, v3. A list someone chose.
export { createWorkspaceDesktop } from './client/createWorkspaceDesktop.ts';
export { createWorkspaceWire } from './transport/workspaceWire.ts';
