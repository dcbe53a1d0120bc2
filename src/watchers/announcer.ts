import type { AgentDesktop } from '../client/agentDesktop.ts';
import { inTime } from '../client/shownWindows.ts';
import {
  announcePending,
  announceRecording,
  type Announcement,
  type Politeness,
} from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import { sentences } from '../i18n/sentences.ts';
import type { CallId } from '../model/call.ts';
import { callHost } from '../model/hostCallback.ts';
