/** What the assistant does in the compose box: search, link previews, two action commands. */
import type { BotFeature, InvokeHandler } from '../features.ts';
import { createDialogs } from './dialogs.ts';
import { answerLink, answerSearch } from './search.ts';
import type { ComposeBoxServices } from './services.ts';

/** The part of the bot that answers message extensions; it adds no buttons to cards in the chat. */
export function createComposeBox(services: ComposeBoxServices): BotFeature {
  const dialogs = createDialogs(services);
  const invokes: InvokeHandler[] = [
    { name: 'composeExtension/query', run: (value, visit) => answerSearch(services, value, visit) },
    { name: 'composeExtension/queryLink', run: (value) => answerLink(services, value) },
    { name: 'composeExtension/fetchTask', run: dialogs.fetch },
    { name: 'composeExtension/submitAction', run: dialogs.submit },
    { name: 'task/fetch', run: dialogs.submit },
    { name: 'task/submit', run: dialogs.submit },
  ];
  return { verbs: [], invokes };
}
