/** The least a bot on this stack can do: restify, CloudAdapter, a teams-ai Application, and the text sent back. */
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { ActivityTypes, type Request, type Response } from 'botbuilder';
import { createServer, plugins } from 'restify';

const adapter = new TeamsAdapter({});
const app = new Application({ adapter, startTypingTimer: false, removeRecipientMention: false });
app.activity(ActivityTypes.Message, async (context) => {
  await context.sendActivity(`Echo: ${context.activity.text}`);
});

const server = createServer({ handleUncaughtExceptions: false });
server.use(plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as unknown as Request, response as unknown as Response, async (context) => {
    await app.run(context);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`Echoing at http://127.0.0.1:${server.address().port}`);
});
process.on('SIGTERM', () => process.exit(0));
